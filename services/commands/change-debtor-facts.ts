import type { Db, Tx } from '../../clients/prisma';
import { parseClockRanges } from '../../domain/clock-ranges';
import { debtorChangedMessages, debtorFactsOf } from '../debtor-facts';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessages } from '../signal-outbox';
import { type Accepted, keepText } from './command';

/** What is known of a debtor and chooses among the steps of its plans; null = unclassified, absent = as it is. */
export interface ChangeDebtorFacts {
  readonly creditorId: string;
  readonly debtorNumber: string;
  /** Company, public body, sole trader, guarantor: mandatory before interest is claimed (decisions 7). */
  readonly kind?: string | null;
  readonly grade?: string | null;
  readonly motive?: string | null;
  readonly relationship?: string | null;
  readonly language?: string;
  /** The debtor's own routine such as `10:00-11:30,14:00-15:00` (S180). */
  readonly contactHours?: string | null;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

interface Facts {
  readonly kind: string | null;
  readonly grade: string | null;
  readonly motive: string | null;
  readonly relationship: string | null;
  readonly language: string;
  readonly contactHours: string | null;
}

/** Classifies a debtor anew and tells all of its open cases. What it is already is no change. */
export async function changeDebtorFacts(
  deps: { readonly db: Db },
  command: ChangeDebtorFacts,
): Promise<Accepted | Refused> {
  const { creditorId, debtorNumber: number } = command;
  return deps.db.$transaction(async (tx) => {
    const key = { creditorId_number: { creditorId, number } };
    const seen = await tx.debtor.findUnique({ where: key, select: { id: true } });
    if (seen === null) return refused('unknownDebtor', `There is no debtor ${number}`);
    await lockDebtors(tx, [seen.id]);
    const { id, kind, grade, motive, relationship, language, contactHours } = await tx.debtor.findUniqueOrThrow({
      where: key,
    });
    const before: Facts = { kind, grade, motive, relationship, language, contactHours };
    const after: Facts = {
      kind: command.kind === undefined ? kind : command.kind,
      grade: command.grade === undefined ? grade : command.grade,
      motive: command.motive === undefined ? motive : command.motive,
      relationship: command.relationship === undefined ? relationship : command.relationship,
      language: command.language ?? language,
      contactHours: command.contactHours === undefined ? contactHours : command.contactHours,
    };
    if (after.contactHours !== null && parseClockRanges(after.contactHours) === null) {
      return refused('badContactHours', `Contact hours ${after.contactHours}: expected 10:00-11:30,14:00-15:00`);
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return { ok: true, messageIds: [] };
    return write(tx, command, id, before, after);
  });
}

async function write(
  tx: Tx,
  command: ChangeDebtorFacts,
  debtorId: string,
  before: Facts,
  after: Facts,
): Promise<Accepted> {
  const { actor, at } = command;
  await tx.debtor.update({ where: { id: debtorId }, data: after });
  const { contentHash } = await keepText(tx, { debtorId, caseId: null }, command.reason);
  const cases = await tx.collectionCase.findMany({
    where: { debtorId, endedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const caseIds = cases.map(({ id }) => id);
  const messageIds = await enqueueMessages(tx, at, debtorChangedMessages(await debtorFactsOf(tx, caseIds, at)));
  const content = { from: before, to: after, actor, reasonHash: contentHash };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'debtorChanged', at, content }]);
  return { ok: true, messageIds };
}
