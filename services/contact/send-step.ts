import type { SendOutcome } from '../../clients/send-outcome';
import type { Db } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import type { StepCall } from '../../domain/case-input';
import { assertNever } from '../../domain/errors';
import { addMinutes, instantOf, minuteOf } from '../../domain/time';
import { markUnknown } from './attempts';
import { readAttachments } from './attachments';
import type { OutgoingMessage, SenderChoice } from './channel-sender';
import {
  beginSending,
  recordCovered,
  recordFailed,
  recordInOutbox,
  recordNotAccepted,
  recordSent,
  whatIsKnown,
} from './record-send';
import { reserveContact, type ReservedMessage, type ReserveDeps } from './reserve-contact';
import { untilRecorded } from './until-recorded';

export interface SendDeps extends ReserveDeps {
  readonly senders: SenderChoice;
  /** Told, as the provider is called, how long ago the reservation was committed: news in between comes too late. */
  readonly onSending?: (sending: { readonly contactId: string; readonly sinceCommitMs: number }) => void;
}

/** What came of a step; `notAccepted`: the provider definitely did not take the message, and a retry checks everything again. */
export type SendAnswer = EffectResult | Extract<SendOutcome, { kind: 'notAccepted' }>;

// A step whose own reservation was taken by a faster attempt asks again when that one must have ended.
const OTHER_ATTEMPT_MINUTES = 5;

// Whole minutes: more than one means that a minute or more has passed since everything was checked.
const CHECKED_WITHIN_MINUTES = 1;

/** Why a message may not be sent any more although it is reserved: what was checked may have changed. Null when it may. */
function lateness(deps: SendDeps, call: StepCall, { at }: ReservedMessage): string | null {
  const minutes = deps.now(minuteOf(call.asOf)) - at;
  return minutes > CHECKED_WITHIN_MINUTES
    ? `its reservation is ${minutes} minutes old: window and facts are due again`
    : null;
}

/** The message with its documents, as they were kept with the reservation. */
async function withAttachments(db: Db, message: OutgoingMessage): Promise<OutgoingMessage> {
  return message.attach.length === 0
    ? message
    : { ...message, attachments: await readAttachments(db, message.contactId) };
}

const takenByAnother = (call: StepCall, { at }: ReservedMessage): EffectResult => ({
  kind: 'deferredUntil',
  until: instantOf(addMinutes(at, OTHER_ATTEMPT_MINUTES)),
  reason: { code: 'staleStep', step: call.step },
});

/** Records what the provider said. Safe to repeat: nobody knows whether a record was written whose answer got lost. */
async function recordOutcome(
  { db }: SendDeps,
  call: StepCall,
  { reserved, begunAt }: { readonly reserved: ReservedMessage; readonly begunAt: Date },
  outcome: SendOutcome,
): Promise<SendAnswer | null> {
  const { contactId } = reserved.message;
  switch (outcome.kind) {
    case 'accepted':
      return recordSent(db, call, reserved, outcome.providerId);
    case 'refused':
      return recordFailed(db, call, reserved, outcome.problem);
    case 'notAccepted':
      return recordNotAccepted(db, reserved, begunAt, outcome);
    case 'unknown':
      // What a webhook has said meanwhile is known.
      return (await markUnknown(db, call, contactId, outcome.problem))
        ? { kind: 'unknown', contactId }
        : whatIsKnown(db, reserved);
    default:
      return assertNever(outcome, 'send outcome');
  }
}

/** Sends what is reserved and records what came of it; null when the provider refused for good and the next way is to be tried. */
async function sendReserved(deps: SendDeps, call: StepCall, reserved: ReservedMessage): Promise<SendAnswer | null> {
  const { db } = deps;
  const { message, sample } = reserved;
  const { contactId, channel, to } = message;
  const committed = performance.now();
  const way = deps.senders.choose({ channel, to, sample });
  if (way.sender === null) return (await recordInOutbox(db, call, reserved, way.why)) ?? takenByAnother(call, reserved);
  // Before the mark: from there on whatever fails leaves a message of which nobody knows.
  const complete = await withAttachments(db, message);
  const begunAt = await beginSending(db, reserved);
  if (begunAt === null) return takenByAnother(call, reserved);
  const late = lateness(deps, call, reserved);
  if (late === null) deps.onSending?.({ contactId, sinceCommitMs: performance.now() - committed });
  const outcome: SendOutcome =
    late === null ? await way.sender.send(complete) : { kind: 'notAccepted', problem: late, retryAfterSeconds: null };
  return untilRecorded(() => recordOutcome(deps, call, { reserved, begunAt }, outcome));
}

/**
 * Performs a message step: reserve, send, record, in this order, each committed before the next begins (design 5). A way that
 * the provider refuses for good is followed by the step's next one, decided anew, until none is left (R26). Irreversible; at
 * most one accepted send of a step, also when repeated after a crash at any point.
 */
export async function sendStep(deps: SendDeps, call: StepCall): Promise<SendAnswer> {
  for (;;) {
    const reservation = await reserveContact(deps, call);
    if (reservation.kind === 'answered') {
      const { result } = reservation;
      if (result.kind === 'coveredBy') await recordCovered(deps.db, call, result.contactId);
      return result;
    }
    const answer = await sendReserved(deps, call, reservation);
    if (answer !== null) return answer;
  }
}
