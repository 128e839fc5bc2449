import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

// One earlier log of this size is kept: weeks of warnings, and never a full disk.
const ROTATE_BYTES = 5 * 1024 * 1024;
// Enough to see the reason of a crash, few enough to read on one screen.
const TAIL_LINES = 15;

/** The log file of a process below the data folder; a large one of earlier runs is set aside first. */
export function logFileOf(dataFolder: string, name: string): string {
  const folder = join(dataFolder, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > ROTATE_BYTES) renameSync(file, `${file}.1`);
  return file;
}

/** The last lines of a log, for a message about a crash. */
export function lastLinesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES);
  } catch {
    // A process that never wrote has no log.
    return [];
  }
}
