import type { Tx } from '../../clients/prisma';
import type { EffectResult } from '../../domain/actions';
import { compileCalendar } from '../../domain/calendar';
import type { StepCall } from '../../domain/case-input';
import type { Channel } from '../../domain/channels';
import { conversationBudget, type RecentCalls } from '../../domain/contact/budget';
import { standardLimits } from '../../domain/contact/limits';
import { nextInWindow } from '../../domain/contact-window';
import type { Plan } from '../../domain/plan';
import { instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { caseWithParties, sliceOf } from '../case-facts';
import { instantOfColumn } from '../columns';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { decisionEvidence } from '../publish-row';

/** Work of people that is a conversation with the debtor, and its window. */
const channelsOfTasks: Readonly<Record<string, Channel>> = { call: 'call', visit: 'visit' };

/** Says that a conversation has to wait, or null when it may be asked for now. */
export type ConversationGate = (tx: Tx, call: StepCall, kind: string) => Promise<EffectResult | null>;

// No limit of conversations looks back further than a policy may ask for.
const LOOK_BACK_DAYS = 30;

/** Calls and visits of the last days but for the caller's own task. */
async function recentCalls(tx: Tx, call: StepCall, asOf: EpochMinute): Promise<RecentCalls> {
  const rows = await tx.$queryRaw<{ at: Date; talk: boolean }[]>`
    select coalesce(closed_at, at) as at,
      (status = 'open' or coalesce(outcome, '') in ('reached', 'promised', 'disputed', 'refused', 'done')) as talk
    from task
    where debtor_id = ${call.debtorId}::uuid and kind in ('call', 'visit') and status <> 'ignored'
      and coalesce(closed_at, at) > ${instantOf(asOf)}::timestamptz - make_interval(days => ${LOOK_BACK_DAYS}::int)
      and not (invoice_id = ${call.invoiceId}::uuid and step_id = ${call.step} and occurrence = ${call.occurrence}::int)
    order by 1`;
  const all = rows.map(({ at, talk }) => ({ at: minuteOf(instantOfColumn(at)), talk }));
  const instants = (calls: typeof all) => calls.map(({ at }) => at);
  return { talks: instants(all.filter(({ talk }) => talk)), attempts: instants(all) };
}

/**
 * The gate of conversations (U1): a debtor with several invoices is not called for each of them on one day. It decides under the
 * debtor's lock, in the transaction that opens the task.
 */
export const createConversationGate =
  (planOfHash: (hash: string) => Promise<Plan>, now: (asOf: EpochMinute) => EpochMinute): ConversationGate =>
  async (tx, call, kind) => {
    const channel = channelsOfTasks[kind];
    if (channel === undefined) return null;
    await lockDebtors(tx, [call.debtorId]);
    const asOf = now(minuteOf(call.asOf));
    const plan = await planOfHash(call.policyHash);
    const recent = await recentCalls(tx, call, asOf);
    const { at, reason } = conversationBudget(plan.limits ?? standardLimits, recent, asOf);
    if (reason === null) return null;
    const calendar = compileCalendar(sliceOf(await caseWithParties(tx, call.caseId), asOf, null));
    const open = nextInWindow(calendar, plan.windows[channel], at);
    const until = instantOf(typeof open === 'number' ? open : at);
    const content = { step: call.step, occurrence: call.occurrence, until, reason };
    await appendEvidence(tx, [
      ...decisionEvidence(call),
      {
        chain: { kind: 'case', id: call.caseId },
        kind: 'conversationDeferred',
        at: new Date(instantOf(asOf)),
        content,
      },
    ]);
    return { kind: 'deferredUntil', until, reason };
  };
