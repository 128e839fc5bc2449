import type { Tx } from '../../clients/prisma';
import type { EvidenceEntry } from '../evidence';
import { openTask } from '../open-task';

/** The kind of task that asks somebody to find out how a debtor can be reached. */
const kind = 'data';

/**
 * An address that belongs to somebody else is used on no channel any more, from this instant (S228), and somebody looks for
 * the right one. The caller holds the debtor's lock. Idempotent.
 *
 * @returns evidence, for the caller's last statement
 */
export async function blockWrongAddress(
  tx: Tx,
  wrong: {
    readonly debtorId: string;
    readonly contactPointId: string;
    readonly caseId: string | null;
    readonly at: Date;
    readonly source: string;
  },
): Promise<EvidenceEntry[]> {
  const { debtorId, contactPointId, caseId, at, source } = wrong;
  const { count } = await tx.contactPoint.updateMany({
    where: { id: contactPointId, debtorId, wrongAt: null },
    data: { wrongAt: at, bouncedAt: at, verifiedOn: null },
  });
  if (count === 0) return [];
  const chain = { kind: 'debtor', id: debtorId } as const;
  const blocked: EvidenceEntry = { chain, kind: 'addressBlocked', at, content: { contactPointId, source } };
  if ((await tx.task.count({ where: { debtorId, kind, status: 'open' } })) > 0) return [blocked];
  const { ownerId } = await tx.debtor.findUniqueOrThrow({ where: { id: debtorId }, select: { ownerId: true } });
  const reason = 'wrongNumber';
  const why = { code: 'noAddress', detail: reason };
  const work = { debtorId, caseId, kind, role: 'owner', assigneeId: ownerId, why, at };
  return [blocked, await openTask(tx, work, { reason })];
}
