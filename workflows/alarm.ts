import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';
import type { EpochMinute } from '../domain/time';
import type { CaseClock } from './clock';

/**
 * The one timer of a case. It is kept while its target stays, so that a message costs no timer events; a `condition` with a
 * time-out would cancel and start one on every message.
 */
export interface Alarm {
  /** Waits until `until` (null: for ever) or until `isWoken` says so. */
  wait(until: EpochMinute | null, summary: string, isWoken: () => boolean): Promise<void>;
  /** The instant that it is or was last set to. */
  target(): EpochMinute | null;
  cancel(): void;
}

/** An alarm on the clock of a case. */
export function createAlarm(clock: CaseClock): Alarm {
  let target: EpochMinute | null = null;
  let isArmed = false;
  let scope: CancellationScope | null = null;

  const cancel = () => {
    if (isArmed) scope?.cancel();
    isArmed = false;
  };
  const arm = (until: EpochMinute, summary: string) => {
    cancel();
    target = until;
    isArmed = true;
    const armed = new CancellationScope();
    scope = armed;
    armed
      .run(() => sleep(clock.millisecondsTo(until), { summary }))
      .then(() => {
        if (scope === armed) isArmed = false;
      })
      .catch((error: unknown) => {
        // Cancelled because the target moved or the case ended; anything else is a bug and fails the workflow task.
        if (!isCancellation(error)) throw error;
      });
  };

  return {
    async wait(until, summary, isWoken) {
      if (until === null) cancel();
      else if (!isArmed || target !== until) arm(until, summary);
      await condition(() => isWoken() || (until !== null && !isArmed));
    },
    target: () => target,
    cancel,
  };
}
