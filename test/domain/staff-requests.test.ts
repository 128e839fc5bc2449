import type { CaseState } from '../../domain/case-state';
import type { CaseMessage } from '../../domain/messages';
import { nextAction } from '../../domain/next-action';
import { minuteOf } from '../../domain/time';
import { aHold, aLetterStep, aPlan, aPromise, aState, aStep } from '../support/builders';
import { drive, goodWorld } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
// Due on Monday 2 March; mails on days 3 and 6, a letter with a deadline of its own on day 9.
const plan = aPlan({
  minGapDays: 0,
  steps: [aStep(), aStep({ id: 'second', day: 6, severity: 2, payBy: { days: 7 } }), aLetterStep({ day: 9 })],
});
const opened = aState(plan);
const until = '2026-03-31T00:00Z';

const asked = (kind: 'sendNow' | 'skipStep', at: string, stepId = 'friendly'): CaseMessage => ({
  kind,
  body: { v: 1, id: `${kind} ${at}`, at, stepId, occurrence: 1, reason: 'document' },
});
const days = (log: readonly string[]) => log.map((line) => line.replace('2026-03-', ''));
const live = (messages: readonly CaseMessage[], state: CaseState = opened) =>
  drive(plan, state, calendar, until, messages);

describe('a step that staff want now', () => {
  it('is taken at once, and the ladder goes on as planned', () => {
    const { log, state } = live([asked('sendNow', '2026-03-04T02:00:00Z')]);
    expect(days(log)).toEqual(['04T02:00Z friendly', '09T01:00Z second', '17T01:00Z letter']);
    expect(state.requested).toBeNull();
    expect(state.decisions.find(({ action }) => action === 'perform')?.reason.code).toBe('requested');
  });

  it('asks the gate once: where it defers, the step comes on its own day or when the gate says', () => {
    let times = 0;
    const { log } = drive(plan, opened, calendar, until, [asked('sendNow', '2026-03-03T12:00:00Z')], (action) => {
      times += 1;
      const deferred = { until: '2026-03-04T01:00:00.000Z', reason: { code: 'window' as const } };
      return times === 1 ? { kind: 'deferredUntil', ...deferred } : goodWorld(action);
    });
    expect(days(log).slice(0, 2)).toEqual(['03T12:00Z friendly', '05T01:00Z friendly']);
  });

  it('[R30] waits for the deadline that the last demand set, whatever staff want', () => {
    const { log, state } = live([asked('sendNow', '2026-03-10T02:00:00Z', 'letter')]);
    expect(days(log)).toEqual(['05T01:00Z friendly', '09T01:00Z second', '17T01:00Z letter']);
    expect(state.requested ?? null).toBeNull();
  });

  it('is not taken before the due date, under a hold or a promise, nor a second time', () => {
    const friday = '2026-02-27T02:00:00Z';
    const early = aState(plan, { openedAt: minuteOf('2026-02-26T16:00Z') });
    expect(days(live([asked('sendNow', friday)], early).log)[0]).toBe('05T01:00Z friendly');
    const held = aState(plan, { holds: [aHold('2026-03-03', '2026-03-06')] });
    expect(days(live([asked('sendNow', '2026-03-04T02:00:00Z')], held).log)[0]).not.toContain('04T');
    const promised = aState(plan, { promise: aPromise('2026-03-05', '2026-03-10') });
    expect(days(live([asked('sendNow', '2026-03-04T02:00:00Z')], promised).log)[0]).toBe(
      '09T16:00Z judgePromise broken',
    );
    const { log } = live([asked('sendNow', '2026-03-04T02:00:00Z'), asked('sendNow', '2026-03-04T03:00:00Z')]);
    expect(log.filter((line) => line.endsWith('friendly'))).toHaveLength(1);
  });
});

describe('a step that staff skip', () => {
  it('is recorded as skipped, and the next one follows on its own day', () => {
    const { log, state } = live([asked('skipStep', '2026-03-04T02:00:00Z')]);
    expect(days(log)).toEqual(['09T01:00Z second', '17T01:00Z letter']);
    expect(state.performed[0]).toMatchObject({ step: 'friendly', outcome: 'skipped' });
  });

  it('neither sets the pace nor the stage, and is not skipped twice', () => {
    const at = '2026-03-04T02:00:00Z';
    const { state } = drive(plan, opened, calendar, '2026-03-05T00:00Z', [
      asked('skipStep', at),
      asked('skipStep', '2026-03-04T03:00:00Z'),
    ]);
    expect([state.lastOn, state.stage, state.performed.length]).toEqual([null, null, 1]);
    expect(nextAction(plan, state, calendar, state.now)).toMatchObject({
      kind: 'wait',
      next: { step: { id: 'second' } },
    });
  });

  it('leaves the case with what follows upon it impossible', () => {
    const follows = aPlan({
      minGapDays: 0,
      steps: [aStep(), aStep({ id: 'second', day: 6, after: { steps: ['friendly'], days: 2 } })],
    });
    const { log } = drive(follows, aState(follows), calendar, '2026-03-25T00:00Z', [
      asked('skipStep', '2026-03-04T02:00:00Z'),
    ]);
    expect(log).toEqual([]);
  });
});

it('asks the gate again as soon as somebody has decided about a proposal', () => {
  const decided: CaseMessage = {
    kind: 'proposalDecided',
    body: { v: 1, id: 'd', at: '2026-03-05T06:00:00Z', proposalId: 'p', decision: 'released' },
  };
  let times = 0;
  const { log } = drive(plan, opened, calendar, '2026-03-07T00:00Z', [decided], (action) => {
    times += 1;
    const waits = { until: '2026-03-06T01:00:00.000Z', reason: { code: 'proposal' as const } };
    return times === 1 ? { kind: 'deferredUntil', ...waits } : goodWorld(action);
  });
  expect(days(log)).toEqual(['05T01:00Z friendly', '05T06:00Z friendly']);
});

it('takes the newest word on the papers, however late the older one comes', () => {
  const papers = (at: string, evidence: 'complete' | 'incomplete'): CaseMessage => ({
    kind: 'papersChanged',
    body: { v: 1, id: at, at, evidence },
  });
  const { state } = drive(plan, opened, calendar, '2026-03-04T00:00Z', [
    papers('2026-03-03T03:00:00Z', 'complete'),
    papers('2026-03-03T02:00:00Z', 'incomplete'),
  ]);
  expect(state.facts.evidence).toBe('complete');
});
