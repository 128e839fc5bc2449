import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimPeople, SimResult, Wakeup } from '../../domain/simulation/book';
import { debtorTurns, type Turn } from '../../domain/simulation/debtor-turns';
import { createPlannerEngine } from '../../domain/simulation/planner-engine';
import { bookClockOf, slicesOf, type SimPlace } from '../../services/sim-calendar';
import { scratchContacts, scratchTasks } from './scratch-report';
import { createTemporalEngine, type TemporalEngineParts } from './temporal-engine';

/** One debtor's life by the pure planner. */
export function runByPlanner(plan: Plan, people: SimPeople, place: SimPlace, debtor: SimDebtor): SimResult {
  const engine = createPlannerEngine(plan, people, debtor.number, slicesOf(place, debtor));
  const turns = debtorTurns(debtor.invoices, bookClockOf(place, plan, debtor));
  let step = turns.next();
  while (step.done !== true) step = turns.next(engine.perform(step.value));
  return { outcomes: step.value, contacts: engine.contacts, tasks: engine.tasks };
}

/** One debtor's life on the real server: the same driver, another executor. */
export async function runByTemporal(
  parts: TemporalEngineParts,
  plan: Plan,
  place: SimPlace,
  debtor: SimDebtor,
): Promise<SimResult> {
  const engine = await createTemporalEngine(parts, debtor);
  const turns = debtorTurns(debtor.invoices, bookClockOf(place, plan, debtor));
  const perform = (turn: Turn): Promise<Wakeup> => engine.perform(turn);
  let step = turns.next();
  while (step.done !== true) step = turns.next(await perform(step.value));
  const [contacts, tasks] = [
    await scratchContacts(parts.db, engine.debtorId),
    await scratchTasks(parts.db, engine.debtorId),
  ];
  return { outcomes: step.value, contacts, tasks };
}
