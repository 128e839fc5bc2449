import type { Calendar } from '../calendar';
import type { Channel } from '../channels';
import { nextInWindow, windowOf, type ContactHours } from '../contact-window';
import { DomainError } from '../errors';
import type { MissingFact } from '../interest/gate';
import type { Plan } from '../plan';
import type { Reason } from '../reasons';
import { addMinutes, epochMinute, MINUTES_PER_DAY, type EpochMinute } from '../time';
import { addressBudget, carrierBudget, debtorBudget, latest, type Budget } from './budget';
import { addressCaps, standardLimits } from './limits';
import { payDayAfter, type PayDayWait } from './pay-day';

/** One way to reach the addressee, in the order in which the step prefers them. */
export interface ChannelOption {
  readonly channel: Channel;
  /** Id of the address; null where the channel needs none. Never the address itself. */
  readonly pointId: string | null;
  readonly personId: string | null;
  /** `notAvailable`: the channel does not reach numbers of that country. `failed`: an earlier attempt of this very step failed for good on this way (R26). */
  readonly usable: 'yes' | 'missing' | 'bounced' | 'optedOut' | 'noConsent' | 'notAvailable' | 'failed' | 'noContact';
  /** When a flag ends that keeps us from the person behind the address; with `noContact` only. */
  readonly freeAt?: EpochMinute;
  /** Instants of automatic contacts to this address in the last 30 days, of all debtors that share it, ascending. */
  readonly recent?: readonly EpochMinute[];
  /** The prefix of the carrier's limits that bind this number; null when none do. */
  readonly carrier?: string | null;
  /** Of `recent`, those of the last 24 hours with the very text that is to go out now. */
  readonly identical?: readonly EpochMinute[];
}

/** What the gate decides on: read freshly inside the reservation's transaction, free of personal data, kept for the audit. */
export interface ContactFacts {
  readonly asOf: EpochMinute;
  readonly openBalanceMinor: number;
  readonly caseEnded: boolean;
  /** Whether a person has skipped this very step, and the case has not folded it yet. */
  readonly stepSkipped?: boolean;
  /** Kind of the hold that covers the whole claim now, or null. */
  readonly heldBy: string | null;
  /** Money of the debtor in the claim's currency, received and not allocated: it probably pays this claim (R10, decisions 5.6). */
  readonly creditOnAccountMinor?: number;
  /** Whether the debtor's balance is so large a share of the book that it belongs to a named person (K7). */
  readonly relationshipSized?: boolean;
  /** For texts in the tone of the law: mandatory facts of the contract that nobody recorded (decisions 7). */
  readonly missingFacts?: readonly MissingFact[];
  /** The step's own window; null where the channel's holds (X9). */
  readonly window: string | null;
  /** The debtor's own routine (S180). */
  readonly contactHours: ContactHours | null;
  readonly noContactUntil: EpochMinute | null;
  readonly replyPausedUntil: EpochMinute | null;
  /** Instants of automatic contacts, formal notices too, of this debtor in the last 30 days over all invoices and channels, ascending. */
  readonly recentAutomatic: readonly EpochMinute[];
  readonly formal: boolean;
  /** When the debtor has money, for a message that waits for it (S178, S189). Left out where none does. */
  readonly payDays?: PayDayWait;
  /** For what follows an e-mail that nobody has opened: when that went out, and until when it may be opened. Left out elsewhere. */
  readonly unread?: { readonly sentAt: EpochMinute; readonly until: EpochMinute; readonly isRead: boolean };
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

/**
 * The first instant inside the window of step or channel, and within the debtor's routine, at which the budget allows a contact. A budget that frees itself behind the
 * calendar slice counts without a window: asked then, the gate has another slice.
 */
function openAt(
  plan: Plan,
  calendar: Calendar,
  { window, contactHours }: ContactFacts,
  channel: Channel,
  { at, reason }: Budget,
): EpochMinute {
  const own = window === null ? undefined : plan.windows[window];
  const open = nextInWindow(calendar, windowOf(own ?? plan.windows[channel], contactHours), at);
  if (typeof open === 'number') return open;
  if (reason !== null) return at;
  throw new DomainError(
    'calendarTooShort',
    `The calendar slice ends before the next window of ${channel} after minute ${at}`,
  );
}

/** What stands against any message of this claim, whatever the channel. */
function claimBars(facts: ContactFacts): ContactDecision | null {
  if (facts.caseEnded) return stale(facts, { code: 'ended' });
  if (facts.stepSkipped === true) return stale(facts, { code: 'staleStep' });
  if (facts.openBalanceMinor <= 0) return stale(facts, { code: 'paid' });
  if (facts.heldBy !== null) return stale(facts, { code: 'hold', detail: facts.heldBy });
  if (facts.unread?.isRead === true) return { kind: 'refuse', reason: { code: 'nothingUnread' } };
  if (facts.missingFacts !== undefined && facts.missingFacts.length > 0)
    return { kind: 'refuse', reason: { code: 'contractUnknown', detail: facts.missingFacts.join(' ') } };
  return facts.relationshipSized === true ? { kind: 'refuse', reason: { code: 'relationshipSized' } } : null;
}

/** Flags and pauses with an end. Formal notices pass those that concern the person, not the money. */
function pausesOf(facts: ContactFacts): Budget[] {
  const { asOf, formal, noContactUntil, replyPausedUntil, creditOnAccountMinor = 0 } = facts;
  const pauses: Budget[] = [];
  // Nobody sends word when it is allocated to another claim: asked again the next day.
  if (creditOnAccountMinor > 0)
    pauses.push({ at: addMinutes(asOf, MINUTES_PER_DAY), reason: { code: 'hold', detail: 'unmatchedReceipt' } });
  if (facts.unread !== undefined) pauses.push({ at: facts.unread.until, reason: { code: 'awaitingRead' } });
  if (noContactUntil !== null && !formal) pauses.push({ at: noContactUntil, reason: { code: 'noContactFlag' } });
  if (replyPausedUntil !== null && !formal) pauses.push({ at: replyPausedUntil, reason: { code: 'replyPending' } });
  return pauses;
}

/** The limits of debtor, address and carrier. Formal notices are counted, not blocked (U1), except by the carrier. */
function budgetsOf(facts: ContactFacts, option: ChannelOption, plan: Plan): Budget[] {
  const { asOf, formal, recentAutomatic } = facts;
  const { recent = [], carrier = null, identical = [] } = option;
  const limits = plan.limits ?? standardLimits;
  const carriers = limits.carriers
    .filter((limit) => limit.prefix === carrier && limit.channels.includes(option.channel))
    .map((limit) => carrierBudget(limit, recent, identical, asOf));
  const ours = [
    debtorBudget(plan.caps, recentAutomatic, asOf, facts.unread?.sentAt ?? null),
    addressBudget(addressCaps(plan), recent, asOf),
  ];
  return formal ? carriers : [...ours, ...carriers];
}

/** From when on a contact is possible again: the instant, and the first open one after another. */
interface Reopening {
  readonly until: EpochMinute;
  readonly openFrom: (at: EpochMinute) => EpochMinute;
}

/** When a message that was put off speaks: as the planner would place it, before the debtor's next payment day (S178, S189). */
function putOff(facts: ContactFacts, plan: Plan, calendar: Calendar, { until, openFrom }: Reopening): EpochMinute {
  const later = facts.payDays === undefined ? null : payDayAfter(calendar, plan, facts.payDays, until);
  return later === null ? until : openFrom(later);
}

/**
 * Whether a message may go out now, through what and to which address: the one gate of every channel (decisions 4.1). Pure.
 * News that the case has not folded yet (a payment, a hold) defers; a missing address and a debtor who belongs to a person
 * refuse; flags, pauses, windows, gap and caps defer to the instant at which all of them allow it, and a message that waits for
 * the debtor's payment days to the one before the next of these: the planner does not place a step anew that was put off.
 *
 * @throws DomainError when the calendar slice does not reach the next window.
 */
export function decideContact(facts: ContactFacts, plan: Plan, calendar: Calendar): ContactDecision {
  const barred = claimBars(facts);
  if (barred !== null) return barred;
  const option = facts.options.find((candidate) => candidate.usable === 'yes');
  if (option === undefined) {
    const flagged = facts.options.flatMap(({ freeAt }) => (freeAt === undefined ? [] : [freeAt]));
    // Nobody is left but people whom we leave alone for a time: no work for anybody, it waits.
    if (flagged.length > 0) {
      const until = epochMinute(Math.max(facts.asOf + 1, Math.min(...flagged)));
      const reopening = { until, openFrom: (at: EpochMinute) => at };
      return { kind: 'defer', until: putOff(facts, plan, calendar, reopening), reason: { code: 'noContactFlag' } };
    }
    const detail = facts.options.map((o) => `${o.channel}:${o.usable}`).join(' ');
    return { kind: 'refuse', reason: { code: 'noAddress', detail } };
  }
  const pause = latest(pausesOf(facts), facts.asOf);
  const budget = latest([pause, ...budgetsOf(facts, option, plan)], facts.asOf);
  const openFrom = (at: EpochMinute) => openAt(plan, calendar, facts, option.channel, { at, reason: budget.reason });
  const until = openFrom(budget.at);
  if (budget.reason === null && until <= facts.asOf) return { kind: 'send', option };
  const spoken = putOff(facts, plan, calendar, { until, openFrom });
  // A pause keeps its name: news may end it before its time.
  const isMoved = spoken !== until && budget !== pause;
  return { kind: 'defer', until: spoken, reason: isMoved ? { code: 'payDay' } : (budget.reason ?? { code: 'window' }) };
}
