import type { Db } from '../../clients/prisma';
import type { SimEvent, SimInvoice } from '../../domain/simulation/book';
import { instantOf, isoDateOf, type EpochMinute } from '../../domain/time';
import { newId } from '../../services/ids';
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
      runs: { create: { runNo: 1, reason: 'enrolled' } },
    },
  });
  return { caseId };
}

const ACTOR = 'simulation';

/** Books what happens to an invoice through the services that the API uses; returns the messages for its case. */
export async function bookInScratch(
  db: Db,
  debtor: ScratchDebtor,
  invoice: SimInvoice,
  event: SimEvent,
  at: EpochMinute,
): Promise<readonly string[]> {
  const booked = new Date(instantOf(at));
  if (event.kind === 'payment') {
    const result = await recordPayment(
      { db },
      {
        creditorId: debtor.creditorId,
        invoiceNumbers: [invoice.number],
        amount: { amountMinor: event.amountMinor, currency: invoice.currency },
        valueDate: isoDateOf(event.day),
        reference: `${invoice.number}/${event.day}/${event.amountMinor}`,
        source: ACTOR,
        actor: ACTOR,
        at: booked,
      },
    );
    if (!result.ok)
      throw new Error(`Payment of invoice ${invoice.number} was refused: ${JSON.stringify(result.problem)}`);
    return result.messageIds;
  }
  throw new Error(`Promises are not simulated yet (invoice ${invoice.number})`);
}
