import type { CaseState, OpenTask } from '../../domain/case-state';
import { nextAction, REVIEW_STEP } from '../../domain/next-action';
import { minuteOf, parseDay } from '../../domain/time';
import { aHold, aLawyerStep, aLetterStep, aPerformedStep, aPlan, aPromise, aState, aStep } from '../support/builders';
import { aCalendar } from './a-calendar';

// Due on Monday 2 March; friendly on day 3, call on 10, letter on 20, lawyer on 46.
const plan = aPlan();
const calendar = aCalendar();

/** What the case does at an instant. */
const actionAt = (at: string, state: Partial<CaseState> = {}, of = plan, opening: Parameters<typeof aState>[1] = {}) =>
  nextAction(of, aState(of, opening, { now: minuteOf(at), ...state }), calendar, minuteOf(at));

const reasonAt = (...given: Parameters<typeof actionAt>) => actionAt(...given).reason;

const offer = (step: string, through: string) => ({
  ...{ step, occurrence: 1, on: parseDay('2026-03-05') },
  through: parseDay(through),
});
const task = (id: string, deadlineAt: string | null, more: Partial<OpenTask> = {}): OpenTask => ({
  ...{ id, step: 'call', occurrence: 1, escalateTo: null, blocks: false },
  deadlineAt: deadlineAt === null ? null : minuteOf(deadlineAt),
  ...more,
});

describe('the reason of a wait', () => {
  const friendlyAt = (code: string, until: string) => ({ code, step: 'friendly', until: minuteOf(until) });

  it('is that the day of the step has not come', () => {
    expect(reasonAt('2026-03-04T15:59Z')).toEqual({ ...friendlyAt('notYet', '2026-03-05T01:00Z'), day: 3 });
  });

  it('is the window on the day of the step and after it', () => {
    expect(reasonAt('2026-03-04T16:00Z')).toEqual(friendlyAt('window', '2026-03-05T01:00Z'));
    expect(reasonAt('2026-03-05T12:00Z')).toEqual(friendlyAt('window', '2026-03-06T01:00Z'));
  });

  it('is a hold on its days, and not the day before', () => {
    const holds = [aHold('2026-03-04', '2026-03-06')];
    expect(reasonAt('2026-03-04T02:00Z', {}, plan, { holds })).toEqual(friendlyAt('hold', '2026-03-09T01:00Z'));
    expect(reasonAt('2026-03-03T02:00Z', {}, plan, { holds }).code).toBe('notYet');
  });

  it('is an open promise, and a deferral before it', () => {
    const promise = aPromise('2026-03-05', '2026-03-10');
    expect(reasonAt('2026-03-04T02:00Z', {}, plan, { promise })).toMatchObject({ code: 'promise', step: 'friendly' });
    const deferral = { until: minuteOf('2026-03-12T03:00Z'), reason: { code: 'cap', n: 2 } } as const;
    expect(reasonAt('2026-03-04T02:00Z', { deferral }, plan, { promise })).toMatchObject({ code: 'cap', n: 2 });
  });

  it('is no longer a deferral at the instant at which that ends', () => {
    const deferral = { until: minuteOf('2026-03-05T12:00Z'), reason: { code: 'cap' } } as const;
    expect(reasonAt('2026-03-05T11:59Z', { deferral })).toEqual(friendlyAt('cap', '2026-03-06T01:00Z'));
    expect(reasonAt('2026-03-05T12:00Z', { deferral })).toEqual(friendlyAt('window', '2026-03-06T01:00Z'));
  });

  it('is the gap where that keeps the step back beyond its own day', () => {
    const after = (date: string) => ({ performed: [aPerformedStep('friendly', `${date}T01:00Z`)] });
    expect(reasonAt('2026-03-11T02:00Z', {}, plan, after('2026-03-10')).code).toBe('gap');
    expect(reasonAt('2026-03-11T02:00Z', {}, plan, after('2026-03-09')).code).toBe('notYet');
  });

  it('is a deadline that still runs, where that alone keeps the step back', () => {
    const deadline = (through: string) => ({ deadline: { through: parseDay(through), severity: 1 } });
    const performed = [aPerformedStep('friendly', '2026-03-05T01:00Z')];
    const reason = (through: string) => reasonAt('2026-03-10T02:00Z', deadline(through), plan, { performed });
    expect(reason('2026-03-15')).toEqual({ code: 'deadlineOpen', step: 'call', until: minuteOf('2026-03-16T02:00Z') });
    expect(reason('2026-03-11').code).toBe('deadlineOpen');
    expect(reason('2026-03-10').code).toBe('notYet');
  });

  it.each([
    ['an offer that is open', [offer('a', '2026-03-19')], null, 'offerOpen'],
    ['an offer on its last day', [offer('a', '2026-03-18')], null, 'offerOpen'],
    ['one of two offers', [offer('a', '2026-03-10'), offer('b', '2026-03-20')], null, 'offerOpen'],
    ['a deadline when the offer has expired', [offer('a', '2026-03-17')], '2026-03-25', 'deadlineOpen'],
  ] as const)('[S69] is, for a step that needs an expired offer, %s', (_what, offers, through, code) => {
    const needing = aPlan({ steps: [aLetterStep({ day: 5, requires: ['offerExpired'] })] });
    const deadline = through === null ? null : { through: parseDay(through), severity: 1 };
    expect(reasonAt('2026-03-18T02:00Z', { offers, deadline }, needing)).toMatchObject({ code, step: 'letter' });
  });

  it('[S69] is the deadline for a step that asks for no offer, whatever is on offer', () => {
    const deadline = { through: parseDay('2026-03-25'), severity: 1 };
    const offers = [offer('a', '2026-03-25')];
    const letter = aPlan({ steps: [aLetterStep({ day: 5, requires: ['evidence'] })] });
    expect(reasonAt('2026-03-18T02:00Z', { offers, deadline }, letter).code).toBe('deadlineOpen');
  });

  it('is an approval, or a task that blocks; other tasks are none', () => {
    const approval = { id: 'a', step: 'lawyer', occurrence: 1 };
    const standing = (reason: object) => ({ kind: 'wait', until: null, next: null, reason });
    expect(actionAt('2026-03-05T02:00Z', { approval })).toEqual(standing({ code: 'approval', step: 'lawyer' }));
    const tasks = [task('a', null), task('b', null, { step: 'visit', blocks: true })];
    expect(actionAt('2026-03-05T02:00Z', { tasks })).toEqual(standing({ code: 'taskOpen', step: 'visit' }));
    expect(actionAt('2026-03-05T02:00Z', { tasks: [task('a', null)] }).kind).toBe('perform');
  });
});

describe('the instant of the next waking', () => {
  const wait = (state: Partial<CaseState>, opening = {}) => actionAt('2026-03-04T02:00Z', state, plan, opening);

  it.each([
    ['the step without anything else', [], '2026-03-05T01:00Z'],
    ['a task that is due before it', [task('a', '2026-03-04T05:00Z')], '2026-03-04T05:00Z'],
    [
      'the first of several tasks',
      [task('a', '2026-03-04T06:00Z'), task('b', '2026-03-04T05:00Z')],
      '2026-03-04T05:00Z',
    ],
    ['the step before a later task', [task('a', '2026-03-06T05:00Z')], '2026-03-05T01:00Z'],
    ['the step where a task has no deadline', [task('a', null)], '2026-03-05T01:00Z'],
  ])('is that of %s', (_what, tasks, until) => {
    expect(wait({ tasks })).toMatchObject({
      kind: 'wait',
      until: minuteOf(until),
      next: { step: { id: 'friendly' }, at: minuteOf('2026-03-05T01:00Z') },
    });
  });

  it('is the verdict on a promise, or a task before it', () => {
    const opening = { promise: aPromise('2026-03-05', '2026-03-10') };
    const verdict = minuteOf('2026-03-09T16:00Z');
    expect(wait({}, opening)).toMatchObject({ until: verdict });
    expect(wait({ tasks: [task('a', '2026-03-06T05:00Z')] }, opening)).toMatchObject({
      until: minuteOf('2026-03-06T05:00Z'),
    });
    expect(wait({ tasks: [task('a', '2026-03-16T05:00Z')] }, opening)).toMatchObject({ until: verdict });
  });

  it('is that of a task while the ladder stands still', () => {
    const tasks = [task('a', '2026-03-20T05:00Z', { blocks: true })];
    expect(wait({ tasks })).toMatchObject({ until: minuteOf('2026-03-20T05:00Z'), next: null });
  });
});

describe('what is due beside the ladder', () => {
  const ignored = (tasks: readonly OpenTask[]) => actionAt('2026-03-04T05:00Z', { tasks, escalations: 2 });

  it('is the task whose deadline came first, of several the one with the first id', () => {
    const late = task('a', '2026-03-04T05:00Z');
    expect(ignored([late, task('c', '2026-03-04T04:00Z', { step: 'visit', escalateTo: 'manager' })])).toEqual({
      kind: 'escalateIgnoredTask',
      taskId: 'c',
      role: 'manager',
      occurrence: 3,
      reason: { code: 'taskIgnored', step: 'visit' },
    });
    for (const [taskId, other] of [
      ['a', task('b', '2026-03-04T05:00Z')],
      ['c', task('c', '2026-03-04T04:00Z')],
    ] as const) {
      expect(ignored([late, other])).toMatchObject({ taskId });
      expect(ignored([other, late])).toMatchObject({ taskId });
    }
    expect(ignored([task('a', '2026-03-04T05:01Z')]).kind).toBe('wait');
  });

  it('is the verdict on a promise before an ignored task, and an escalation by staff before both', () => {
    const opening = { promise: aPromise('2026-03-05', '2026-03-10') };
    const state = { tasks: [task('a', '2026-03-04T05:00Z')], escalations: 2 };
    const at = '2026-03-09T16:00Z';
    expect(actionAt(at, state, plan, opening)).toEqual({
      kind: 'judgePromise',
      promiseId: 'promise-1',
      verdict: 'broken',
      reason: { code: 'promiseDue' },
    });
    expect(actionAt('2026-03-09T15:59Z', state, plan, opening).kind).toBe('escalateIgnoredTask');
    expect(actionAt(at, { ...state, escalateTo: 'manager' }, plan, opening)).toEqual({
      kind: 'escalate',
      role: 'manager',
      occurrence: 3,
      reason: { code: 'escalated' },
    });
  });
});

describe('the end of a case', () => {
  it.each([
    [1, 'wait'],
    [0, 'close'],
    [-1, 'close'],
  ])('comes when nothing is open: %i open, %s', (openBalanceMinor, kind) => {
    expect(actionAt('2026-03-04T02:00Z', { openBalanceMinor }).kind).toBe(kind);
  });

  it('is settled by payment, and as somebody decided before that', () => {
    const paid = { openBalanceMinor: 0 };
    expect(actionAt('2026-03-04T02:00Z', paid)).toEqual({
      kind: 'close',
      outcome: 'settled',
      reason: { code: 'paid' },
    });
    expect(actionAt('2026-03-04T02:00Z', { ...paid, ending: 'writtenOff' })).toEqual({
      kind: 'close',
      outcome: 'writtenOff',
      reason: { code: 'cancelled' },
    });
  });
});

describe('a calendar that is too short', () => {
  const short = aCalendar({ through: parseDay('2026-03-10') });
  const at = (now: string, opening = {}) =>
    nextAction(plan, aState(plan, opening, { now: minuteOf(now) }), short, minuteOf(now));

  it('is made longer when the case wakes behind its end', () => {
    const holds = [aHold('2026-03-03', null)];
    expect(at('2026-03-10T23:00Z', { holds }).kind).toBe('wait');
    expect(at('2026-03-11T00:00Z', { holds })).toEqual({
      kind: 'extendCalendar',
      through: parseDay('2026-03-12'),
      reason: { code: 'notYet' },
    });
  });

  it('is made longer for the verdict on a promise', () => {
    const promise = (until: string) => at('2026-03-04T00:00Z', { promise: aPromise('2026-03-05', until) });
    expect(promise('2026-03-10')).toMatchObject({ kind: 'extendCalendar', reason: { code: 'notYet' } });
    expect(promise('2026-03-11')).toEqual({
      kind: 'extendCalendar',
      through: parseDay('2026-03-11'),
      reason: { code: 'promise' },
    });
  });
});

describe('what is performed', () => {
  const lawyerOnly = aPlan({ steps: [aLawyerStep({ day: 1, occurrence: 2 })] });

  it('is asked for first while this very occurrence is not approved', () => {
    const ask = (approved: CaseState['approved']) => actionAt('2026-03-05T02:00Z', { approved }, lawyerOnly);
    expect(ask(null)).toEqual({
      kind: 'requestApproval',
      step: lawyerOnly.steps[0],
      occurrence: 2,
      reason: { code: 'approval', step: 'lawyer' },
    });
    expect(ask({ step: 'lawyer', occurrence: 1 }).kind).toBe('requestApproval');
    expect(ask({ step: 'visit', occurrence: 2 }).kind).toBe('requestApproval');
    expect(ask({ step: 'lawyer', occurrence: 2 })).toMatchObject({ kind: 'perform', occurrence: 2 });
  });

  it('is what was announced for this instant, which is not chosen again', () => {
    const now = minuteOf('2026-03-05T02:00Z');
    const letter = { step: aLetterStep(), occurrence: 1, index: 2, entry: false };
    const told = (at: string) =>
      nextAction(plan, aState(plan, {}, { now }), calendar, now, { ...letter, at: minuteOf(at) });
    expect(told('2026-03-05T02:00Z')).toMatchObject({ kind: 'perform', step: { id: 'letter' }, index: 2 });
    expect(told('2026-03-05T02:01Z')).toMatchObject({ kind: 'perform', step: { id: 'friendly' }, index: 0 });
  });

  it('says whether the step is due, entered or wanted by staff', () => {
    const due = (state: Partial<CaseState>) => reasonAt('2026-03-05T02:00Z', state);
    expect(due({})).toEqual({ code: 'due', step: 'friendly', day: 3 });
    expect(reasonAt('2026-03-12T02:00Z')).toEqual({ code: 'entry', step: 'call', day: 10 });
    expect(due({ requested: { step: 'friendly', occurrence: 1 } }).code).toBe('requested');
    expect(due({ requested: { step: 'friendly', occurrence: 2 } }).code).toBe('due');
    expect(due({ requested: { step: 'call', occurrence: 1 } }).code).toBe('due');
  });

  it('is no wish of staff in states of before they had any', () => {
    const { requested, ...before } = aState(plan, {}, { now: minuteOf('2026-03-05T02:00Z') });
    expect(requested).toBeNull();
    expect(nextAction(plan, before, calendar, before.now).reason.code).toBe('due');
  });

  it('is not what staff want while it is put off', () => {
    const requested = { step: 'friendly', occurrence: 1 };
    const putOff = (until: string) => ({ until: minuteOf(until), reason: { code: 'cap' } }) as const;
    expect(actionAt('2026-03-04T02:00Z', { requested }).kind).toBe('perform');
    expect(actionAt('2026-03-04T02:00Z', { requested, deferral: putOff('2026-03-04T02:01Z') }).kind).toBe('wait');
    expect(actionAt('2026-03-04T02:00Z', { requested, deferral: putOff('2026-03-04T02:00Z') }).kind).toBe('perform');
  });
});

describe('the review of an exhausted ladder', () => {
  const bare = aPlan({ stages: ['friendly', 'last'], review: { role: 'owner', deadlineDays: 7 }, steps: [aStep()] });
  const done = { performed: [aPerformedStep('friendly', '2026-03-05T01:00Z')] };

  it('is an internal task of the last stage for the role that the plan names', () => {
    expect(actionAt('2026-04-06T01:00Z', {}, bare, done)).toEqual({
      kind: 'perform',
      occurrence: 1,
      index: 1,
      passedOver: [],
      reason: { code: 'exhausted', step: REVIEW_STEP, day: 0 },
      step: {
        ...{ id: REVIEW_STEP, occurrence: 1, day: 0, stage: 'last', effect: 'openReviewTask', channel: 'internal' },
        ...{ fallback: [], role: 'owner', addressee: 'none', severity: 0, formal: false, entry: false, template: null },
        ...{ when: [], approval: null, task: { deadlineDays: 7, escalateTo: null, blocks: false }, sources: [] },
      },
    });
  });

  it('is numbered after those of before', () => {
    expect(actionAt('2026-04-06T01:00Z', { reviews: 2 }, bare, done)).toMatchObject({ kind: 'perform', occurrence: 3 });
  });

  it('has a stage of its own where the plan has none', () => {
    const empty = aPlan({ stages: [], steps: [] });
    expect(actionAt('2026-04-06T01:00Z', {}, empty)).toMatchObject({ step: { stage: REVIEW_STEP } });
  });

  it.each([
    ['the last step', done, '2026-04-06T01:00Z'],
    ['the due date, where none was taken', { performed: [aPerformedStep('friendly', '2026-03-05T01:00Z', { outcome: 'refused' })] }, '2026-04-01T01:00Z'], // prettier-ignore
  ])('comes 30 days after %s, in its window', (_what, opening, at) => {
    expect(actionAt('2026-03-10T01:00Z', {}, bare, opening)).toMatchObject({
      kind: 'wait',
      until: minuteOf(at),
      next: { step: { id: REVIEW_STEP }, occurrence: 1, index: 1, at: minuteOf(at), entry: false },
    });
    const missed = minuteOf('2026-06-01T12:00Z');
    expect(actionAt('2026-06-01T12:00Z', {}, bare, opening)).toMatchObject({
      until: missed + 13 * 60,
      reason: { code: 'window', step: REVIEW_STEP },
    });
  });

  it('waits under a hold without end, and asks for the calendar it needs', () => {
    const held = { ...done, holds: [aHold('2026-03-10', null)] };
    expect(actionAt('2026-03-12T01:00Z', {}, bare, held)).toMatchObject({ until: null, reason: { code: 'hold' } });
    // The day of the review has come before the hold began.
    const heldLater = { ...done, holds: [aHold('2026-05-01', null)] };
    expect(actionAt('2026-05-05T01:00Z', {}, bare, heldLater)).toMatchObject({ until: null, reason: { code: 'hold' } });
    expect(
      actionAt('2026-12-30T12:00Z', {}, bare, { performed: [aPerformedStep('friendly', '2026-12-28T01:00Z')] }),
    ).toEqual({
      kind: 'extendCalendar',
      through: parseDay('2027-01-27'),
      reason: { code: 'notYet' },
    });
  });
});
