import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimPeople } from '../../domain/simulation/book';
import { createEffortTally, type BookEffort } from '../../domain/simulation/effort';
import { addDays, type EpochDay } from '../../domain/time';
import { createSimCalendars, type HolidaysOf, lastDueDayOf } from '../sim-calendar';
import type { BookSource } from '../simulation/book-source';
import { createDebtorRunner } from '../simulation/debtor-runner';
import { segmentKeyOf } from './segments';

/** Until when a debtor's life is looked at: the same day for all, or so many days after the last of its due dates. */
export type Horizon = { readonly until: EpochDay } | { readonly daysAfterLastDue: number };

/** A question to the planner as plain data: what would these policies have done with this book? */
export interface WhatIf {
  readonly plans: readonly Plan[];
  readonly people: SimPeople;
  readonly creditorZone: string;
  readonly horizon: Horizon;
  readonly book: BookSource;
}

/** A share of the book's debtors: those whose position leaves the remainder `index` when divided by `of`. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** What the policies did, in the order of the plans, and how much of the book it was. */
export interface ShareResult {
  readonly efforts: readonly BookEffort[];
  readonly debtors: number;
  readonly invoices: number;
}

// Some twenty times a second at the speed of the planner: enough for a bar, nothing to the work.
const TOLD_EVERY_INVOICES = 1_000;

const untilOf = (horizon: Horizon, debtor: SimDebtor): EpochDay =>
  'until' in horizon ? horizon.until : addDays(lastDueDayOf(debtor), horizon.daysAfterLastDue);

/**
 * Lives through a share of the book once for each plan. One debtor at a time is in memory, and sums.
 *
 * @param onProgress called now and then with the number of invoices done so far; waited for
 */
export async function liveShare(
  { plans, people, creditorZone, horizon }: WhatIf,
  debtors: Iterable<SimDebtor>,
  share: Share,
  holidaysOf: HolidaysOf,
  onProgress: (invoices: number) => Promise<void>,
): Promise<ShareResult> {
  const calendars = createSimCalendars(creditorZone, holidaysOf);
  const policies = plans.map((plan) => ({
    run: createDebtorRunner(plan, people, calendars),
    tally: createEffortTally(segmentKeyOf),
  }));
  let position = -1;
  let [lived, invoices, told] = [0, 0, 0];
  for (const debtor of debtors) {
    position += 1;
    if (position % share.of !== share.index) continue;
    const place = { creditorZone, until: untilOf(horizon, debtor) };
    for (const { run, tally } of policies) run(debtor, place, tally.journalOf(debtor));
    lived += 1;
    invoices += debtor.invoices.length;
    if (invoices - told < TOLD_EVERY_INVOICES) continue;
    told = invoices;
    await onProgress(invoices);
  }
  return { efforts: policies.map(({ tally }) => tally.effort), debtors: lived, invoices };
}
