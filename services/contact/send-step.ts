import { createHash } from 'node:crypto';
import type { Db, Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import { assertNever } from '../../domain/errors';
import { addMinutes, instantOf, type EpochMinute } from '../../domain/time';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { writeCaseRow } from '../publish-row';
import { markUnknown } from './attempts';
import type { SendOutcome } from '../../clients/send-outcome';
import type { OutgoingMessage, SenderChoice } from './channel-sender';
import { readContactContent, type ContactContent, type MessageRenderer } from './message-content';
import { reserveContact, type ReserveDeps, type Reservation } from './reserve-contact';

export interface SendDeps extends ReserveDeps {
  readonly renderer: MessageRenderer;
  readonly senders: SenderChoice;
}

/** What came of a step; `notAccepted`: the provider definitely did not take the message, and a retry checks everything again. */
export type SendAnswer = EffectResult | Extract<SendOutcome, { kind: 'notAccepted' }>;

type Reserved = Extract<Reservation, { kind: 'reserved' }>;

/** Stores the rendered text and moves the contact to `sending`: from here on a crash means that nobody knows. False when another attempt was faster. */
async function beginSending(
  db: Db,
  call: StepCall,
  content: ContactContent,
  message: OutgoingMessage,
): Promise<boolean> {
  const text = message.html === null ? message.text : message.html;
  const body = Buffer.from(`${message.subject ?? ''}\n\n${text}`, 'utf8');
  const documentId = newId();
  const at = new Date(content.at);
  return db.$transaction(async (tx) => {
    const moved = await tx.contact.updateMany({
      where: { id: content.contactId, state: 'reserved' },
      data: { state: 'sending', sendingAt: at },
    });
    if (moved.count === 0) return false;
    await tx.document.create({
      data: {
        id: documentId,
        debtorId: call.debtorId,
        caseId: call.caseId,
        kind: content.formal ? 'letter' : 'message',
        mediaType: message.html === null ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
        contentHash: createHash('sha256').update(body).digest('hex'),
        content: body,
      },
    });
    await tx.contact.update({ where: { id: content.contactId }, data: { documentId } });
    return true;
  });
}

async function recordSent(
  tx: Tx,
  call: StepCall,
  sent: { contactId: string; channel: string; providerId: string | null; at: EpochMinute; why: string | null },
): Promise<EffectResult> {
  const { contactId, channel, providerId } = sent;
  const at = new Date(instantOf(sent.at));
  await tx.contact.update({ where: { id: contactId }, data: { state: 'sent', sentAt: at, providerId } });
  await writeCaseRow(tx, { ...call, status: 'open' });
  const content = { contactId, step: call.step, occurrence: call.occurrence, channel, providerId, outbox: sent.why };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: call.caseId }, kind: 'contactSent', at, content }]);
  return { kind: 'sent', contactId, channel };
}

/** A covered step's own waking: its day is known now, and its case goes on. */
async function recordCovered(db: Db, call: StepCall): Promise<void> {
  const { invoiceId, step: stepId, occurrence, day } = call;
  await db.contactStep.updateMany({ where: { invoiceId, stepId, occurrence, definitelyFailed: false }, data: { day } });
  await writeCaseRow(db, { ...call, status: 'open' });
}

async function recordFailed(tx: Tx, call: StepCall, contactId: string, problem: string): Promise<EffectResult> {
  const at = new Date(call.asOf);
  await tx.contact.update({ where: { id: contactId }, data: { state: 'failed', failedAt: at, failure: problem } });
  await tx.contactStep.updateMany({ where: { contactId }, data: { definitelyFailed: true } });
  const content = { contactId, step: call.step, occurrence: call.occurrence, problem };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: call.caseId }, kind: 'contactFailed', at, content }]);
  return { kind: 'refused', reason: { code: 'providerRefused', step: call.step, detail: problem } };
}

async function record(
  deps: SendDeps,
  call: StepCall,
  reserved: Reserved,
  outcome: SendOutcome,
  why: string | null,
): Promise<SendAnswer> {
  const { contactId, channel, at } = reserved;
  switch (outcome.kind) {
    case 'accepted':
      return deps.db.$transaction((tx) =>
        recordSent(tx, call, { contactId, channel, providerId: outcome.providerId, at, why }),
      );
    case 'refused':
      return deps.db.$transaction((tx) => recordFailed(tx, call, contactId, outcome.problem));
    case 'notAccepted':
      await deps.db.contact.update({ where: { id: contactId }, data: { state: 'reserved', failure: outcome.problem } });
      return { ...outcome, problem: `Contact ${contactId}: ${outcome.problem}` };
    case 'unknown':
      await deps.db.$transaction((tx) => markUnknown(tx, call, contactId, outcome.problem));
      return { kind: 'unknown', contactId };
    default:
      return assertNever(outcome, 'send outcome');
  }
}

// A step whose own reservation was taken by a faster attempt asks again when that one must have ended.
const OTHER_ATTEMPT_MINUTES = 5;

/**
 * Performs a message step: reserve, send, record, in this order, each committed before the next begins (design 5).
 * Irreversible; at most one accepted send of a step, also when repeated after a crash at any point.
 */
export async function sendStep(deps: SendDeps, call: StepCall): Promise<SendAnswer> {
  const reservation = await reserveContact(deps, call);
  if (reservation.kind === 'answered') {
    if (reservation.result.kind === 'coveredBy') await recordCovered(deps.db, call);
    return reservation.result;
  }
  const content = await readContactContent(deps.db, reservation.contactId, reservation.channel, reservation.at);
  const rendered = await deps.renderer.render(content);
  const { contactId, channel, language, to, sample } = content;
  const message: OutgoingMessage = { contactId, channel, to, language, ...rendered };
  const { sender, why } = deps.senders.choose({ channel, to, sample });
  if (!(await beginSending(deps.db, call, content, message))) {
    return {
      kind: 'deferredUntil',
      until: instantOf(addMinutes(reservation.at, OTHER_ATTEMPT_MINUTES)),
      reason: { code: 'staleStep', step: call.step },
    };
  }
  return record(deps, call, reservation, await sender.send(message), why);
}
