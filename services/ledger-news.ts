import type { IsoDate } from '../domain/time';
import type { Tx } from '../clients/prisma';
import { openBalances } from './balances';
import { recallLetters } from './contact/recall-letters';
import { type EvidenceEntry, appendEvidence } from './evidence';
import { enqueueMessages } from './signal-outbox';

/** A payment, or its reversal, that was just booked on invoices of one debtor. */
export interface LedgerNews {
  readonly kind: 'paymentReceived' | 'paymentReversed';
  readonly at: Date;
  readonly debtorId: string;
  readonly payment: { readonly paymentId: string; readonly currency: string; readonly valueDate: IsoDate };
  readonly parts: readonly { readonly invoiceId: string; readonly amountMinor: number }[];
  /** What else the debtor's chain keeps: ids, codes and amounts. */
  readonly details: Readonly<Record<string, string | number>>;
  readonly designated: readonly string[];
}

/**
 * Tells every affected case its new balance and writes the evidence of debtor and cases, in the transaction that booked the
 * entries. Letters that demand what was paid are stopped where they still can be (R9). `ledgerSeq` counts the entries of the invoice, so that a case knows which of two messages is newer.
 */
export async function announceLedger(tx: Tx, news: LedgerNews): Promise<{ readonly messageIds: string[] }> {
  const { kind, at, debtorId, payment, parts } = news;
  const invoiceIds = parts.map((part) => part.invoiceId);
  const cases = await tx.collectionCase.findMany({
    where: { invoiceId: { in: invoiceIds } },
    select: { id: true, invoiceId: true },
  });
  const balances = await openBalances(tx, invoiceIds);
  const facts = cases.map(({ id, invoiceId }) => {
    const { openMinor = 0, ledgerSeq = 0 } = balances.get(invoiceId) ?? {};
    const amountMinor = parts.find((part) => part.invoiceId === invoiceId)?.amountMinor ?? 0;
    const { paymentId, valueDate } = payment;
    return { caseId: id, body: { paymentId, valueDate, amountMinor, openBalanceMinor: openMinor, ledgerSeq } };
  });
  const messageIds = await enqueueMessages(
    tx,
    at,
    facts.map(({ caseId, body }) => ({ caseId, kind, body })),
  );
  const debtorContent = { ...payment, ...news.details, designated: news.designated, parts };
  const entries: EvidenceEntry[] = [{ chain: { kind: 'debtor', id: debtorId }, kind, at, content: debtorContent }];
  for (const { caseId, body } of facts) entries.push({ chain: { kind: 'case', id: caseId }, kind, at, content: body });
  if (kind === 'paymentReceived') entries.push(...(await recallLetters(tx, invoiceIds, at)));
  await appendEvidence(tx, entries);
  return { messageIds };
}
