import type { Plan } from '../../domain/plan';
import type { SimDebtor, SimOutcome, SimResult } from '../../domain/simulation/book';
import { addDays, type EpochDay } from '../../domain/time';
import type { SimPlace } from '../../services/sim-calendar';
import { beginByTemporal, runByTemporal } from './run-debtor';
import type { TemporalEngineParts } from './temporal-engine';

// A debtor waits for the server most of the time: a dozen at once keep two cores busy, more would only queue there.
const DEBTORS_AT_ONCE = 12;

/** Does `work` for each item, some at once. After a fault no further one is begun, and those that run are awaited. */
async function eachSome<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    try {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    } finally {
      waiting.length = 0;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: DEBTORS_AT_ONCE }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The same parts with a signal that also stops all debtors when one of them fails. */
function stoppable(parts: TemporalEngineParts) {
  const fault = new AbortController();
  const signal = AbortSignal.any([parts.signal, fault.signal]);
  const orStop = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      fault.abort(error);
      throw fault.signal.reason;
    }
  };
  return { parts: { ...parts, signal }, orStop };
}

/**
 * A book on the real server: debtors in parallel, the cases of each as one loop.
 *
 * @param onDebtor called with each debtor's result
 * @throws Error of the first debtor that fails
 */
export async function bookByTemporal(
  parts: TemporalEngineParts,
  plan: Plan,
  place: SimPlace,
  debtors: readonly SimDebtor[],
  onDebtor: (result: SimResult) => void,
): Promise<void> {
  // The longest first: begun last it would run alone at the end.
  const longestFirst = [...debtors].sort((a, b) => b.invoices.length - a.invoices.length);
  const { parts: some, orStop } = stoppable(parts);
  await eachSome(longestFirst, async (debtor) => onDebtor(await orStop(runByTemporal(some, plan, place, debtor))));
}

/**
 * A book on the real server, one day after the other, so that it can be told as it happens: no debtor begins a day before all
 * have ended the one before.
 *
 * @param onDay called at the end of each day
 * @returns how each invoice ended
 */
export async function bookByDays(
  parts: TemporalEngineParts,
  plan: Plan,
  days: { readonly place: SimPlace; readonly from: EpochDay },
  debtors: readonly SimDebtor[],
  onDay: (day: EpochDay) => Promise<void>,
): Promise<ReadonlyMap<string, SimOutcome>> {
  const { parts: some, orStop } = stoppable(parts);
  const lives = await Promise.all(debtors.map((debtor) => beginByTemporal(some, plan, days.place, debtor)));
  for (let day = days.from; day < days.place.until; day = addDays(day, 1)) {
    await eachSome(lives, (life) => orStop(life.liveThrough(day)));
    await onDay(day);
    some.signal.throwIfAborted();
  }
  return new Map(lives.flatMap((life) => [...life.outcomes()]));
}
