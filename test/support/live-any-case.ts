import type { CaseAction } from '../../domain/actions';
import { applyMessage } from '../../domain/apply-message';
import { type Calendar, creditorDayOf } from '../../domain/calendar';
import type { CaseState } from '../../domain/case-state';
import { recordDecision, wakeAt } from '../../domain/decisions';
import { expectedRow, foldOutcome } from '../../domain/fold-outcome';
import { nextAction } from '../../domain/next-action';
import { type CaseOpening, openState } from '../../domain/open-state';
import type { Plan } from '../../domain/plan';
import { type EpochMinute, epochMinute } from '../../domain/time';
import { type AnyEvent, anyResult, calendarAt, messageOf, type Place } from './any-case';

/** One answer of the planner with everything that it was given. */
export interface Moment {
  readonly action: CaseAction;
  readonly state: CaseState;
  readonly calendar: Calendar;
}

export interface Life {
  readonly plan: Plan;
  readonly place: Place;
  readonly opening: CaseOpening;
  readonly events: readonly AnyEvent[];
  readonly chances: readonly number[];
}

// Far above what thirty events and a year of reviews cause; more means that the case turns in a circle.
const MOST_TURNS = 600;
const LIFE_MINUTES = 300 * 1440;

/** Lives a case to its end or for 400 days and shows each answer of the planner to `look`. */
export function liveAnyCase(
  { plan, place, opening, events, chances }: Life,
  look: (moment: Moment) => void,
): CaseState {
  const end = opening.openedAt + LIFE_MINUTES;
  let state = openState(plan, opening);
  let calendar = calendarAt(place, state.now, null);
  let [effects, told] = [0, 0];
  let news = opening.openedAt + (events[0]?.afterMinutes ?? Infinity);
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const action = nextAction(plan, state, calendar, state.now);
    look({ action, state, calendar });
    state = recordDecision(state, calendar, action, []);
    switch (action.kind) {
      case 'close':
        return state;
      case 'extendCalendar':
        calendar = calendarAt(place, state.now, action.through);
        break;
      case 'wait': {
        const next = Math.min(news, action.until ?? Infinity);
        if (next > end) return state;
        const event = events[told];
        if (event !== undefined && news === next) {
          const today = creditorDayOf(calendarAt(place, news, null), epochMinute(news));
          state = applyMessage(plan, state, messageOf(event, state, news, today, told), calendar).state;
          told += 1;
          news += events[told]?.afterMinutes ?? Infinity;
        } else state = wakeAt(state, epochMinute(next));
        break;
      }
      default: {
        expectedRow(plan, state, calendar, action);
        const chance = chances[effects % chances.length] ?? 0;
        state = foldOutcome(plan, state, calendar, action, anyResult(action, state, effects, chance));
        effects += 1;
      }
    }
  }
  throw new Error('the case does not come to rest');
}

/** The state as it comes back after its journey through a payload. */
export function afterPayload(state: CaseState): CaseState {
  const isState = (value: unknown): value is CaseState => typeof value === 'object' && value !== null;
  const copy: unknown = JSON.parse(JSON.stringify(state));
  if (isState(copy)) return copy;
  throw new Error('a state is an object');
}

/** What the planner answers for the state of `moment` at another instant. */
export const answerAt = (plan: Plan, { state, calendar }: Moment, at: EpochMinute): CaseAction =>
  nextAction(plan, wakeAt(state, at), calendar, at);
