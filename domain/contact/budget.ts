import type { ContactCaps } from '../plan';
import type { Reason } from '../reasons';
import { epochMinute, MINUTES_PER_DAY, type EpochMinute } from '../time';
import type { CarrierLimit, ContactLimits, RollingCaps } from './limits';

/** When one more contact is allowed, and which limit says so; `reason` is null when it is now. */
export interface Budget {
  readonly at: EpochMinute;
  readonly reason: Reason | null;
}

/** A limit within any so many minutes. */
interface RollingLimit {
  readonly minutes: number;
  readonly limit: number;
  readonly reason: Reason;
}

/** The first instant at which one more contact keeps `limit` within any `minutes`; `asOf` itself when it does now. `recent` ascends. */
function freeAfter(recent: readonly EpochMinute[], asOf: EpochMinute, minutes: number, limit: number): number {
  // The last that must leave before one more is allowed. A contact that a case with a later clock made counts as well.
  const leaving = recent[recent.length - limit];
  return leaving === undefined || leaving <= asOf - minutes ? asOf : leaving + minutes;
}

function freeAt(limits: readonly RollingLimit[], recent: readonly EpochMinute[], asOf: EpochMinute): Budget {
  let budget: Budget = { at: asOf, reason: null };
  for (const { minutes, limit, reason } of limits) {
    const free = freeAfter(recent, asOf, minutes, limit);
    if (free > budget.at) budget = { at: epochMinute(free), reason };
  }
  return budget;
}

const rolling = (caps: RollingCaps, prefix = ''): RollingLimit[] => [
  { minutes: MINUTES_PER_DAY, limit: caps.perDay, reason: { code: 'cap', n: caps.perDay, detail: `${prefix}perDay` } },
  {
    minutes: 7 * MINUTES_PER_DAY,
    limit: caps.per7Days,
    reason: { code: 'cap', n: caps.per7Days, detail: `${prefix}per7Days` },
  },
  {
    minutes: 30 * MINUTES_PER_DAY,
    limit: caps.per30Days,
    reason: { code: 'cap', n: caps.per30Days, detail: `${prefix}per30Days` },
  },
];

/** When the debtor's budget over all invoices and channels allows one more automatic contact (U1). `recent` ascends. */
export function debtorBudget(
  caps: ContactCaps,
  recent: readonly EpochMinute[],
  asOf: EpochMinute,
  replaced: EpochMinute | null = null,
): Budget {
  if (recent.length === 0) return { at: asOf, reason: null };
  // The gap after the last contact is a limit of one within so many minutes.
  const gap = { minutes: caps.gapHours * 60, limit: 1, reason: { code: 'minimumGap', n: caps.gapHours } } as const;
  // What says the same again by another way keeps no gap to the first; the other limits count both.
  const first = replaced === null ? -1 : recent.indexOf(replaced);
  const others = first < 0 ? recent : recent.filter((_at, index) => index !== first);
  return latest([freeAt([gap], others, asOf), freeAt(rolling(caps), recent, asOf)], asOf);
}

/** When one address may get one more automatic contact, whoever of its debtors it is for. */
export const addressBudget = (caps: RollingCaps, recent: readonly EpochMinute[], asOf: EpochMinute): Budget =>
  recent.length === 0 ? { at: asOf, reason: null } : freeAt(rolling(caps, 'address '), recent, asOf);

/** When the carrier of a number takes one more message: any, and one with the same text. */
export function carrierBudget(
  carrier: CarrierLimit,
  recent: readonly EpochMinute[],
  identical: readonly EpochMinute[],
  asOf: EpochMinute,
): Budget {
  const perDay = { code: 'cap', n: carrier.perDay, detail: 'carrier perDay' } as const;
  const same = { code: 'identicalText', n: carrier.identicalPerDay } as const;
  const any = freeAt([{ minutes: MINUTES_PER_DAY, limit: carrier.perDay, reason: perDay }], recent, asOf);
  const text = freeAt([{ minutes: MINUTES_PER_DAY, limit: carrier.identicalPerDay, reason: same }], identical, asOf);
  return text.at > any.at ? text : any;
}

/** Calls and visits of the last days, ascending. */
export interface RecentCalls {
  /** Those that reached the debtor or are still to be made. */
  readonly talks: readonly EpochMinute[];
  /** These and those that reached nobody. */
  readonly attempts: readonly EpochMinute[];
}

/** When people may call or visit a debtor once more (U1). */
export function conversationBudget(
  { conversations, attempts, daysAfterTalk }: ContactLimits,
  recent: RecentCalls,
  asOf: EpochMinute,
): Budget {
  const week = 7 * MINUTES_PER_DAY;
  const limitsOf = (caps: { readonly perDay: number; readonly per7Days: number }, name: string): RollingLimit[] => [
    { minutes: MINUTES_PER_DAY, limit: caps.perDay, reason: { code: 'cap', n: caps.perDay, detail: `${name} perDay` } },
    { minutes: week, limit: caps.per7Days, reason: { code: 'cap', n: caps.per7Days, detail: `${name} per7Days` } },
  ];
  const pause: RollingLimit = {
    minutes: daysAfterTalk * MINUTES_PER_DAY,
    limit: 1,
    reason: { code: 'cap', n: daysAfterTalk, detail: 'daysAfterTalk' },
  };
  return latest(
    [
      freeAt([...limitsOf(conversations, 'conversations'), pause], recent.talks, asOf),
      ...(attempts === null ? [] : [freeAt(limitsOf(attempts, 'attempts'), recent.attempts, asOf)]),
    ],
    asOf,
  );
}

/** The one that allows it last. */
export const latest = (budgets: readonly Budget[], asOf: EpochMinute): Budget =>
  budgets.reduce((last, budget) => (budget.at > last.at ? budget : last), { at: asOf, reason: null });
