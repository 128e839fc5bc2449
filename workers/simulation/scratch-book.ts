import type { Db } from '../../clients/prisma';
import type { SimEvent, SimInvoice } from '../../domain/simulation/book';
import { instantOf, isoDateOf, type EpochMinute } from '../../domain/time';
import { recordPromise } from '../../services/commands/record-promise';
import { newId } from '../../services/ids';
import type { PlanSource } from '../../services/open-case';
import { recordPayment } from '../../services/payments';
import type { ScratchDebtor } from './scratch-debtors';

/** The policy version that all cases of a simulation pin. */
export interface SimPolicy {
  readonly versionId: string;
}

/** Opens the row of a case, as enrolment does for a live one. */
export async function enrolInScratch(
  db: Db,
  policy: SimPolicy,
  debtor: ScratchDebtor,
  invoice: SimInvoice,
  at: EpochMinute,
): Promise<{ caseId: string }> {
  const caseId = newId();
  await db.collectionCase.create({
    data: {
      id: caseId,
      invoiceId: debtor.invoiceIdOf(invoice),
      debtorId: debtor.debtorId,
      creditorId: debtor.creditorId,
      policyVersionId: policy.versionId,
      language: invoice.facts.language,
      currency: invoice.currency,
      startedAt: new Date(instantOf(at)),
      runs: { create: { runNo: 1, reason: 'enrolled' } },
    },
  });
  return { caseId };
}

const ACTOR = 'simulation';

/** Where the things that happen to a case are written. */
export interface ScratchBooks {
  readonly db: Db;
  readonly plans: PlanSource;
}

type Promised = Extract<SimEvent, { kind: 'promise' }>;

async function bookPayment(
  { db }: ScratchBooks,
  debtor: ScratchDebtor,
  invoice: SimInvoice,
  event: Extract<SimEvent, { kind: 'payment' }>,
  at: EpochMinute,
): Promise<readonly string[]> {
  const result = await recordPayment(
    { db },
    {
      creditorId: debtor.creditorId,
      invoiceNumbers: [invoice.number],
      debtorNumber: debtor.number,
      amount: { amountMinor: event.amountMinor, currency: invoice.currency },
      valueDate: isoDateOf(event.day),
      reference: newId(),
      source: ACTOR,
      actor: ACTOR,
      at: new Date(instantOf(at)),
    },
  );
  if (!result.ok)
    throw new Error(`Payment of invoice ${invoice.number} was refused: ${JSON.stringify(result.problem)}`);
  return result.messageIds;
}

async function bookPromise(
  books: ScratchBooks,
  caseId: string,
  invoice: SimInvoice,
  event: Promised,
  at: EpochMinute,
): Promise<readonly string[]> {
  const { amountMinor, promisedFor } = event;
  const result = await recordPromise(books, {
    caseId,
    promisedFor: isoDateOf(promisedFor),
    ...(amountMinor === null ? {} : { amount: { amountMinor, currency: invoice.currency } }),
    method: 'phone',
    actor: ACTOR,
    reason: 'simulated',
    at: new Date(instantOf(at)),
  });
  if (!result.ok)
    throw new Error(`Promise on invoice ${invoice.number} was refused: ${JSON.stringify(result.problem)}`);
  return result.messageIds;
}

/**
 * Books what happens to an invoice through the services that the API uses; returns the messages for its case. A promise needs
 * a case that runs (`caseId`): before it nobody was asked, after it nothing is owed.
 */
export async function bookInScratch(
  books: ScratchBooks,
  debtor: ScratchDebtor,
  invoice: SimInvoice,
  happened: { readonly event: SimEvent; readonly at: EpochMinute; readonly caseId: string | null },
): Promise<readonly string[]> {
  const { event, at, caseId } = happened;
  if (event.kind === 'payment') return bookPayment(books, debtor, invoice, event, at);
  return caseId === null ? [] : bookPromise(books, caseId, invoice, event, at);
}
