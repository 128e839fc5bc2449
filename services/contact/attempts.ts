import type { Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import type { Reason } from '../../domain/reasons';
import { appendEvidence } from '../evidence';

/** The attempt of this step that has not definitely failed, with its contact. */
export async function livingAttempt(tx: Tx, call: StepCall) {
  return tx.contactStep.findFirst({
    where: { invoiceId: call.invoiceId, stepId: call.step, occurrence: call.occurrence, definitelyFailed: false },
    include: { contact: true },
  });
}

/** An attempt with its contact. */
export type LivingAttempt = NonNullable<Awaited<ReturnType<typeof livingAttempt>>>;

/** What an attempt found by a retry or by a covered sibling means; null when it is our own reservation and goes on. */
export function answerOf(attempt: LivingAttempt): EffectResult | null {
  const { contact, leads } = attempt;
  if (!leads) return { kind: 'coveredBy', contactId: contact.id };
  if (contact.state === 'reserved') return null;
  // Found while sending: the worker died between the provider's answer and the record, or before it. Nobody knows (decisions 4.3).
  if (contact.state === 'sending' || contact.state === 'unknown') return { kind: 'unknown', contactId: contact.id };
  return { kind: 'sent', contactId: contact.id, channel: contact.channel };
}

/** Frees a reservation that may not be sent any more: nothing has left. */
export async function cancelReservation(tx: Tx, contactId: string): Promise<void> {
  await tx.contact.update({ where: { id: contactId }, data: { state: 'cancelled' } });
  await tx.contactStep.updateMany({ where: { contactId }, data: { definitelyFailed: true } });
}

/** Records that nobody knows whether a contact went out, and asks a person to find out. Never sent again by the machine. */
export async function markUnknown(
  tx: Tx,
  call: StepCall,
  contactId: string,
  problem = 'the worker stopped while sending',
): Promise<void> {
  const reason: Reason = { code: 'unknownSend', step: call.step, detail: problem };
  const at = new Date(call.asOf);
  await tx.contact.update({ where: { id: contactId }, data: { state: 'unknown', failure: problem } });
  await tx.task.createMany({
    data: [
      {
        debtorId: call.debtorId,
        caseId: call.caseId,
        invoiceId: call.invoiceId,
        stepId: call.step,
        occurrence: call.occurrence,
        kind: 'resolveUnknownSend',
        role: 'owner',
        why: { ...reason },
        at,
      },
    ],
    skipDuplicates: true,
  });
  const content = { contactId, step: call.step, occurrence: call.occurrence, problem };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: call.caseId }, kind: 'contactUnknown', at, content }]);
}
