import { Problem } from './errors';

// A workflow takes 10 updates at a time and the client would silently retry the eleventh (F7), so the API counts them itself.
const LIMIT_PER_CASE = 10;

/** Counts the commands under way per case in this process. */
export interface InFlight {
  /** Carries out `work` unless the case has its full number of commands. @throws Problem 429 */
  run<T>(caseId: string, work: () => Promise<T>): Promise<T>;
}

export function createInFlight(): InFlight {
  const counts = new Map<string, number>();
  return {
    async run(caseId, work) {
      const count = counts.get(caseId) ?? 0;
      if (count >= LIMIT_PER_CASE) {
        const detail = `Case ${caseId} has ${count} commands in flight; expected at most ${LIMIT_PER_CASE} at the same time.`;
        // A command takes some tenths of a second; whole seconds are the unit of the header.
        throw new Problem('tooManyCommands', detail, { retryAfterSeconds: 1 });
      }
      counts.set(caseId, count + 1);
      try {
        return await work();
      } finally {
        const left = (counts.get(caseId) ?? 1) - 1;
        if (left === 0) counts.delete(caseId);
        else counts.set(caseId, left);
      }
    },
  };
}
