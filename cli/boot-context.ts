import type { Interrupts } from './boot/interrupts.cjs';
import type { Progress } from './boot/progress.cjs';

/** What the entry file hands over: the checkout, the data folder, and for `up` the list and the signals it has begun with. */
export interface Boot {
  root: string;
  dataFolder: string;
  progress: Progress;
  interrupts: Interrupts;
}

/** A command's exit code. */
export type ExitCode = number;
