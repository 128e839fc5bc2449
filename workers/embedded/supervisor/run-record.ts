import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identityOf, isAlive } from '../../../cli/boot/process-identity.cjs';

/** The processes of an installation, in the order in which they are stopped. */
export const partNames = ['worker', 'api', 'temporal', 'postgres'] as const;

/** One of the processes of an installation. */
export type PartName = (typeof partNames)[number];

const identity = z.object({ pid: z.number().int(), startTime: z.string(), bootId: z.string() });

const recordSchema = z.object({
  processes: z.partialRecord(z.enum(partNames), identity).default({}),
  addresses: z
    .object({ databaseUrl: z.string(), temporalAddress: z.string(), apiUrl: z.string() })
    .partial()
    .default({}),
});

/** What runs, and under which addresses: what a later start, and `doctor`, must know. */
export type RunRecord = z.infer<typeof recordSchema>;

/** Who a recorded process is: the pid alone may belong to somebody else by now. */
export type ProcessIdentity = z.infer<typeof identity>;

const fileOf = (dataFolder: string) => join(dataFolder, 'run.json');

/** Reads the record of the data folder; a missing or damaged one is empty. */
export function readRunRecord(dataFolder: string): RunRecord {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')));
  } catch {
    // Without a record there is nothing to stop; PostgreSQL has a record of its own.
    return { processes: {}, addresses: {} };
  }
}

/** The record of one run, written through to disk with every change. */
export interface RunRecorder {
  /** Notes a process that has just been started. */
  started(name: PartName, pid: number): void;
  /** Forgets a process that has ended. */
  ended(name: PartName): void;
  addresses(addresses: RunRecord['addresses']): void;
  /** The recorded process, if that very process still lives. */
  alive(name: PartName): ProcessIdentity | undefined;
  /** Removes the record: nothing runs any more. */
  clear(): void;
}

/** A recorder that starts from what the disk says. The file holds the database password: only its owner reads it. */
export function createRunRecorder(dataFolder: string): RunRecorder {
  let record = readRunRecord(dataFolder);
  const write = () => {
    const file = fileOf(dataFolder);
    writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  return {
    started: (name, pid) => {
      const who = identityOf(pid);
      if (who === undefined) return;
      record = { ...record, processes: { ...record.processes, [name]: who } };
      write();
    },
    ended: (name) => {
      const { [name]: _gone, ...processes } = record.processes;
      record = { ...record, processes };
      write();
    },
    addresses: (addresses) => {
      record = { ...record, addresses };
      write();
    },
    alive: (name) => {
      const who = record.processes[name];
      return who !== undefined && isAlive(who) ? who : undefined;
    },
    clear: () => {
      record = { processes: {}, addresses: {} };
      rmSync(fileOf(dataFolder), { force: true });
    },
  };
}
