import type { EffectResult } from '../../domain/actions';
import { applyMessage } from '../../domain/apply-message';
import type { Calendar } from '../../domain/calendar';
import type { CaseState } from '../../domain/case-state';
import { recordDecision, wakeAt } from '../../domain/decisions';
import { type EffectAction, foldOutcome } from '../../domain/fold-outcome';
import type { CaseMessage } from '../../domain/messages';
import { nextAction } from '../../domain/next-action';
import type { Plan } from '../../domain/plan';
import { type EpochMinute, instantOf, minuteOf } from '../../domain/time';

/** What the world answers to an effect: everything is sent, granted and left unanswered. */
export function goodWorld(action: EffectAction): EffectResult {
  switch (action.kind) {
    case 'perform':
      return action.step.template === null
        ? { kind: 'taskOpened', taskId: `task ${action.step.id}`, outcome: 'noAnswer' }
        : { kind: 'sent', contactId: `contact ${action.step.id}`, channel: action.step.channel };
    case 'requestApproval':
      return { kind: 'approvalRequested', approvalId: `approval ${action.step.id}`, decision: 'approved' };
    case 'judgePromise':
      return { kind: 'promiseJudged' };
    default:
      return { kind: 'taskOpened', taskId: `escalation ${action.occurrence}`, outcome: null };
  }
}

export interface Drive {
  readonly state: CaseState;
  /** `2026-03-05T01:00Z friendly`: instant and step, or the kind of another action. */
  readonly log: readonly string[];
  readonly ended: string | null;
}

const shortInstant = (minute: EpochMinute): string => `${instantOf(minute).slice(0, 16)}Z`;

const nameOf = (action: EffectAction): string => {
  if (action.kind === 'perform') return action.step.id;
  if (action.kind === 'requestApproval') return `requestApproval ${action.step.id}`;
  return action.kind === 'judgePromise' ? `${action.kind} ${action.verdict}` : action.kind;
};

/** Lives a case as its workflow does, until it would sleep beyond `until`; messages come at their own instants. */
export function drive(
  plan: Plan,
  opened: CaseState,
  calendar: Calendar,
  until: string,
  messages: readonly CaseMessage[] = [],
  world: (action: EffectAction) => EffectResult = goodWorld,
): Drive {
  const end = minuteOf(until);
  const waiting = [...messages];
  const log: string[] = [];
  let state = opened;
  for (let turns = 0; turns < 1000; turns += 1) {
    const action = nextAction(plan, state, calendar, state.now);
    state = recordDecision(state, calendar, action, []);
    if (action.kind === 'close') return { state, log, ended: action.outcome };
    if (action.kind === 'extendCalendar') throw new Error(`the calendar of the test ends before ${action.through}`);
    if (action.kind !== 'wait') {
      log.push(`${shortInstant(state.now)} ${nameOf(action)}`);
      state = foldOutcome(plan, state, calendar, action, world(action));
      continue;
    }
    const message = waiting[0];
    const news = message === undefined ? end : minuteOf(message.body.at);
    const next = Math.min(news, action.until ?? Infinity);
    if (next > end || (next === end && message === undefined)) return { state, log, ended: null };
    if (message !== undefined && news === next) {
      waiting.shift();
      state = applyMessage(plan, state, message, calendar).state;
    } else if (action.until !== null) state = wakeAt(state, action.until);
  }
  throw new Error(`the case does not come to rest: ${log.slice(-5).join(', ')}`);
}
