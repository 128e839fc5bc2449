import type { Db, Tx } from '../../clients/prisma';
import { evidenceOf } from '../../domain/papers';
import { enqueueMessages } from '../signal-outbox';

interface PaperRow {
  readonly case_id: string;
  readonly kinds: string[];
}

/** The kinds of papers that prove each case's claim: its invoice's own and those of the debtor as a whole. Infected ones do not count. */
async function papersOf(tx: Db | Tx, caseIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.$queryRaw<PaperRow[]>`
    select c.id as case_id, array_agg(distinct u.kind) as kinds from collection_case c
      join upload u on u.debtor_id = c.debtor_id and (u.invoice_id is null or u.invoice_id = c.invoice_id)
    where c.id = any(${[...caseIds]}::uuid[]) and u.scan in ('clean', 'unscanned') group by c.id`;
  return new Map(rows.map(({ case_id: caseId, kinds }) => [caseId, kinds]));
}

/** Whether the papers for the claim of a case are together; null while nobody keeps any here (S73). */
export async function evidenceFactOf(db: Db | Tx, caseId: string): Promise<'complete' | 'incomplete' | null> {
  return evidenceOf((await papersOf(db, [caseId])).get(caseId) ?? []);
}

/**
 * Tells the open cases that a paper concerns how their papers stand now, in the transaction that changed them.
 *
 * @returns ids of the messages
 */
export async function tellPapers(
  tx: Tx,
  paper: { readonly debtorId: string; readonly invoiceId: string | null },
  at: Date,
): Promise<string[]> {
  const { debtorId, invoiceId } = paper;
  const cases = await tx.collectionCase.findMany({
    where: { debtorId, endedAt: null, ...(invoiceId === null ? {} : { invoiceId }) },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const ids = cases.map(({ id }) => id);
  const papers = await papersOf(tx, ids);
  const body = (caseId: string) => ({ evidence: evidenceOf(papers.get(caseId) ?? []) });
  return enqueueMessages(
    tx,
    at,
    ids.map((caseId) => ({ caseId, kind: 'papersChanged', body: body(caseId) })),
  );
}
