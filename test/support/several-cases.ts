import type { Db } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import type { PolicyStore } from '../../services/policy-store';
import { enrolledDebtor } from './one-case';
import { inWindow, reminderCall } from './sending';

/**
 * Another debtor with a case of `standard` for each invoice number, over 1,000.00 each in its currency. Returns, by invoice,
 * the call of its friendly reminder; no row announces it.
 */
export async function anotherDebtor(
  db: Db,
  { creditorId, policies }: { readonly creditorId: string; readonly policies: PolicyStore },
  number: string,
  invoices: readonly { readonly number: string; readonly currency?: string }[],
): Promise<{ readonly debtorId: string; readonly calls: readonly StepCall[] }> {
  const { versionId, hash } = await policies.planFor('standard');
  const { debtorId, cases } = await enrolledDebtor(db, { creditorId, versionId }, number, invoices);
  return { debtorId, calls: cases.map((ids) => reminderCall(ids, hash)) };
}

/** Lets the row of a case announce its friendly reminder, as its workflow does while it sleeps. */
export async function announce(db: Db, { caseId }: StepCall, nextAt = inWindow, nextStep = 'friendlyReminder') {
  await db.collectionCase.update({
    where: { id: caseId },
    data: {
      status: 'open',
      nextStep,
      nextOccurrence: 1,
      nextEffect: 'sendReminder',
      nextChannel: 'email',
      nextSeverity: 2,
      nextAt: new Date(nextAt),
      rowSeq: 1,
    },
  });
}
