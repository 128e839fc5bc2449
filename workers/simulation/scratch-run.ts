import { createPinnedPlans } from '../../services/pinned-plans';
import { addScratchCreditor } from './scratch-debtors';
import { ScratchParts, startScratch, type ScratchInstallation, type ScratchOptions } from './scratch-servers';
import type { TemporalEngineParts } from './temporal-engine';

/** What a run on scratch servers needs from its caller. */
export interface ScratchRunOptions extends ScratchOptions {
  /** Tells who answers Ctrl+C: `first` ends the run in order, `again` at once. */
  readonly onInterrupt: (first: () => void, again: () => void) => void;
}

/** The run was ended by a signal; everything that it had started is gone. */
export class SimulationInterrupted extends Error {
  override readonly name = 'SimulationInterrupted';

  constructor() {
    super('The simulation was interrupted; nothing of it is left.');
  }
}

// What runs ends between two steps of a case, which take milliseconds; whatever takes longer hangs and is cut off.
const STOP_WITHIN_MS = 10_000;

/** Rejects some time after the signal: for work that does not end by itself. */
function whenOverdue(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const seconds = STOP_WITHIN_MS / 1000;
    const giveUp = () => reject(new Error(`The simulation did not stop within ${seconds} s and was cut off.`));
    signal.addEventListener('abort', () => setTimeout(giveUp, STOP_WITHIN_MS).unref(), { once: true });
  });
}

/**
 * Starts scratch servers, does `work` on them and ends them, also after a fault or a signal. The work must end soon after its
 * signal: nothing may call the servers while they stop.
 *
 * @throws SimulationInterrupted after a signal; the error of whatever failed
 */
export async function onScratchServers<T>(
  options: ScratchRunOptions,
  work: (scratch: ScratchInstallation, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const parts = new ScratchParts(signal);
  const again = () => {
    parts.kill();
    process.exit(130);
  };
  options.onInterrupt(() => stopping.abort(new SimulationInterrupted()), again);
  const done = startScratch(options, parts).then((scratch) => {
    scratch.failed.catch((error: unknown) => stopping.abort(error));
    return work(scratch, signal);
  });
  try {
    return await Promise.race([done, whenOverdue(signal)]);
  } finally {
    await parts.stop();
  }
}

/** The parts of an engine for one book: a creditor of its own in `zone`, all cases under the newest version of `policy`. */
export async function engineParts(
  scratch: ScratchInstallation,
  signal: AbortSignal,
  creditor: { readonly zone: string; readonly currency: string },
  policy: string,
): Promise<TemporalEngineParts> {
  const { db, client, time, policies } = scratch;
  const { versionId } = await policies.planFor(policy);
  const creditorId = await addScratchCreditor(db, creditor.zone, creditor.currency);
  return { db, client, time, signal, creditorId, plans: createPinnedPlans(db, policies), policy: { versionId } };
}
