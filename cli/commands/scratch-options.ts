import { loadConfig } from '../../config';
import type { SimPeople } from '../../domain/simulation/book';
import { builtBundle, quietProcess } from '../../workers/simulation/scratch-process';
import type { ScratchRunOptions } from '../../workers/simulation/scratch-run';
import type { Boot } from '../boot-context';
import type { Output } from '../output';

/** What a shell reports for a program that Ctrl+C has ended. */
export const INTERRUPTED = 130;

/** How a command runs servers of its own in this process; Ctrl+C then ends them. */
export function scratchOptions(boot: Boot, people: SimPeople, out: Output): ScratchRunOptions {
  quietProcess();
  return {
    cliPath: loadConfig().temporal.cliPath,
    bundle: builtBundle(),
    people,
    onProgress: out.note,
    onInterrupt: (first, again) => boot.interrupts.handle(first, again),
  };
}
