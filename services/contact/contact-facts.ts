import { parseClockRanges } from '../../domain/clock-ranges';
import { creditorDayOf, startOfCreditorDay, type Calendar } from '../../domain/calendar';
import { addressKindOf, type Channel } from '../../domain/channels';
import type { CaseHold } from '../../domain/case-state';
import { claimHeldBy } from '../../domain/claim-held';
import { isAvailable } from '../../domain/contact/capabilities';
import { mayBeCovered, siblingsToCover, speaksOn, withinOneText } from '../../domain/contact/cover-siblings';
import type { ChannelOption, ContactFacts } from '../../domain/contact/decide-contact';
import { standardLimits } from '../../domain/contact/limits';
import { byFitness } from '../../domain/contact/matrix';
import { payDayFacts } from '../../domain/contact/pay-day';
import { claimedMinor, heldDays } from '../../domain/holds';
import { missingFacts } from '../../domain/interest/gate';
import type { Plan, PlanStep } from '../../domain/plan';
import { addMinutes, epochMinute, minuteOf, MINUTES_PER_DAY, type EpochDay, type EpochMinute } from '../../domain/time';
import { caseHoldOf } from '../case-facts';
import { dayOfColumn, instantOfColumn } from '../columns';
import { contractFacts } from '../render/interest-facts';
import type { GateCase, GateRows } from './gate-shape';

type PointRow = GateRows['points'][number];

const minuteOfColumn = (column: Date): EpochMinute => minuteOf(instantOfColumn(column));

function usability(
  { step, calendar, asOf }: GateContext,
  point: PointRow,
  channel: Channel,
  failed: ReadonlySet<string>,
): ChannelOption['usable'] {
  if (point.bouncedAt !== null) return 'bounced';
  if (!isAvailable(channel, point.address)) return 'notAvailable';
  if (point.optedOut.includes(channel)) return 'optedOut';
  // A synthetic voice call needs recorded express consent (decisions 4.9).
  if (channel === 'voice' && !point.consents.includes('voice')) return 'noConsent';
  if (failed.has(`${channel} ${point.id}`)) return 'failed';
  // Formal notices pass a flag that concerns the person, not the money.
  const { noContactUntil } = point;
  return noContactUntil !== null && !step.formal && flagEnd(calendar, noContactUntil) > asOf ? 'noContact' : 'yes';
}

/** Contacts to one address, and the carrier whose limits bind it. */
function addressFacts(rows: GateRows, plan: Plan, channel: Channel, address: string, except: string | null) {
  const { carriers } = plan.limits ?? standardLimits;
  const carrier = carriers.find((limit) => limit.channels.includes(channel) && address.startsWith(limit.prefix));
  const recent = rows.recent.filter((row) => row.address === address && row.id !== except);
  return { recent: recent.map((row) => minuteOfColumn(row.at)), carrier: carrier?.prefix ?? null };
}

/** One option for each channel that the step may use, in its order: the addressee's own address before the debtor's general one, the newest first. */
function optionsFor(context: GateContext, except: string | null): ChannelOption[] {
  const { step, plan, rows, calendar } = context;
  const definite = rows.attempts.filter(({ state }) => state === 'failed' || state === 'bounced');
  const failed = new Set(definite.map(({ channel, pointId }) => `${channel} ${pointId ?? ''}`));
  return [step.channel, ...step.fallback].map((channel): ChannelOption => {
    const kind = addressKindOf(channel);
    const none = { channel, pointId: null, personId: null };
    if (kind === 'none') return { ...none, usable: failed.has(`${channel} `) ? 'failed' : 'yes' };
    const fitting = byFitness(rows.points, kind, step.addressee);
    const best = fitting.find((point) => usability(context, point, channel, failed) === 'yes') ?? fitting[0];
    if (best === undefined) return { ...none, usable: 'missing' };
    const address = addressFacts(rows, plan, channel, best.address, except);
    const usable = usability(context, best, channel, failed);
    const flagged =
      usable === 'noContact' && best.noContactUntil !== null ? { freeAt: flagEnd(calendar, best.noContactUntil) } : {};
    return { channel, pointId: best.id, personId: best.personId, usable, ...flagged, ...address };
  });
}

/** Every hold that touches the claim of a case. */
const holdsOf = (rows: GateRows, row: GateCase): CaseHold[] =>
  rows.holds
    .filter((hold) => hold.invoiceId === null || hold.invoiceId === row.invoiceId)
    .map((hold) => caseHoldOf({ ...hold, partMinor: hold.partMinor === null ? null : BigInt(hold.partMinor) }));

/** What a message may claim of a case on `day`, without the parts that are held (decisions 2.1), and how much of those is disputed. */
export function claimOn(
  rows: GateRows,
  row: GateCase,
  day: EpochDay,
): { readonly claimedMinor: number; readonly disputedMinor: number } {
  const holds = holdsOf(rows, row);
  const disputes = holds.filter(({ kind }) => kind === 'dispute');
  const disputedMinor = row.openMinor - claimedMinor(row.openMinor, disputes, day);
  return { claimedMinor: claimedMinor(row.openMinor, holds, day), disputedMinor };
}

/** What holds the whole claim of a case now, or null. */
function heldBy(rows: GateRows, row: GateCase, calendar: Calendar, asOf: EpochMinute): string | null {
  const holds = holdsOf(rows, row);
  const promise =
    row.promise === null
      ? null
      : {
          ...row.promise,
          madeOn: dayOfColumn(row.promise.madeOn),
          promisedFor: dayOfColumn(row.promise.promisedFor),
          holdUntil: dayOfColumn(row.promise.holdUntil),
        };
  return claimHeldBy(
    { held: heldDays(holds, promise, [[0, row.openMinor]]), holds, promise },
    creditorDayOf(calendar, asOf),
  );
}

/** The instant at which a flag that ends on a date has ended; the date's start in UTC where the calendar does not reach. */
function flagEnd(calendar: Calendar, column: Date): EpochMinute {
  const day = dayOfColumn(column);
  const { from, through } = calendar.slice;
  return day < from || day > through ? epochMinute(day * MINUTES_PER_DAY) : startOfCreditorDay(calendar, day);
}

/** Whose step, of which plan, on which calendar, at which instant. */
export interface GateContext {
  readonly rows: GateRows;
  readonly own: GateCase;
  readonly plan: Plan;
  readonly step: PlanStep;
  readonly calendar: Calendar;
  readonly asOf: EpochMinute;
}

/** The e-mail that the step follows because nobody has opened it; without one there is nothing to follow (S192). */
function unreadFacts({ rows, step, asOf }: GateContext): Pick<ContactFacts, 'unread'> {
  const { unreadOf, occurrence } = step;
  if (unreadOf === undefined) return {};
  const mail = rows.receipts.find((row) => row.step === unreadOf.step && row.occurrence === occurrence);
  if (mail === undefined) return { unread: { sentAt: asOf, until: asOf, isRead: true } };
  const sentAt = minuteOfColumn(mail.at);
  return { unread: { sentAt, until: addMinutes(sentAt, unreadOf.hours * 60), isRead: mail.readAt !== null } };
}

/** What a text in the tone of the law would rest on, as far as it is not known. */
const legalFacts = ({ rows, own, step }: GateContext): Pick<ContactFacts, 'missingFacts'> => {
  if (step.tone !== 'legal') return {};
  const parties = { creditorId: rows.creditor.id, debtorKind: rows.debtor.kind };
  return { missingFacts: missingFacts(contractFacts(own.contract, parties)) };
};

/** When the debtor has money, where the step waits for it. */
function moneyFacts({ rows, own, plan, step }: GateContext): Pick<ContactFacts, 'payDays'> {
  const { paymentRunDays: monthDays, cashDates } = rows.debtor;
  const known = monthDays.length + cashDates.length > 0 ? { monthDays, dates: cashDates.map(dayOfColumn) } : null;
  return payDayFacts(plan, step, dayOfColumn(own.dueDate), known);
}

/** The facts of the gate. Pure. `except` leaves out the caller's own reservation. */
export function contactFacts(context: GateContext, except: string | null): ContactFacts {
  const { rows, own, step, calendar, asOf } = context;
  const { noContactUntil, replyPausedUntil, creditMinor, isRelationshipSized, contactHours } = rows.debtor;
  return {
    asOf,
    openBalanceMinor: own.openMinor,
    caseEnded: own.endedAt !== null || rows.isBeingCancelled,
    stepSkipped: rows.isBeingSkipped,
    heldBy: heldBy(rows, own, calendar, asOf),
    creditOnAccountMinor: creditMinor,
    relationshipSized: isRelationshipSized,
    window: step.window ?? null,
    contactHours: contactHours === null ? null : parseClockRanges(contactHours),
    noContactUntil: noContactUntil === null ? null : flagEnd(calendar, noContactUntil),
    replyPausedUntil: replyPausedUntil === null ? null : minuteOfColumn(replyPausedUntil),
    recentAutomatic: rows.recent.filter((row) => row.isOurs && row.id !== except).map((row) => minuteOfColumn(row.at)),
    formal: step.formal,
    ...moneyFacts(context),
    ...unreadFacts(context),
    ...legalFacts(context),
    options: optionsFor(context, except),
  };
}

/** The facts with what is known once the message is written: which contacts of the last day had the very text. Pure. */
export function withText(facts: ContactFacts, chosen: ChannelOption, rows: GateRows, textHash: string): ContactFacts {
  const address = rows.points.find((point) => point.id === chosen.pointId)?.address;
  const dayAgo = addMinutes(facts.asOf, -MINUTES_PER_DAY);
  const identical = rows.recent
    .filter((row) => row.textHash === textHash && row.address !== null && row.address === address)
    .map((row) => minuteOfColumn(row.at))
    .filter((at) => at > dayAgo);
  const options = facts.options.map((option) => (option === chosen ? { ...option, identical } : option));
  return { ...facts, options };
}

/** Whether a person looks at this message before it goes out: its step, its policy or its debtor says so. */
export const isReviewed = ({ step, rows }: Pick<GateContext, 'step' | 'rows'>): boolean =>
  step.review === true || rows.debtor.reviewMessages;

/** Another case of the debtor as a message may cover it: it announces a step, owes and is not held. Empty where it may not. Pure. */
export function coverable(context: GateContext, row: GateCase, channel: Channel): CoveredCase[] {
  const { rows, own, plan, calendar, asOf } = context;
  const { id: caseId, nextStep, nextOccurrence, nextEffect, nextSeverity, nextAt } = row;
  if (caseId === own.id || nextStep === null || nextAt === null || row.isTaken) return [];
  if (row.openMinor <= 0 || heldBy(rows, row, calendar, asOf) !== null) return [];
  const next = { nextStep, nextOccurrence: nextOccurrence ?? 1, nextEffect: nextEffect ?? '' };
  const when = { nextSeverity: nextSeverity ?? 0, nextAt: minuteOfColumn(nextAt) };
  const { invoiceId, language, policyVersionId, attempts } = row;
  const step = policyVersionId === own.policyVersionId ? plan.steps.find(({ id }) => id === nextStep) : undefined;
  const canLead = step !== undefined && speaksOn(step, channel);
  return [{ caseId, invoiceId, language, policyVersionId, attempts, canLead, ...next, ...when }];
}

/** The debtor's other cases that one message covers now (decisions 2.23): still open in the ledger, not held, nobody's yes awaited. */
export function siblingsOf(
  context: GateContext,
  channel: Channel,
  planOf: (policyVersionId: string) => Plan | undefined,
): CoveredCase[] {
  const { rows, own, step, calendar, asOf } = context;
  const reviewed = isReviewed(context);
  const announced = rows.cases.flatMap((row): CoveredCase[] => {
    const planned = planOf(row.policyVersionId)?.steps.find((candidate) => candidate.id === row.nextStep);
    if (planned === undefined || !mayBeCovered(planned) || row.isProposed) return [];
    // A message that nobody reads before may not take along a step whose message somebody wants to read.
    return planned.review === true && !reviewed ? [] : coverable(context, row, channel);
  });
  const due = siblingsToCover(announced, own.language, calendar, asOf);
  return withinOneText(step.severity, due);
}

/** A sibling that a message covers. */
export interface CoveredCase {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly policyVersionId: string;
  readonly language: string;
  readonly nextStep: string;
  readonly nextOccurrence: number;
  readonly nextEffect: string;
  readonly nextSeverity: number;
  readonly nextAt: EpochMinute;
  /** How many attempts its step has had. */
  readonly attempts: number;
  /** Whether its step has words of the same policy for the channel of the message. */
  readonly canLead: boolean;
}

/** Of the invoices that an earlier reservation covers, those whose claims may still be in the message. Pure. */
export const stillCovered = ({ rows, calendar, asOf }: GateContext, invoiceIds: readonly string[]): string[] =>
  rows.cases
    .filter((row) => invoiceIds.includes(row.invoiceId))
    .filter((row) => row.openMinor > 0 && heldBy(rows, row, calendar, asOf) === null)
    .map((row) => row.invoiceId);
