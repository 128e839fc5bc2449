import type { MessageOf } from '../messages';

/** What may come of a task of a person. */
export const taskOutcomes = ['reached', 'noAnswer', 'promised', 'disputed', 'refused', 'done', 'wrongNumber'] as const;
export type TaskOutcome = (typeof taskOutcomes)[number];

/** What the case is told: a number of somebody else reached nobody of the debtor. */
export const outcomeForCase = (outcome: TaskOutcome): MessageOf<'recordCall'>['outcome'] =>
  outcome === 'wrongNumber' ? 'noAnswer' : outcome;

/** As {@link outcomeForCase}, of what a task has on record. */
export const recordedOutcome = (outcome: string | null): string | null =>
  outcome === 'wrongNumber' ? outcomeForCase(outcome) : outcome;

/** Whether the debtor itself was spoken with. */
export const hasSpoken = (outcome: TaskOutcome): boolean =>
  outcome === 'reached' || outcome === 'promised' || outcome === 'disputed' || outcome === 'refused';

/** Whether a task of this kind is a conversation with the debtor. */
export const isConversation = (kind: string): boolean => kind === 'call' || kind === 'visit';

// What is written within half an hour is written at once; the documents give no number (S195).
const AT_ONCE_MINUTES = 30;

/** The departments that check the amounts with each other before somebody visits a debtor (S231, S257). */
export const reconcilers = ['finance', 'goodsControl'] as const;
export type Reconciler = (typeof reconcilers)[number];

/** What whoever spoke with the debtor reports. */
export interface ConversationReport {
  readonly kind: string;
  readonly outcome: TaskOutcome;
  readonly note: string | null;
  /** Whether it was confirmed who is on the phone before the debt was named (S198). */
  readonly identified: boolean;
  /** Whether it is known which number was called. */
  readonly numberKnown: boolean;
  /** Departments that still have to check the amounts (S231); none once nobody collects any more. */
  readonly unreconciled: readonly Reconciler[];
  /** Milliseconds since 1970; the end of the conversation, and now. */
  readonly endedAtMs: number;
  readonly nowMs: number;
}

export interface ReportFault {
  readonly code: 'noteNeeded' | 'identityNeeded' | 'addressNeeded' | 'notReconciled' | 'endsInTheFuture' | 'noCall';
  readonly expected: string;
}

/**
 * What is missing before a conversation may be put on record: its key points (S195, S210), that the debtor itself was on the
 * phone (S198), which number belongs to somebody else (S228), and that two departments had checked the amounts before a visit
 * (S231). Null: nothing.
 */
export function faultOf(report: ConversationReport): ReportFault | null {
  const { kind, outcome, note, identified, numberKnown, unreconciled } = report;
  if (outcome === 'wrongNumber' && kind !== 'call') return { code: 'noCall', expected: 'wrongNumber for a call only' };
  if (!isConversation(kind)) return null;
  if (note === null || note.trim() === '') return { code: 'noteNeeded', expected: 'a note of the key points' };
  if (report.endedAtMs > report.nowMs) return { code: 'endsInTheFuture', expected: 'an end that has been' };
  if (kind === 'visit' && unreconciled.length > 0)
    return { code: 'notReconciled', expected: `the amounts checked by ${unreconciled.join(' and ')} before` };
  if (kind === 'call' && hasSpoken(outcome) && !identified)
    return { code: 'identityNeeded', expected: 'identified: true, for nobody else may hear of the debt' };
  if (outcome === 'wrongNumber' && !numberKnown)
    return { code: 'addressNeeded', expected: 'the number that was called as address' };
  return null;
}

/** How long after the conversation its note was written, and whether that was at once (S195). */
export function noteDelay(
  endedAtMs: number,
  notedAtMs: number,
): { readonly minutes: number; readonly isLate: boolean } {
  const minutes = Math.max(0, Math.floor((notedAtMs - endedAtMs) / 60_000));
  return { minutes, isLate: minutes > AT_ONCE_MINUTES };
}
