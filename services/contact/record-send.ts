import type { SendOutcome } from '../../clients/send-outcome';
import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import { instantOf } from '../../domain/time';
import { appendEvidence, evidenceJson, type EvidenceEntry } from '../evidence';
import { decisionEvidence } from '../publish-row';
import { freeSteps } from './attempts';
import type { OutgoingMessage } from './channel-sender';
import { openDebtorTask } from './debtor-task';
import { recordDelivery } from './record-delivery';
import type { ReservedMessage } from './reserve-contact';

const entryOf = (call: StepCall, kind: string, at: string, content: object): EvidenceEntry => ({
  chain: { kind: 'case', id: call.caseId },
  kind,
  at: new Date(at),
  content: { step: call.step, occurrence: call.occurrence, ...content },
});

/**
 * Moves the contact to `sending`: from here on a crash means that nobody knows.
 *
 * @returns when, by the database's clock, for {@link recordNotAccepted}; null when another attempt was faster
 */
export async function beginSending(db: Db, { message, at }: ReservedMessage): Promise<Date | null> {
  const { contactId } = message;
  const [moved] = await db.$queryRaw<{ begunAt: Date }[]>`
    update contact set state = 'sending', sending_at = ${instantOf(at)}::timestamptz, updated_at = now()
    where id = ${contactId}::uuid and state = 'reserved' returning updated_at as "begunAt"`;
  return moved?.begunAt ?? null;
}

// Who says what became of a message whose attempt was given up before its provider answered.
const LATE_ANSWER = 'lateAnswer';

/**
 * Records an accepted message, the row that now holds, and the evidence: one statement, which changes nothing the second time.
 * A receipt that was faster keeps its state; an attempt that was given up meanwhile is known by now, and its case is told.
 */
export async function recordSent(
  db: Db,
  call: StepCall,
  sent: ReservedMessage,
  providerId: string | null,
): Promise<EffectResult> {
  const { contactId, channel } = sent.message;
  const at = instantOf(sent.at);
  const entry = entryOf(call, 'contactSent', at, { contactId, channel, providerId, outbox: null });
  const [row] = await db.$queryRaw<{ state: string }[]>`
    with sent as (
      update contact set state = case when state = 'sending' then 'sent' else state end, sent_at = ${at}::timestamptz,
        provider_id = ${providerId}, updated_at = now()
      where id = ${contactId}::uuid and (sent_at is null or provider_id is distinct from ${providerId}) returning state
    )
    select state, write_case_row(${call.caseId}::uuid, ${JSON.stringify(call.row)}::jsonb, ${call.rowSeq}::int, null, null),
      append_evidence(${evidenceJson([entry])}::jsonb)::text
    from sent`;
  const { state } = row ?? (await stateOf(db, contactId));
  if (state === 'unknown') {
    const report = { contactId, outcome: 'sent', at: new Date(at), source: LATE_ANSWER, problem: null } as const;
    await db.$transaction((tx) => recordDelivery(tx, report));
  }
  return { kind: 'sent', contactId, channel };
}

/**
 * Puts a message into the outbox instead of sending it, with everything that {@link recordSent} writes: one statement, so
 * that its outcome is never unknown. `why` is shown with it. Null when another attempt was faster.
 */
export async function recordInOutbox(
  db: Db,
  call: StepCall,
  sent: ReservedMessage,
  why: string,
): Promise<EffectResult | null> {
  const { contactId, channel, to, subject, text }: OutgoingMessage = sent.message;
  const at = instantOf(sent.at);
  const entry = entryOf(call, 'contactSent', at, { contactId, channel, providerId: null, outbox: why });
  const rows = await db.$queryRaw<{ id: string }[]>`
    with sent as (
      update contact set state = 'sent', sending_at = ${at}::timestamptz, sent_at = ${at}::timestamptz, updated_at = now()
      where id = ${contactId}::uuid and state = 'reserved' returning id
    ), kept as (
      insert into outbox_message (id, contact_id, channel, recipient, subject, body, why)
      select id, id, ${channel}, ${to}, ${subject}, ${text}, ${why} from sent
    )
    select id, write_case_row(${call.caseId}::uuid, ${JSON.stringify(call.row)}::jsonb, ${call.rowSeq}::int, null, null),
      append_evidence(${evidenceJson([entry])}::jsonb)::text
    from sent`;
  return rows.length === 0 ? null : { kind: 'sent', contactId, channel };
}

/** A covered step's own waking: its day is known now, and its case goes on. Idempotent by row number. */
export async function recordCovered(db: Db, call: StepCall, contactId: string): Promise<void> {
  const { caseId, invoiceId, step, occurrence, day, row, rowSeq, asOf } = call;
  const entries = [...decisionEvidence(call), entryOf(call, 'contactCovered', asOf, { contactId })];
  await db.$executeRaw`
    with covered as (
      update contact_step set day = ${day}::int, updated_at = now()
      where invoice_id = ${invoiceId}::uuid and step_id = ${step} and occurrence = ${occurrence}::int and not definitely_failed
    )
    select case when write_case_row(${caseId}::uuid, ${JSON.stringify(row)}::jsonb, ${rowSeq}::int, null, null)
      then append_evidence(${evidenceJson(entries)}::jsonb) end`;
}

const stateOf = (tx: Db | Tx, id: string) =>
  tx.contact.findUniqueOrThrow({ where: { id }, select: { state: true, failure: true } });

/** The answer for a message without an answer of its provider, of which a webhook or another attempt has told. */
export async function whatIsKnown(db: Db, { message: { contactId, channel } }: ReservedMessage): Promise<EffectResult> {
  const { state } = await stateOf(db, contactId);
  return state === 'unknown' ? { kind: 'unknown', contactId } : { kind: 'sent', contactId, channel };
}

/**
 * Records that the provider refused for good: the step is free for the next way, and a person looks at the address (R26, K1).
 *
 * @returns null when the step's next way may be tried; the answer when the attempt was given up meanwhile: its case is told
 */
export async function recordFailed(
  db: Db,
  call: StepCall,
  { message: { contactId, channel }, at }: ReservedMessage,
  problem: string,
): Promise<EffectResult | null> {
  return db.$transaction(async (tx) => {
    const when = new Date(instantOf(at));
    const failed = { state: 'failed', failedAt: when, failure: problem };
    const { count } = await tx.contact.updateMany({ where: { id: contactId, state: 'sending' }, data: failed });
    if (count === 0) {
      const before = await stateOf(tx, contactId);
      // Our own record, the answer to which got lost.
      if (before.state === 'failed' && before.failure === problem) return null;
      await recordDelivery(tx, { contactId, outcome: 'failed', at: when, source: LATE_ANSWER, problem });
      return { kind: 'unknown', contactId };
    }
    await freeSteps(tx, { contactId, outcome: 'failed', at: when, exceptCaseId: call.caseId });
    await openDebtorTask(tx, call, 'data', { code: 'providerRefused', detail: channel }, when);
    await appendEvidence(tx, [entryOf(call, 'contactFailed', instantOf(at), { contactId, channel, problem })]);
    return null;
  });
}

/**
 * Takes the contact back to `reserved`: the provider definitely did not take it, and a retry checks everything again. One that
 * another attempt has marked, or has begun to send after `begunAt`, stays as it is.
 */
export async function recordNotAccepted(
  db: Db,
  { message: { contactId } }: ReservedMessage,
  begunAt: Date,
  outcome: Extract<SendOutcome, { kind: 'notAccepted' }>,
): Promise<Extract<SendOutcome, { kind: 'notAccepted' }>> {
  const back = { state: 'reserved', failure: outcome.problem };
  await db.contact.updateMany({ where: { id: contactId, state: 'sending', updatedAt: begunAt }, data: back });
  return { ...outcome, problem: `Contact ${contactId}: ${outcome.problem}` };
}
