import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimOutcome, SimPeople } from '../../domain/simulation/book';
import { debtorTurns } from '../../domain/simulation/debtor-turns';
import type { SimJournal } from '../../domain/simulation/journal';
import { createPlannerEngine } from '../../domain/simulation/planner-engine';
import { bookClockOf, type SimCalendars, type SimPlace } from '../sim-calendar';
import { createCasePlans } from './case-plans';

/** Lives through one debtor after the other; the journal hears what happens. Returns how each invoice ended. */
export type DebtorRunner = (debtor: SimDebtor, place: SimPlace, journal: SimJournal) => ReadonlyMap<string, SimOutcome>;

/** A runner of one plan. Calendars may be shared with other plans of the same creditor's zone. */
export function createDebtorRunner(plan: Plan, people: SimPeople, calendars: SimCalendars): DebtorRunner {
  const planOf = createCasePlans(plan);
  return (debtor, place, journal) => {
    const engine = createPlannerEngine(
      { invoices: debtor.invoices, people, planOf, calendarAt: calendars.of(debtor) },
      journal,
    );
    const turns = debtorTurns(debtor.invoices, bookClockOf(place, calendars.dayStart, planOf));
    let step = turns.next();
    while (step.done !== true) step = turns.next(engine.perform(step.value));
    return step.value;
  };
}
