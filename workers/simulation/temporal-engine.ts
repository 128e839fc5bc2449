import type { Client } from '@temporalio/client';
import { createCaseMessenger } from '../../clients/case-messenger';
import { createCaseStarter, liveCaseInput } from '../../clients/case-starter';
import type { Db } from '../../clients/prisma';
import type { CaseView } from '../../domain/case-view';
import { isCaseOutcome } from '../../domain/case-state';
import { instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { caseWorkflowId } from '../../domain/workflow-ids';
import type { SimDebtor, SimInvoice, Wakeup } from '../../domain/simulation/book';
import type { Turn } from '../../domain/simulation/debtor-turns';
import type { PlanSource } from '../../services/open-case';
import { deliverMessages } from '../../services/message-delivery';
import { caseViewQuery } from '../../workflows/messages';
import { bookInScratch, enrolInScratch, type SimPolicy } from './scratch-book';
import { addScratchDebtor, type ScratchDebtor } from './scratch-debtors';
import type { VirtualTime } from './virtual-time';

/** What the engine on the real server needs; its workers run already, in virtual time. */
export interface TemporalEngineParts {
  readonly db: Db;
  readonly client: Client;
  readonly time: VirtualTime;
  readonly creditorId: string;
  readonly plans: PlanSource;
  readonly policy: SimPolicy;
  /** Once it is aborted no further turn begins. */
  readonly signal: AbortSignal;
}

// Never onto a timer: a target within milliseconds of one completes with its activity pending.
const AFTER_STEP_MS = 30_000;
const BEFORE_MESSAGE_MS = 30_000;
// On this machine a case folds a message in milliseconds; much longer means that it hangs.
const FOLD_TIMEOUT_MS = 30_000;

const msOf = (at: EpochMinute): number => at * 60_000;

async function wakeupOf(parts: TemporalEngineParts, workflowId: string, state: 'sleeping' | 'ended'): Promise<Wakeup> {
  const handle = parts.client.workflow.getHandle(workflowId);
  if (state === 'ended') {
    const result: unknown = await handle.result();
    const outcome = typeof result === 'object' && result !== null && 'outcome' in result ? String(result.outcome) : '';
    if (!isCaseOutcome(outcome)) throw new Error(`Workflow ${workflowId} ended with ${JSON.stringify(result)}`);
    return { wakeAt: null, ended: outcome };
  }
  const view: CaseView | null = await handle.query(caseViewQuery);
  return { wakeAt: view === null || view.wakeAt === null ? null : minuteOf(view.wakeAt), ended: null };
}

/** A debtor on its way through the engine, with the cases that run. */
interface RunningDebtor extends ScratchDebtor {
  readonly caseIds: Map<string, string>;
}

async function open(
  parts: TemporalEngineParts,
  debtor: RunningDebtor,
  invoice: SimInvoice,
  at: EpochMinute,
): Promise<Wakeup> {
  const { caseId } = await enrolInScratch(parts.db, parts.policy, debtor, invoice, at);
  debtor.caseIds.set(invoice.id, caseId);
  const invoiceId = debtor.invoiceIdOf(invoice);
  const workflowId = caseWorkflowId(invoiceId);
  const start = {
    caseId,
    invoiceId,
    debtorId: debtor.debtorId,
    currency: invoice.currency,
    runNo: 1,
    previousRunId: null,
  };
  const clockOffsetMs = msOf(at) - Date.now();
  parts.time.begin(workflowId, clockOffsetMs);
  await createCaseStarter(parts.client).start(start, { ...liveCaseInput(start), clockOffsetMs, openAt: instantOf(at) });
  return wakeupOf(parts, workflowId, await parts.time.settle(workflowId));
}

async function deliver(
  parts: TemporalEngineParts,
  debtor: RunningDebtor,
  turn: Extract<Turn, { kind: 'event' }>,
): Promise<Wakeup> {
  const { invoice, at, event, isOpen } = turn;
  const workflowId = caseWorkflowId(debtor.invoiceIdOf(invoice));
  // Messages are sent when the clock has come to rest just before their instant: during a jump they could land anywhere.
  if (isOpen) await parts.time.advance(workflowId, msOf(at) - BEFORE_MESSAGE_MS);
  const caseId = isOpen ? (debtor.caseIds.get(invoice.id) ?? null) : null;
  const ids = await bookInScratch(parts, debtor, invoice, { event, at, caseId });
  if (!isOpen) return { wakeAt: null, ended: null };
  const messenger = createCaseMessenger(parts.client);
  const applied = await deliverMessages({ db: parts.db, messenger }, ids, { waitMs: FOLD_TIMEOUT_MS });
  if (applied !== 'applied') throw new Error(`Workflow ${workflowId} did not apply ${event.kind} of ${instantOf(at)}`);
  return wakeupOf(parts, workflowId, await parts.time.settle(workflowId));
}

/** The engine on the real server: real workflows and activities, a scratch database, one debtor at a time. */
export async function createTemporalEngine(parts: TemporalEngineParts, sim: SimDebtor) {
  const debtor: RunningDebtor = {
    ...(await addScratchDebtor(parts.db, parts.creditorId, sim)),
    caseIds: new Map<string, string>(),
  };
  return {
    debtorId: debtor.debtorId,
    async perform(turn: Turn): Promise<Wakeup> {
      parts.signal.throwIfAborted();
      switch (turn.kind) {
        case 'open':
          return open(parts, debtor, turn.invoice, turn.at);
        case 'wake': {
          const workflowId = caseWorkflowId(debtor.invoiceIdOf(turn.invoice));
          return wakeupOf(parts, workflowId, await parts.time.advance(workflowId, msOf(turn.at) + AFTER_STEP_MS));
        }
        case 'event':
          return deliver(parts, debtor, turn);
      }
    },
  };
}
