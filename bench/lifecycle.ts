import { createCaseStarter, liveCaseInput } from '../clients/case-starter';
import { addDays, isoDateOf, parseDay } from '../domain/time';
import { caseWorkflowId } from '../domain/workflow-ids';
import { createVirtualTime } from '../workers/simulation/virtual-time';
import type { BenchParts, Bench } from './bench';
import { AMOUNT_MINOR, CURRENCY, type BenchCase, startOf, writeCases } from './book';
import { figureOf } from './figures';
import { costOf, interleave, pairsOf, perCaseOf } from './measure';
import { BARE_QUEUE } from './names';
import { inParallel } from './parallel';

const STEPS = 6;
const DUE = parseDay('2026-03-10');
const DAY_MS = 86_400_000;
// Cases begin at 00:00 of the day after the due date; the policy six-messages writes at 08:00 of days 5, 10, … 30.
const OPENS_MS = (DUE + 1) * DAY_MS - 8 * 3_600_000;
const FIRST_WAIT_MS = 4 * DAY_MS + 8 * 3_600_000;
const STEP_WAIT_MS = 5 * DAY_MS;
const REVIEW_WAIT_MS = 30 * DAY_MS;
// Never onto a timer (workers/simulation/temporal-engine.ts).
const PAID_AFTER_MS = FIRST_WAIT_MS + (STEPS - 1) * STEP_WAIT_MS + 30_000;
const PAID_ON = addDays(DUE, 30);
const waitsMs = [FIRST_WAIT_MS, ...Array.from({ length: STEPS - 1 }, () => STEP_WAIT_MS)];
// Eight keep two cores busy; more only wait for each other.
const AT_ONCE = 8;

async function expectSixMessages({ installation }: BenchParts, cases: readonly BenchCase[]): Promise<void> {
  const ids = cases.map(({ caseId }) => caseId);
  const sent = await installation.db.contactStep.count({ where: { caseId: { in: ids }, contact: { state: 'sent' } } });
  const settled = await installation.db.collectionCase.count({ where: { id: { in: ids }, outcome: 'settled' } });
  if (sent === STEPS * ids.length && settled === ids.length) return;
  throw new Error(`Of ${ids.length} cases ${settled} were settled, after ${sent} messages; expected ${STEPS} of each`);
}

/** One life of each contender, driven by the same steps: start, jump behind the last message, pay, wait for the end. */
function livesOn({ installation, product, bare }: BenchParts) {
  const { client, connection, namespace } = installation;
  const time = createVirtualTime(connection, namespace);
  const starter = createCaseStarter(client);
  const liveProduct = async (found: BenchCase): Promise<void> => {
    const workflowId = caseWorkflowId(found.invoiceId);
    const [clockOffsetMs, openAt] = [OPENS_MS - Date.now(), new Date(OPENS_MS).toISOString()];
    const start = startOf(found);
    time.begin(workflowId, clockOffsetMs);
    await starter.start(start, { ...liveCaseInput(start), clockOffsetMs, openAt });
    await time.advance(workflowId, OPENS_MS + PAID_AFTER_MS);
    const { creditorId, debtorNumber, invoiceNumber } = found;
    const paidAt = new Date(OPENS_MS + PAID_AFTER_MS + 60_000);
    const money = { currency: CURRENCY, amountMinor: AMOUNT_MINOR, valueDate: isoDateOf(PAID_ON) };
    await product.pay({ creditorId, debtorNumber, invoiceNumber, ...money, at: paidAt.toISOString() });
    await client.workflow.getHandle(workflowId).result();
  };
  const liveBare = async (workflowId: string): Promise<void> => {
    const args: [{ waitsMs: number[]; lastWaitMs: number }] = [{ waitsMs, lastWaitMs: REVIEW_WAIT_MS }];
    time.begin(workflowId, 0);
    const begun = Date.now();
    await client.workflow.start('bareLifecycle', { workflowId, taskQueue: BARE_QUEUE, args });
    await time.advance(workflowId, begun + PAID_AFTER_MS);
    await bare.signal(workflowId);
    await client.workflow.getHandle(workflowId).result();
  };
  return { liveProduct, liveBare };
}

/**
 * The whole life of a case: opened, six messages sent, paid, closed. The bare workflow has the same timers, the same signal and
 * activities of the same kinds (local for opening and closing, else remote) that do nothing.
 */
export const lifecycle: Bench = {
  name: 'lifecycle',
  title: `case with ${STEPS} messages, paid by signal, waits skipped`,
  async run(parts) {
    const { installation, product, bare, creditorId, isQuick } = parts;
    const { serverPids } = installation;
    const casesInBlock = isQuick ? 4 : 24;
    const { versionId } = await installation.policies.planFor('six-messages');
    let bareStarted = 0;

    const { liveProduct, liveBare } = livesOn(parts);
    const rounds = await interleave(isQuick ? 2 : 7, {
      product: async () => {
        const cases = await writeCases(installation.db, { creditorId, policyVersionId: versionId }, casesInBlock, DUE);
        const cost = await costOf([...serverPids, product.pid], async () => {
          await inParallel(AT_ONCE, cases, liveProduct);
        });
        await expectSixMessages(parts, cases);
        return perCaseOf(casesInBlock, cost);
      },
      bare: async () => {
        const ids = Array.from({ length: casesInBlock }, () => `bare-lifecycle:${(bareStarted += 1)}`);
        return perCaseOf(
          casesInBlock,
          await costOf([...serverPids, bare.pid], async () => void (await inParallel(AT_ONCE, ids, liveBare))),
        );
      },
    });
    const perSecond = pairsOf(rounds, (block) => 1_000 / block.wallMs);
    return [
      figureOf('throughput', 'cases/s', perSecond, { atLeast: 0.6 }),
      figureOf(
        'wall time of a case',
        'ms',
        pairsOf(rounds, (block) => block.wallMs),
      ),
      figureOf(
        'processor time of a case',
        'ms',
        pairsOf(rounds, (block) => block.cpuMs),
        { atMost: 1.6 },
      ),
    ];
  },
};
