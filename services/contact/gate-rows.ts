import type { Tx } from '../../clients/prisma';
import { DomainError } from '../../domain/errors';
import { type GateRows, gateRows } from './gate-shape';
import { gateSql } from './gate-sql';

/** Which step of which case asks. */
export interface GateQuestion {
  readonly caseId: string;
  readonly step: string;
  readonly occurrence: number;
  readonly asOf: Date;
}

/**
 * Reads everything that decides on a message, and what it says, in one statement: one round trip instead of some fifteen. Call
 * it under the debtor's lock.
 *
 * @throws DomainError when there is no such case; ZodError naming what a row lacks.
 */
export async function readGateRows(tx: Tx, { caseId, step, occurrence, asOf }: GateQuestion): Promise<GateRows> {
  const [found] = await tx.$queryRawUnsafe<{ rows: unknown }[]>(gateSql, caseId, step, occurrence, asOf);
  if (found === undefined) throw new DomainError('caseNotFound', `Case ${caseId} does not exist`);
  return gateRows.parse(found.rows);
}
