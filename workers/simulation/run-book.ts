import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimPeople, SimResult } from '../../domain/simulation/book';
import type { SimPlace } from '../../services/sim-calendar';
import { runByPlanner, runByTemporal } from './run-debtor';
import type { TemporalEngineParts } from './temporal-engine';

/** A book by the pure planner, debtor by debtor as they come. */
export function* bookByPlanner(
  plan: Plan,
  people: SimPeople,
  place: SimPlace,
  debtors: Iterable<SimDebtor>,
): Generator<SimResult> {
  for (const debtor of debtors) yield runByPlanner(plan, people, place, debtor);
}

// Measured on two cores: fewer leave the server idle between two steps of a case, more only queue on the same cores.
const DEBTORS_AT_ONCE = 12;

/**
 * A book on the real server: debtors in parallel, the cases of each as one loop.
 *
 * @param onDebtor called with each debtor's result
 * @throws Error of the first debtor that fails; no further one is begun
 */
export async function bookByTemporal(
  parts: TemporalEngineParts,
  plan: Plan,
  place: SimPlace,
  debtors: readonly SimDebtor[],
  onDebtor: (result: SimResult) => void,
): Promise<void> {
  // The longest first: begun last it would run alone at the end.
  const waiting = [...debtors].sort((a, b) => b.invoices.length - a.invoices.length);
  const work = async () => {
    for (let debtor = waiting.shift(); debtor !== undefined; debtor = waiting.shift()) {
      try {
        onDebtor(await runByTemporal(parts, plan, place, debtor));
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: DEBTORS_AT_ONCE }, work));
}
