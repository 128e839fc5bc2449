import { join } from 'node:path';
import * as fc from 'fast-check';
import type { CaseAction } from '../../domain/actions';
import { canonicalJson } from '../../domain/canonical-json';
import { creditorDayOf, debtorLocal, isWorkingDay } from '../../domain/calendar';
import { nextInWindow } from '../../domain/contact-window';
import { heldUntil, stageDayOf } from '../../domain/holds';
import { nextAction, REVIEW_STEP } from '../../domain/next-action';
import type { Plan } from '../../domain/plan';
import { compilePlan } from '../../domain/policy/compile';
import { epochMinute } from '../../domain/time';
import { readPack } from '../../services/policy-packs';
import { anyEvent, anyOpening, anyPlace, anyPlan } from '../support/any-case';
import { afterPayload, answerAt, liveAnyCase, type Moment } from '../support/live-any-case';

const plans: Plan[] = [];

beforeAll(async () => {
  const checked = await readPack(join(__dirname, '..', '..', 'policies'), 'standard');
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  plans.push(compilePlan(checked.pack.policy, checked.pack.hash));
});

/** `standard` itself, `standard` with other gaps, and small plans of every kind. */
const aroundStandard = fc
  .record({
    minGapDays: fc.integer({ min: 0, max: 10 }),
    catchUp: fc.constantFrom('fitting' as const, 'fromStart' as const),
  }) // prettier-ignore
  .map((changes): Plan => {
    const [standard] = plans;
    if (standard === undefined) throw new Error('the pack standard is not read yet');
    return { ...standard, ...changes };
  });

const anyLife = fc.record({
  plan: fc.oneof(anyPlan, aroundStandard),
  place: anyPlace,
  opening: anyOpening,
  events: fc.array(anyEvent, { maxLength: 12 }),
  chances: fc.array(fc.nat(11), { minLength: 1, maxLength: 8 }),
});

/** Checks something of every answer of the planner in 100 lives. */
const inEveryLife = (check: (moment: Moment, plan: Plan) => void) =>
  fc.assert(
    fc.property(anyLife, (life) => {
      liveAnyCase(life, (moment) => check(moment, life.plan));
    }),
    { numRuns: 100 },
  );

const waits = ({ action }: Moment) => (action.kind === 'wait' ? action : null);
const performs = ({ action }: Moment) => (action.kind === 'perform' ? action : null);

it('comes to rest in every life, and each state survives its payload unchanged', () => {
  inEveryLife(({ state }) => {
    // Refuses undefined, NaN and whatever else JSON would lose.
    const small = { ...state, decisions: state.decisions.slice(-1) };
    expect(canonicalJson(afterPayload(small))).toBe(canonicalJson(small));
  });
});

it('gives the same answer to the same input, also after a payload', () => {
  inEveryLife(({ action, state, calendar }, plan) => {
    expect(answerAt(plan, { action, state: afterPayload(state), calendar }, state.now)).toEqual(action);
  });
});

it('performs at the announced instant exactly what it announced, when nothing changed', () => {
  inEveryLife((moment, plan) => {
    const wait = waits(moment);
    if (wait === null || wait.until === null) return;
    expect(wait.until).toBeGreaterThan(moment.state.now);
    const then = answerAt(plan, moment, wait.until);
    if (wait.next === null || wait.until < wait.next.at) {
      expect(['judgePromise', 'escalateIgnoredTask']).toContain(then.kind);
      return;
    }
    const acts: readonly CaseAction['kind'][] = ['perform', 'requestApproval', 'judgePromise', 'escalateIgnoredTask'];
    expect(acts).toContain(then.kind);
    if (then.kind === 'perform' || then.kind === 'requestApproval') {
      expect([then.step.id, then.occurrence]).toEqual([wait.next.step.id, wait.next.occurrence]);
    }
  });
});

it('answers the same at the announced instant when it is told what it announced', () => {
  inEveryLife((moment, plan) => {
    const wait = waits(moment);
    if (wait?.next === null || wait?.until === undefined || wait.until !== wait.next.at) return;
    const state = { ...moment.state, now: wait.until };
    const again = nextAction(plan, state, moment.calendar, wait.until);
    expect(nextAction(plan, state, moment.calendar, wait.until, wait.next)).toEqual(again);
  });
});

it('announces the same whenever it is woken before, when nothing changed', () => {
  inEveryLife((moment, plan) => {
    const wait = waits(moment);
    if (wait === null || wait.until === null) return;
    for (const share of [0.01, 0.5, 0.99]) {
      const between = epochMinute(moment.state.now + Math.floor((wait.until - moment.state.now) * share));
      const again = answerAt(plan, moment, between);
      expect(again.kind).toBe('wait');
      if (again.kind === 'wait') expect([again.until, again.next]).toEqual([wait.until, wait.next]);
    }
  });
});

it('never repeats a step, never goes back behind a performed one', () => {
  inEveryLife((moment, plan) => {
    const action = performs(moment);
    if (action === null || action.step.id === REVIEW_STEP) return;
    const { performed, nextIndex } = moment.state;
    const keyOf = ({ step, occurrence }: { step: string; occurrence: number }) => `${step}/${occurrence}`;
    expect(performed.map(keyOf)).not.toContain(keyOf({ step: action.step.id, occurrence: action.occurrence }));
    expect(action.index).toBeGreaterThanOrEqual(nextIndex);
    // Only what was performed is behind: a step that was deferred may give way to an earlier one when the due date moves.
    const behind = new Set(performed.map(keyOf));
    const last = plan.steps.findLastIndex(({ id, occurrence }) => behind.has(keyOf({ step: id, occurrence })));
    expect(action.index).toBeGreaterThan(last);
  });
});

it('R2 keeps the gap between performed steps on the stage clock', () => {
  inEveryLife((moment, plan) => {
    if (performs(moment) === null || moment.state.lastOn === null) return;
    const { state, calendar } = moment;
    const { dueDay, held, lastOn } = state;
    if (lastOn === null) return;
    const today = creditorDayOf(calendar, state.now);
    // A step before the due date may be moved by a new due date; what was performed then stays behind.
    const gap = stageDayOf(dueDay, held, today) - stageDayOf(dueDay, held, lastOn);
    expect(gap).toBeGreaterThanOrEqual(plan.minGapDays);
  });
});

it('K10 R27 acts inside the window of the step on days that are not held, and only while money is owed', () => {
  inEveryLife((moment, plan) => {
    const action = performs(moment);
    if (action === null) return;
    const { state, calendar } = moment;
    const window = plan.windows[action.step.channel];
    const { day, minuteOfDay } = debtorLocal(calendar, state.now);
    expect(window.ranges.some(([open, close]) => minuteOfDay >= open && minuteOfDay < close)).toBe(true);
    expect(isWorkingDay(calendar, day)).toBe(true);
    expect(nextInWindow(calendar, window, state.now)).toBe(state.now);
    expect(heldUntil(state.held, creditorDayOf(calendar, state.now))).toBeNull();
    expect(state.openBalanceMinor).toBeGreaterThan(0);
    expect(state.promise === null || state.promise.holdUntil <= creditorDayOf(calendar, state.now)).toBe(true);
  });
});

it('S182 always has a next act, unless a hold without end, an approval or a blocking task stands in the way', () => {
  inEveryLife((moment) => {
    const wait = waits(moment);
    if (wait === null || wait.until !== null) return;
    expect(['hold', 'approval', 'taskOpen']).toContain(wait.reason.code);
  });
});
