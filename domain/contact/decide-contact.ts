import type { Calendar } from '../calendar';
import type { Channel } from '../channels';
import { nextInWindow } from '../contact-window';
import { DomainError } from '../errors';
import type { ContactCaps, Plan } from '../plan';
import type { Reason } from '../reasons';
import { addMinutes, epochMinute, MINUTES_PER_DAY, type EpochMinute } from '../time';

/** One way to reach the addressee, in the order in which the step prefers them. */
export interface ChannelOption {
  readonly channel: Channel;
  /** Id of the address; null where the channel needs none. Never the address itself. */
  readonly pointId: string | null;
  readonly personId: string | null;
  readonly usable: 'yes' | 'missing' | 'bounced' | 'optedOut' | 'noConsent';
}

/** What the gate decides on: read freshly inside the reservation's transaction, free of personal data, kept for the audit. */
export interface ContactFacts {
  readonly asOf: EpochMinute;
  readonly openBalanceMinor: number;
  readonly caseEnded: boolean;
  /** Kind of the hold that covers the whole claim now, or null. */
  readonly heldBy: string | null;
  readonly noContactUntil: EpochMinute | null;
  readonly replyPausedUntil: EpochMinute | null;
  /** Instants of automatic contacts, formal notices too, of this debtor in the last 30 days over all invoices and channels, ascending. */
  readonly recentAutomatic: readonly EpochMinute[];
  readonly formal: boolean;
  readonly options: readonly ChannelOption[];
}

export type ContactDecision =
  | { readonly kind: 'send'; readonly option: ChannelOption }
  | { readonly kind: 'defer'; readonly until: EpochMinute; readonly reason: Reason }
  | { readonly kind: 'refuse'; readonly reason: Reason };

// The news behind it (a payment, a hold) is already committed and on its way to the case, which then decides anew.
const STALE_RETRY_MINUTES = 60;

const stale = (facts: ContactFacts, reason: Reason): ContactDecision => ({
  kind: 'defer',
  until: addMinutes(facts.asOf, STALE_RETRY_MINUTES),
  reason,
});

/** The first instant at which one more contact keeps `limit` within any `minutes`; `asOf` itself when it does now. */
function freeAfter(recent: readonly EpochMinute[], asOf: EpochMinute, minutes: number, limit: number): number {
  // A contact that a case with a later clock made counts as well.
  const within = recent.filter((at) => at > asOf - minutes);
  const leaving = within[within.length - limit];
  return leaving === undefined ? asOf : leaving + minutes;
}

/** When the debtor's budget allows one more automatic contact, and which limit said so (U1). */
function budgetFreeAt(
  caps: ContactCaps,
  recent: readonly EpochMinute[],
  asOf: EpochMinute,
): { at: EpochMinute; reason: Reason } {
  const limits: readonly (readonly [number, number, string])[] = [
    [MINUTES_PER_DAY, caps.perDay, 'perDay'],
    [7 * MINUTES_PER_DAY, caps.per7Days, 'per7Days'],
    [30 * MINUTES_PER_DAY, caps.per30Days, 'per30Days'],
  ];
  const last = recent[recent.length - 1];
  let at: number = last === undefined ? asOf : Math.max(asOf, last + caps.gapHours * 60);
  let reason: Reason = { code: 'minimumGap', n: caps.gapHours };
  for (const [minutes, limit, detail] of limits) {
    const free = freeAfter(recent, asOf, minutes, limit);
    if (free > at) {
      at = free;
      reason = { code: 'cap', n: limit, detail };
    }
  }
  return { at: epochMinute(at), reason };
}

function windowFrom(plan: Plan, calendar: Calendar, channel: Channel, from: EpochMinute): EpochMinute {
  const open = nextInWindow(calendar, plan.windows[channel], from);
  if (typeof open === 'number') return open;
  throw new DomainError(
    'calendarTooShort',
    `The calendar slice ends before the next window of ${channel} after minute ${from}`,
  );
}

/**
 * Whether a message may go out now, through what and to which address: the one gate of every channel (decisions 4.1). Pure.
 * News that the case has not folded yet (a payment, a hold) defers; a missing address refuses; windows, gap and caps defer to
 * the instant at which all of them allow it.
 *
 * @throws DomainError when the calendar slice does not reach the next window.
 */
export function decideContact(facts: ContactFacts, plan: Plan, calendar: Calendar): ContactDecision {
  if (facts.caseEnded) return stale(facts, { code: 'ended' });
  if (facts.openBalanceMinor <= 0) return stale(facts, { code: 'paid' });
  if (facts.heldBy !== null) return stale(facts, { code: 'hold', detail: facts.heldBy });
  if (facts.noContactUntil !== null && facts.noContactUntil > facts.asOf && !facts.formal) {
    return { kind: 'refuse', reason: { code: 'noContactFlag', until: facts.noContactUntil } };
  }
  const option = facts.options.find((candidate) => candidate.usable === 'yes');
  if (option === undefined) {
    return {
      kind: 'refuse',
      reason: { code: 'noAddress', detail: facts.options.map((o) => `${o.channel}:${o.usable}`).join(' ') },
    };
  }
  const open = windowFrom(plan, calendar, option.channel, facts.asOf);
  const paused =
    facts.replyPausedUntil !== null && facts.replyPausedUntil > facts.asOf && !facts.formal
      ? facts.replyPausedUntil
      : null;
  if (paused !== null) {
    return {
      kind: 'defer',
      until: windowFrom(plan, calendar, option.channel, paused),
      reason: { code: 'replyPending' },
    };
  }
  // Formal notices are counted, not blocked (U1): what follows them waits, they themselves do not.
  const budget = facts.formal
    ? { at: facts.asOf, reason: null }
    : budgetFreeAt(plan.caps, facts.recentAutomatic, facts.asOf);
  if (budget.at > facts.asOf && budget.reason !== null) {
    return { kind: 'defer', until: windowFrom(plan, calendar, option.channel, budget.at), reason: budget.reason };
  }
  return open > facts.asOf ? { kind: 'defer', until: open, reason: { code: 'window' } } : { kind: 'send', option };
}
