import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import type { Reason } from '../../domain/reasons';
import { evidenceJson, type EvidenceEntry } from '../evidence';
import { newId } from '../ids';
import { enqueueMessages } from '../signal-outbox';
import type { GateRows, StepAttempt } from './gate-shape';

/** The attempt of a step that has not definitely failed; there is one at most (I2). */
export const livingAttempt = ({ attempts }: Pick<GateRows, 'attempts'>): StepAttempt | undefined =>
  attempts.find((attempt) => !attempt.definitelyFailed);

/** What an attempt found by a retry or by a covered sibling means; null when it is our own reservation and goes on. */
export function answerOf({ leads, contactId, state, channel }: StepAttempt): EffectResult | null {
  if (!leads) return { kind: 'coveredBy', contactId };
  if (state === 'reserved') return null;
  // Found while sending: the worker died between the provider's answer and the record, or before it. Nobody knows (decisions 4.3).
  if (state === 'sending' || state === 'unknown') return { kind: 'unknown', contactId };
  return { kind: 'sent', contactId, channel };
}

/** Why a covered step is free again. */
export type LostContact = 'bounced' | 'failed';

/**
 * Frees the steps of a contact that definitely did not arrive, or those of some invoices only. Cases that have already gone on
 * because of it are told, so that they take their step again (R26); the caller's own case learns it from its activity.
 *
 * @returns ids of the messages, to be delivered after the commit
 */
export async function freeSteps(
  tx: Tx,
  lost: {
    readonly contactId: string;
    readonly outcome: LostContact;
    readonly at: Date;
    readonly exceptCaseId: string | null;
    readonly onlyInvoiceIds?: readonly string[];
  },
): Promise<string[]> {
  const { contactId, outcome, at, exceptCaseId, onlyInvoiceIds } = lost;
  const where = { contactId, ...(onlyInvoiceIds === undefined ? {} : { invoiceId: { in: [...onlyInvoiceIds] } }) };
  const steps = await tx.contactStep.findMany({ where: { ...where, definitelyFailed: false }, orderBy: { id: 'asc' } });
  await tx.contactStep.updateMany({ where, data: { definitelyFailed: true } });
  // A covered step without a day has not woken yet: it will find no attempt and take its own.
  const gone = steps.filter((step) => step.caseId !== exceptCaseId && step.day !== null);
  return enqueueMessages(
    tx,
    at,
    gone.map(({ caseId, stepId, occurrence }) => ({
      caseId,
      kind: 'deliveryReported',
      body: { contactId, stepId, occurrence, outcome },
    })),
  );
}

/** Frees a reservation that may not be sent any more: nothing has left. */
export async function cancelReservation(tx: Tx, call: StepCall, contactId: string, at: Date): Promise<void> {
  await tx.contact.update({ where: { id: contactId }, data: { state: 'cancelled' } });
  await freeSteps(tx, { contactId, outcome: 'failed', at, exceptCaseId: call.caseId });
}

/**
 * Records that nobody knows whether a contact went out, and asks a person to find out. Never sent again by the machine.
 *
 * @returns false when somebody knows by now: a webhook or another attempt was faster, and nothing changed
 */
export async function markUnknown(
  db: Db | Tx,
  call: StepCall,
  contactId: string,
  problem = 'the worker stopped while sending',
): Promise<boolean> {
  const { debtorId, caseId, invoiceId, step, occurrence, asOf } = call;
  const reason: Reason = { code: 'unknownSend', step, detail: problem };
  const entry: EvidenceEntry = {
    chain: { kind: 'case', id: caseId },
    kind: 'contactUnknown',
    at: new Date(asOf),
    content: { contactId, step, occurrence, problem },
  };
  const marked = await db.$queryRaw<object[]>`
    with marked as (
      update contact set state = 'unknown', failure = ${problem}, updated_at = now()
      where id = ${contactId}::uuid and state = 'sending' returning id
    ), task as (
      insert into task (id, debtor_id, case_id, invoice_id, step_id, occurrence, kind, role, why, at, updated_at)
      select ${newId()}::uuid, ${debtorId}::uuid, ${caseId}::uuid, ${invoiceId}::uuid, ${step}, ${occurrence}::int,
        'resolveUnknownSend', 'owner', ${JSON.stringify(reason)}::jsonb, ${asOf}::timestamptz, now() from marked
      on conflict do nothing
    )
    select append_evidence(${evidenceJson([entry])}::jsonb)::text from marked`;
  return marked.length > 0;
}
