import type { Client } from '@temporalio/client';
import type { Db } from '../../clients/prisma';
import type { PolicyStore } from '../../services/policy-store';
import type { ProviderStandIn } from '../support/provider-stand-in';
import { until } from '../support/story-until';
import { startCrashCase, type CrashCase } from './crash-cases';
import { startWorkerProcess, type WorkerProcess } from './crash-process';
import type { CrashWorkerSettings } from './crash-worker';

/** Where workers are killed. */
export interface CrashSite {
  readonly db: Db;
  readonly client: Client;
  readonly policies: PolicyStore;
  readonly provider: ProviderStandIn;
  readonly settings: Omit<CrashWorkerSettings, 'points'>;
}

export interface RoundOptions {
  /** Worker processes, all killed at the same moment. */
  readonly workers: number;
  /** Whether the server's time-out of a silent attempt is waited for, or the killed attempts are reported at once. */
  readonly waitsForTimeouts: boolean;
}

/** A case after its worker was killed and another took over. */
export interface Recovered extends CrashCase {
  /** What our record says of its message. */
  readonly state: string;
  /** Whether a person is asked to find out. */
  readonly isFlagged: boolean;
  /** Messages that the provider accepted for it. */
  readonly accepted: number;
  /** From the kill until our record said what became of the message. */
  readonly recoveredMs: number;
}

// A busy machine may need long for a few processes; the server itself gives a silent attempt up after a quarter of a minute.
const WITHIN_SECONDS = 150;

/** Tells the server what it would find out by itself in a while: the worker of these attempts is gone. */
async function reportKilled(client: Client, cases: readonly CrashCase[]): Promise<void> {
  for (const { workflowId } of cases) {
    const { raw, runId } = await client.workflow.getHandle(workflowId).describe();
    for (const { activityId } of raw.pendingActivities ?? []) {
      if (typeof activityId !== 'string') continue;
      await client.activity.fail({ workflowId, runId, activityId }, new Error('its worker was killed'));
    }
  }
}

/** What is final in our record as long as no receipt comes. */
export const finalStates = ['sent', 'unknown', 'failed', 'cancelled'];

/** Reads what our record says, until it says something final of every case; `since` is the clock's time of the kill. */
export async function recover(
  { db, provider }: CrashSite,
  cases: readonly CrashCase[],
  since: number,
  withinSeconds = WITHIN_SECONDS,
) {
  const known = new Map<string, { readonly state: string; readonly recoveredMs: number }>();
  await until(
    'every killed send is known again',
    async () => {
      const debtors = cases.filter(({ caseId }) => !known.has(caseId)).map(({ debtorId }) => debtorId);
      const contacts = await db.contact.findMany({ where: { debtorId: { in: debtors }, state: { in: finalStates } } });
      const recoveredMs = performance.now() - since;
      for (const { debtorId, state } of contacts) {
        const found = cases.find((row) => row.debtorId === debtorId);
        if (found !== undefined) known.set(found.caseId, { state, recoveredMs });
      }
      return known.size === cases.length;
    },
    withinSeconds,
  );
  const tasks = await db.task.findMany({ where: { kind: 'resolveUnknownSend', status: 'open' } });
  return cases.map((row): Recovered => {
    const { state, recoveredMs } = known.get(row.caseId) ?? { state: 'lost', recoveredMs: Infinity };
    const isFlagged = tasks.some(({ caseId }) => caseId === row.caseId);
    return { ...row, state, recoveredMs, isFlagged, accepted: acceptedFor(provider, row) };
  });
}

/** How many messages the provider accepted for a case, by its own ledger. */
export const acceptedFor = ({ accepted }: ProviderStandIn, { address }: CrashCase): number =>
  accepted.filter(({ to }) => to === address).length;

const isIdle = async (client: Client, { workflowId }: CrashCase): Promise<boolean> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
};

/** Waits until every case sleeps again: what it will do, it has done. */
export async function waitUntilIdle({ client }: CrashSite, cases: readonly CrashCase[]): Promise<void> {
  for (const row of cases)
    await until(`${row.workflowId} (${row.point}) sleeps again`, () => isIdle(client, row), WITHIN_SECONDS);
}

/** Starts workers in which every case stands still at its point; resolves when all do. The caller kills the workers. */
export async function caughtWorkers(
  {
    workers,
    site,
    cases,
  }: { readonly workers: number; readonly site: CrashSite; readonly cases: readonly CrashCase[] },
  started: WorkerProcess[],
): Promise<void> {
  const { provider, settings } = site;
  const points = Object.fromEntries(cases.map(({ caseId, point }) => [caseId, point]));
  const unanswered = cases.filter(({ point }) => point === 'afterAcceptanceBeforeAnswer');
  for (const { address } of unanswered) provider.unanswered.add(address);
  for (let count = 0; count < workers; count += 1) started.push(startWorkerProcess({ ...settings, points }));
  await Promise.all(started.map((worker) => worker.started));
  await Promise.all(cases.map((row) => startCrashCase(site, row)));
  const isCaught = (row: CrashCase) =>
    row.point === 'afterAcceptanceBeforeAnswer'
      ? acceptedFor(provider, row) > 0
      : started.some((worker) => worker.caught.has(row.caseId));
  await until('every case stands still at its point', async () => cases.every(isCaught), WITHIN_SECONDS);
}

/** Catches every case at its point, kills the workers there, lets others take over, and tells what came of each case. */
export async function crashRound(
  site: CrashSite,
  cases: readonly CrashCase[],
  { workers, waitsForTimeouts }: RoundOptions,
): Promise<Recovered[]> {
  const killed: WorkerProcess[] = [];
  const others: WorkerProcess[] = [];
  try {
    await caughtWorkers({ workers, site, cases }, killed);
    const killedAt = performance.now();
    await Promise.all(killed.map((worker) => worker.kill()));
    for (let count = 0; count < workers; count += 1) others.push(startWorkerProcess({ ...site.settings, points: {} }));
    if (!waitsForTimeouts) await reportKilled(site.client, cases);
    const recovered = await recover(site, cases, killedAt);
    await waitUntilIdle(site, cases);
    return recovered;
  } finally {
    await Promise.all([...killed, ...others].map((worker) => worker.kill()));
  }
}
