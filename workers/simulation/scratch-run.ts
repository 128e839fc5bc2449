import type { PeopleMode } from '../../services/people-steps';
import { createPinnedPlans } from '../../services/pinned-plans';
import { addScratchCreditor } from './scratch-debtors';
import { ScratchParts, startScratch, type ScratchInstallation } from './scratch-servers';
import type { TemporalEngineParts } from './temporal-engine';

/** What a run on scratch servers needs from its caller. */
export interface ScratchRunOptions {
  /** The setting TEMPORAL_CLI_PATH. */
  readonly cliPath: string | undefined;
  readonly people: PeopleMode;
  readonly onProgress: (text: string) => void;
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

/**
 * Starts scratch servers, does `work` on them and ends them, also after a fault or a signal.
 *
 * @throws SimulationInterrupted after a signal; the error of whatever failed
 */
export async function onScratchServers<T>(
  options: ScratchRunOptions,
  work: (scratch: ScratchInstallation) => Promise<T>,
): Promise<T> {
  const parts = new ScratchParts();
  const interrupted = new Promise<never>((_, reject) => {
    const again = () => {
      parts.kill();
      process.exit(130);
    };
    options.onInterrupt(() => reject(new SimulationInterrupted()), again);
  });
  const done = startScratch(options, parts).then((scratch) => Promise.race([work(scratch), scratch.failed]));
  // After an interruption the rest of the work fails on what is gone; nobody waits for it any more.
  done.catch(() => undefined);
  try {
    return await Promise.race([done, interrupted]);
  } finally {
    await parts.stop();
  }
}

/** The parts of an engine for one book: a creditor of its own in `zone`, all cases under the newest version of `policy`. */
export async function engineParts(
  scratch: ScratchInstallation,
  creditor: { readonly zone: string; readonly currency: string },
  policy: string,
): Promise<TemporalEngineParts> {
  const { db, client, time, policies } = scratch;
  const { versionId } = await policies.planFor(policy);
  const creditorId = await addScratchCreditor(db, creditor.zone, creditor.currency);
  return { db, client, time, creditorId, plans: createPinnedPlans(db, policies), policy: { versionId } };
}
