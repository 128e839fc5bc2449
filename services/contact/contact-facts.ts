import type { Tx } from '../../clients/prisma';
import { creditorDayOf, startOfCreditorDay, type Calendar } from '../../domain/calendar';
import { addressKindOf, type Channel } from '../../domain/channels';
import type { ChannelOption, ContactFacts } from '../../domain/contact/decide-contact';
import { siblingsToCover, type SiblingCase } from '../../domain/contact/cover-siblings';
import { claimHeldBy } from '../../domain/claim-held';
import { heldDays } from '../../domain/holds';
import type { PlanStep } from '../../domain/plan';
import { addMinutes, instantOf, minuteOf, MINUTES_PER_DAY, type EpochMinute } from '../../domain/time';
import { openBalanceOf, openBalances } from '../balances';
import { holdsOfCase, openPromiseOf, type CaseWithParties } from '../case-facts';
import { dayOfColumn, instantOfColumn } from '../columns';
import { unfinished } from '../signal-outbox';

interface PointRow {
  readonly id: string;
  readonly personId: string | null;
  readonly kind: string;
  readonly bouncedAt: Date | null;
  readonly optedOut: readonly string[];
  readonly consents: readonly string[];
  readonly person: { readonly role: string } | null;
}

function usability(point: PointRow, channel: Channel): ChannelOption['usable'] {
  if (point.bouncedAt !== null) return 'bounced';
  if (point.optedOut.includes(channel)) return 'optedOut';
  // A synthetic voice call needs recorded express consent (decisions 4.9).
  return channel === 'voice' && !point.consents.includes('voice') ? 'noConsent' : 'yes';
}

/** One option for each channel that the step may use, in its order: the addressee's own address before the debtor's general one, the newest first. */
function optionsFor(step: PlanStep, points: readonly PointRow[]): ChannelOption[] {
  return [step.channel, ...step.fallback].map((channel): ChannelOption => {
    const kind = addressKindOf(channel);
    if (kind === 'none') return { channel, pointId: null, personId: null, usable: 'yes' };
    const rank = (point: PointRow) => (point.person?.role === step.addressee ? 0 : point.person === null ? 1 : 2);
    const fitting = points
      .filter((point) => point.kind === kind)
      .sort((a, b) => rank(a) - rank(b) || (a.id > b.id ? -1 : 1));
    const best = fitting.find((point) => usability(point, channel) === 'yes') ?? fitting[0];
    if (best === undefined) return { channel, pointId: null, personId: null, usable: 'missing' };
    return { channel, pointId: best.id, personId: best.personId, usable: usability(best, channel) };
  });
}

const THIRTY_DAYS_MINUTES = 30 * MINUTES_PER_DAY;

/** Instants of the debtor's automatic contacts, formal notices too, of the last 30 days that went out or may have, ascending (U1, decisions 4.3). */
async function recentContacts(
  tx: Tx,
  debtorId: string,
  asOf: EpochMinute,
  except: string | null,
): Promise<EpochMinute[]> {
  const rows = await tx.contact.findMany({
    where: {
      debtorId,
      automatic: true,
      state: { notIn: ['failed', 'bounced', 'cancelled'] },
      at: { gt: new Date(instantOf(addMinutes(asOf, -THIRTY_DAYS_MINUTES))) },
      ...(except === null ? {} : { id: { not: except } }),
    },
    select: { at: true },
    orderBy: { at: 'asc' },
  });
  return rows.map((row) => minuteOf(instantOfColumn(row.at)));
}

/** What holds the whole claim now, or null. */
async function heldBy(
  tx: Tx,
  found: CaseWithParties,
  openMinor: number,
  calendar: Calendar,
  asOf: EpochMinute,
): Promise<string | null> {
  const [holds, promise] = [await holdsOfCase(tx, found), await openPromiseOf(tx, found.id)];
  return claimHeldBy({ held: heldDays(holds, promise, openMinor), holds, promise }, creditorDayOf(calendar, asOf));
}

/** Whether staff have cancelled the case and it has not folded that yet: an acknowledged cancellation stops a send (decisions 3.1). */
async function isBeingCancelled(tx: Tx, caseId: string): Promise<boolean> {
  return (await tx.signalOutbox.count({ where: { caseId, kind: 'cancelCase', ...unfinished } })) > 0;
}

/**
 * The facts of the gate, read freshly. Call it under the debtor's lock. `except` leaves out the caller's own reservation.
 */
export async function readContactFacts(
  tx: Tx,
  input: {
    readonly found: CaseWithParties;
    readonly step: PlanStep;
    readonly calendar: Calendar;
    readonly asOf: EpochMinute;
    readonly except: string | null;
  },
): Promise<ContactFacts> {
  const { found, step, calendar, asOf, except } = input;
  const balance = await openBalanceOf(tx, found.invoiceId);
  const points = await tx.contactPoint.findMany({
    where: { debtorId: found.debtorId },
    include: { person: { select: { role: true } } },
  });
  const flag = found.debtor.noContactUntil;
  return {
    asOf,
    openBalanceMinor: balance.openMinor,
    caseEnded: found.endedAt !== null || (await isBeingCancelled(tx, found.id)),
    heldBy: await heldBy(tx, found, balance.openMinor, calendar, asOf),
    noContactUntil: flag === null ? null : startOfCreditorDay(calendar, dayOfColumn(flag)),
    replyPausedUntil: null,
    recentAutomatic: await recentContacts(tx, found.debtorId, asOf, except),
    formal: step.formal,
    options: optionsFor(step, points),
  };
}

/** The debtor's other cases that one message covers now (decisions 2.23): still open in the ledger and not held. */
export async function readSiblings(
  tx: Tx,
  found: CaseWithParties,
  calendar: Calendar,
  asOf: EpochMinute,
): Promise<SiblingCase[]> {
  const rows = await tx.collectionCase.findMany({
    where: {
      debtorId: found.debtorId,
      id: { not: found.id },
      status: 'open',
      nextEffect: 'sendReminder',
      nextAt: { not: null },
    },
    include: { invoice: true, debtor: true, creditor: true },
  });
  const announced = rows.map((row) => ({
    caseId: row.id,
    invoiceId: row.invoiceId,
    nextStep: row.nextStep ?? '',
    nextOccurrence: row.nextOccurrence ?? 1,
    nextEffect: row.nextEffect ?? '',
    nextSeverity: row.nextSeverity ?? 0,
    nextAt: minuteOf(instantOfColumn(row.nextAt ?? new Date(0))),
    language: row.language,
  }));
  const due = siblingsToCover(announced, found.language, calendar, asOf);
  const balances = await openBalances(
    tx,
    due.map((sibling) => sibling.invoiceId),
  );
  const covered: SiblingCase[] = [];
  for (const sibling of due) {
    const openMinor = balances.get(sibling.invoiceId)?.openMinor ?? 0;
    const row = rows.find((candidate) => candidate.id === sibling.caseId);
    if (row === undefined || openMinor <= 0) continue;
    if ((await heldBy(tx, row, openMinor, calendar, asOf)) === null) covered.push(sibling);
  }
  return covered;
}
