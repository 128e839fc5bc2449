import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { RunHistory } from './story-replay';

const folder = join(resolve(__dirname, '..'), 'replay', 'histories');

/** Whether this run of the tests writes the histories of its stories: `RECORD_HISTORIES=1 npm test -- test/workflows`. */
export const isRecording = (): boolean => process.env['RECORD_HISTORIES'] === '1';

/** Keeps the runs of a story, `<name>.1.json` and so on, in the form that the Temporal CLI shows and reads. */
export function writeRecording(name: string, runs: readonly RunHistory[]): void {
  mkdirSync(folder, { recursive: true });
  runs.forEach(({ history }, index) => {
    writeFileSync(join(folder, `${name}.${index + 1}.json`), `${historyToJSON(history)}\n`);
  });
}

/** The names of all recorded runs. */
export const recordings = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();

/** A recorded run, read anew each time. */
export function readRecording(name: string): RunHistory {
  const json: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  return { workflowId: name, history: historyFromJSON(json) };
}
