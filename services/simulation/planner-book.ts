import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimPeople, SimResult } from '../../domain/simulation/book';
import { createRowJournal } from '../../domain/simulation/journal';
import { publicHolidays } from '../calendar/public-holidays';
import { createSimCalendars, type SimPlace } from '../sim-calendar';
import { createDebtorRunner } from './debtor-runner';

/** A book by the pure planner with all its rows, debtor by debtor as they come. */
export function* bookByPlanner(
  plan: Plan,
  people: SimPeople,
  place: SimPlace,
  debtors: Iterable<SimDebtor>,
): Generator<SimResult> {
  const run = createDebtorRunner(plan, people, createSimCalendars(place.creditorZone, publicHolidays));
  for (const debtor of debtors) {
    const journal = createRowJournal();
    const outcomes = run(debtor, place, journal);
    yield { outcomes, contacts: journal.contacts, tasks: journal.tasks };
  }
}
