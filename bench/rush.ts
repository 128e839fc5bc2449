import { createCaseStarter, liveCaseInput } from '../clients/case-starter';
import { parseDay } from '../domain/time';
import type { Bench, BenchParts } from './bench';
import { startOf, writeCases } from './book';
import { figureOf } from './figures';
import { pairsOf } from './measure';
import { BARE_QUEUE } from './names';
import { inParallel } from './parallel';
import type { RunningPeer } from './peer/start-peer';
import { percentile } from './statistics';

const DUE = parseDay('2026-03-10');
// The policy six-messages writes first at 08:00 (UTC) of the fifth day.
const STEP_MS = (DUE + 5) * 86_400_000;
const STARTS_AT_ONCE = 16;
// All must sleep when the minute comes; two cores open some thirty cases a second.
const STARTS_PER_SECOND = 15;
const REST_MS = 20_000;
const LIFE_MS = 86_400_000;
// Ten times what the slowest run took; longer means that something was lost.
const MOST_MS = 20 * 60_000;

interface Block {
  readonly lastMs: number;
  readonly p99Ms: number;
}

/** Starts sleepers that all wake at one instant, and tells how late their steps were done. */
async function rush(count: number, peer: RunningPeer, startAll: (dueAtMs: number) => Promise<void>): Promise<Block> {
  const dueAtMs = Date.now() + (count / STARTS_PER_SECOND) * 1_000 + REST_MS;
  await peer.steps();
  await startAll(dueAtMs);
  if (Date.now() > dueAtMs - REST_MS / 2)
    throw new Error('The sleepers were not asleep in time; expected a faster start');
  const doneAtMs: number[] = [];
  while (doneAtMs.length < count) {
    if (Date.now() > dueAtMs + MOST_MS) throw new Error(`${doneAtMs.length} of ${count} steps were done in 20 minutes`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    doneAtMs.push(...(await peer.steps()));
  }
  const late = doneAtMs.map((at) => at - dueAtMs);
  return { lastMs: percentile(late, 1), p99Ms: percentile(late, 0.99) };
}

async function startCases({ installation, creditorId }: BenchParts, count: number, dueAtMs: number): Promise<void> {
  const { versionId } = await installation.policies.planFor('six-messages');
  const cases = await writeCases(installation.db, { creditorId, policyVersionId: versionId }, count, DUE);
  const starter = createCaseStarter(installation.client);
  const clockOffsetMs = STEP_MS - dueAtMs;
  await inParallel(STARTS_AT_ONCE, cases, (found) => {
    const start = startOf(found);
    const openAt = new Date(Date.now() + clockOffsetMs).toISOString();
    return starter.start(start, { ...liveCaseInput(start), clockOffsetMs, openAt });
  });
}

async function startBare({ installation }: BenchParts, ids: readonly string[], dueAtMs: number): Promise<void> {
  await inParallel(STARTS_AT_ONCE, ids, (workflowId) => {
    const args = [{ waitsMs: [dueAtMs - Date.now()], lastWaitMs: LIFE_MS }];
    return installation.client.workflow.start('bareLifecycle', { workflowId, taskQueue: BARE_QUEUE, args });
  });
}

/** Thousands of steps due in the same minute: when the last message is out, and how late the late ones are. */
export const rushHour: Bench = {
  name: 'rush',
  title: 'steps due in the same minute, until the last message is out',
  async run(parts) {
    const { product, bare, isQuick } = parts;
    const count = isQuick ? 40 : 5_000;
    const rounds = [
      {
        product: await rush(count, product, (dueAtMs) => startCases(parts, count, dueAtMs)),
        bare: await rush(count, bare, (dueAtMs) =>
          startBare(
            parts,
            Array.from({ length: count }, (_, index) => `bare-rush:${index}`),
            dueAtMs,
          ),
        ),
      },
    ];
    return [
      figureOf(
        'time to the last message',
        'ms',
        pairsOf(rounds, (block) => block.lastMs),
      ),
      figureOf(
        'lateness of a message, p99',
        'ms',
        pairsOf(rounds, (block) => block.p99Ms),
        { atMost: 1.7 },
      ),
    ];
  },
};
