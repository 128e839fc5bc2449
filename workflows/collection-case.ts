import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { CaseInput, CaseResult } from '../domain/case-input';
import { carriedIds, hasTooManyIds } from '../domain/carried-ids';
import { plannedCaseOf, timelineOf, viewOf } from '../domain/case-view';
import { isoDateOf } from '../domain/time';
import { createAlarm } from './alarm';
import { createClock } from './clock';
import { performEffect } from './effects';
import { receiveMessages } from './inbox';
import {
  decide,
  extendCalendar,
  foldMessages,
  openOrCarryOn,
  readChangedPlan,
  showInVisibility,
  type LiveCase,
} from './live-case';
import { caseViewQuery, decisionsQuery, plannedCaseQuery, timelineQuery } from './messages';
import { closeIfLedgerAgrees, publishIfChanged } from './publish';

/**
 * The process of one invoice: it sleeps until the next milestone of its plan, does exactly what the planner says, folds what
 * comes of it, and ends with a value. It holds no rule, number or text of its own.
 */
export async function collectionCase(input: CaseInput): Promise<CaseResult> {
  const clock = createClock(input);
  const alarm = createAlarm(clock);
  const inbox = receiveMessages();
  let live: LiveCase | null = null;
  setHandler(caseViewQuery, () => (live === null ? null : viewOf(live.state, live.publishedRow)));
  setHandler(timelineQuery, () => (live === null ? [] : timelineOf(live.state)));
  setHandler(plannedCaseQuery, () => (live === null ? null : plannedCaseOf(live)));
  setHandler(decisionsQuery, () => live?.state.decisions ?? []);

  live = await openOrCarryOn(input, clock);
  for (;;) {
    const received = inbox.take();
    const messages = foldMessages(live, received, await readChangedPlan(live, received));
    const action = decide(live, clock.now(alarm.target()), messages);
    switch (action.kind) {
      case 'close': {
        alarm.cancel();
        const result = await closeIfLedgerAgrees(live, action);
        if (result !== null) return result;
        break;
      }
      case 'extendCalendar':
        await extendCalendar(live, isoDateOf(action.through));
        break;
      case 'wait':
        showInVisibility(live);
        await publishIfChanged(live, action);
        if (!inbox.isEmpty()) break;
        if (mustContinueAsNew(live)) await carryOver(live);
        await alarm.wait(action.until, action.next?.step.id ?? action.reason.code, () => !inbox.isEmpty());
        break;
      default:
        await performEffect(live, action);
    }
  }
}

const mustContinueAsNew = (live: LiveCase): boolean =>
  workflowInfo().continueAsNewSuggested || hasTooManyIds(live.state);

/** Starts the next run with the whole state. Everything received is folded and marked applied by now. */
async function carryOver(live: LiveCase): Promise<never> {
  await condition(allHandlersFinished);
  const { input, plan, slice, publishedRow } = live;
  return continueAsNew<typeof collectionCase>({
    ...input,
    carried: { state: carriedIds(live.state), plan, slice, publishedRow },
  });
}
