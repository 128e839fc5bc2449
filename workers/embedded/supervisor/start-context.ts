import type { Progress } from '../../../cli/boot/progress.cjs';
import type { Config } from '../../../config';
import type { RunRecorder } from './run-record';
import type { Supervisor } from './supervisor';

/** What a start works with. */
export interface StartContext {
  config: Config;
  root: string;
  dataFolder: string;
  progress: Progress;
  supervisor: Supervisor;
  recorder: RunRecorder;
}
