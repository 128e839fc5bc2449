import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimOutcome, SimResult } from '../../domain/simulation/book';
import { debtorTurns } from '../../domain/simulation/debtor-turns';
import { addDays, type EpochDay } from '../../domain/time';
import { bookClockOf, dayStartsOf, type SimPlace } from '../../services/sim-calendar';
import { createCasePlans } from '../../services/simulation/case-plans';
import { scratchContacts, scratchTasks } from './scratch-report';
import { createTemporalEngine, type TemporalEngineParts } from './temporal-engine';

/** One debtor's life on the real server, up to a day at a time. */
export interface TemporalLife {
  readonly debtorId: string;
  /** Performs everything that happens before the end of `day`. */
  liveThrough(day: EpochDay): Promise<void>;
  /** How each invoice ended. @throws Error while the simulated time is not over */
  outcomes(): ReadonlyMap<string, SimOutcome>;
}

/** Begins a debtor's life on the real server: the same driver as the planner's, another executor. */
export async function beginByTemporal(
  parts: TemporalEngineParts,
  plan: Plan,
  place: SimPlace,
  debtor: SimDebtor,
): Promise<TemporalLife> {
  const engine = await createTemporalEngine(parts, debtor);
  const clock = bookClockOf(place, dayStartsOf(place.creditorZone), createCasePlans(plan));
  const turns = debtorTurns(debtor.invoices, clock);
  let step = turns.next();
  return {
    debtorId: engine.debtorId,
    async liveThrough(day) {
      const end = clock.dayStart(addDays(day, 1));
      while (step.done !== true && step.value.at < end) step = turns.next(await engine.perform(step.value));
    },
    outcomes() {
      if (step.done === true) return step.value;
      throw new Error(`Debtor ${debtor.number} is not at the end of its simulation`);
    },
  };
}

/** One debtor's whole life on the real server. */
export async function runByTemporal(
  parts: TemporalEngineParts,
  plan: Plan,
  place: SimPlace,
  debtor: SimDebtor,
): Promise<SimResult> {
  const life = await beginByTemporal(parts, plan, place, debtor);
  await life.liveThrough(place.until);
  const [contacts, tasks] = [
    await scratchContacts(parts.db, life.debtorId),
    await scratchTasks(parts.db, life.debtorId),
  ];
  return { outcomes: life.outcomes(), contacts, tasks };
}
