import type { EffectResult } from '../../domain/actions';
import type { EffectAction } from '../../domain/fold-outcome';
import type { CaseMessage } from '../../domain/messages';
import { nextAction } from '../../domain/next-action';
import { minuteOf } from '../../domain/time';
import { aCallStep, aLawyerStep, aLetterStep, aPlan, aState, aStep } from '../support/builders';
import { drive, goodWorld } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
const days = (log: readonly string[]) => log.map((line) => line.replace('2026-', ''));

/** People do not answer at once: tasks stay open and approvals are awaited. */
const absentPeople = (action: EffectAction): EffectResult => {
  const result = goodWorld(action);
  if (result.kind === 'taskOpened') return { ...result, outcome: null };
  return result.kind === 'approvalRequested' ? { ...result, decision: null } : result;
};

const decision = (at: string, decision: 'approved' | 'refused', approvalId = 'approval lawyer'): CaseMessage => ({
  kind: 'decideApproval',
  body: { v: 1, id: `decision ${at}`, at, approvalId, decision },
});
const call = (at: string, outcome: 'reached' | 'noAnswer', taskId = 'task call'): CaseMessage => ({
  kind: 'recordCall',
  body: { v: 1, id: `call ${at}`, at, taskId, outcome },
});

describe('a step that needs approval', () => {
  const plan = aPlan({ steps: [aStep(), aLawyerStep()] });
  const live = (messages: readonly CaseMessage[]) =>
    drive(plan, aState(plan), calendar, '2026-05-10T00:00Z', messages, absentPeople);

  it('is asked for once, in its own window, and waits for the answer', () => {
    const { log, state } = live([]);
    expect(days(log)).toEqual(['03-05T01:00Z friendly', '04-17T01:00Z requestApproval lawyer']);
    expect(nextAction(plan, state, calendar, state.now)).toMatchObject({
      kind: 'wait',
      until: null,
      reason: { code: 'approval', step: 'lawyer' },
    });
  });

  it('is performed in the next window after the yes', () => {
    expect(days(live([decision('2026-04-18T03:00:00Z', 'approved')]).log)[2]).toBe('04-20T01:00Z lawyer');
  });

  it('is left out after the no, and the ladder goes on to the review', () => {
    const { log, state } = live([decision('2026-04-17T03:00:00Z', 'refused')]);
    expect(days(log)[2]).toBe('04-17T03:00Z review');
    expect(state.performed.map(({ step }) => step)).toEqual(['friendly', 'review']);
  });

  it('ignores an answer to another question', () => {
    expect(live([decision('2026-04-18T03:00:00Z', 'approved', 'another')]).log).toHaveLength(2);
  });

  it('needs a new approval for its next occurrence only', () => {
    const { state } = live([decision('2026-04-18T03:00:00Z', 'approved')]);
    expect(state.approved).toBeNull();
  });
});

describe('an open task', () => {
  const planWith = (blocks: boolean) =>
    aPlan({
      steps: [aStep(), aCallStep({ task: { deadlineDays: 20, escalateTo: 'manager', blocks } }), aLetterStep()],
    });
  const live = (blocks: boolean, messages: readonly CaseMessage[]) =>
    drive(planWith(blocks), aState(planWith(blocks)), calendar, '2026-04-02T04:00Z', messages, absentPeople);

  it('does not keep the ladder back', () => {
    expect(days(live(false, []).log)).toEqual([
      '03-05T01:00Z friendly',
      '03-12T02:00Z call',
      '03-23T01:00Z letter',
      '04-01T02:00Z escalateIgnoredTask',
    ]);
  });

  it('keeps the ladder back where its step says so, until it is ignored', () => {
    expect(days(live(true, []).log)).toEqual([
      '03-05T01:00Z friendly',
      '03-12T02:00Z call',
      '04-01T02:00Z escalateIgnoredTask',
      '04-01T02:00Z letter',
    ]);
  });

  it('keeps the ladder back until it is done', () => {
    const { log } = live(true, [call('2026-03-25T05:00:00Z', 'reached')]);
    expect(days(log).slice(2)).toEqual(['03-25T05:00Z letter']);
  });

  it('is ignored at its deadline, not a minute before, once, and as a failed attempt', () => {
    const { state } = live(false, [call('2026-04-01T01:59:00Z', 'reached')]);
    expect(state.escalations).toBe(0);
    const late = live(false, [call('2026-04-01T02:01:00Z', 'reached')]);
    expect(late.log.filter((line) => line.endsWith('escalateIgnoredTask'))).toHaveLength(1);
    // Two messages without an answer and the ignored call; the letter still awaits its answer.
    expect(late.state.failedAttempts).toBe(2);
  });

  it('counts as a failed attempt when nobody answered the call', () => {
    const failed = (outcome: 'reached' | 'noAnswer') =>
      live(false, [call('2026-03-13T05:00:00Z', outcome)]).state.failedAttempts;
    expect(failed('noAnswer') - failed('reached')).toBe(1);
  });

  it('is numbered apart from an escalation that staff ask for', () => {
    const plan = planWith(false);
    const escalations: number[] = [];
    const escalate = (at: string): CaseMessage => ({
      kind: 'escalate',
      body: { v: 1, id: at, at, role: 'manager', reason: 'urgent' },
    });
    const world = (action: EffectAction): EffectResult => {
      if (action.kind === 'escalate' || action.kind === 'escalateIgnoredTask') escalations.push(action.occurrence);
      return absentPeople(action);
    };
    const messages = [
      escalate('2026-03-10T01:00:00Z'),
      escalate('2026-04-02T01:00:00Z'),
      escalate('2026-04-02T02:00:00Z'),
    ];
    drive(plan, aState(plan), calendar, '2026-04-02T04:00Z', messages, world);
    expect(escalations).toEqual([1, 2, 3, 4]);
  });
});

describe('a condition on failed attempts', () => {
  const plan = aPlan({
    steps: [
      aStep(),
      aCallStep(),
      aLetterStep(),
      aLawyerStep({ approval: null, when: [{ fact: 'failedAttempts', atLeast: 3 }] }),
    ],
  });

  it('S57 lets the lawyer act when reminder, call and letter were in vain', () => {
    expect(drive(plan, aState(plan), calendar, '2026-04-18T00:00Z').log.at(-1)).toBe('2026-04-17T01:00Z lawyer');
  });

  it('S57 keeps the lawyer back when the debtor replied in between', () => {
    const reply: CaseMessage = {
      kind: 'debtorReplied',
      body: { v: 1, id: 'reply', at: '2026-04-01T01:00:00Z', replyId: 'reply', pausedUntil: null },
    };
    const { log } = drive(plan, aState(plan), calendar, '2026-04-30T00:00Z', [reply]);
    expect(log.at(-1)).toBe('2026-04-22T01:00Z review');
  });
});

it('hands the case over at once when staff escalate it, once', () => {
  const plan = aPlan();
  const state = aState(plan, {}, { escalateTo: 'manager' });
  const action = nextAction(plan, state, calendar, minuteOf('2026-03-02T18:00Z'));
  expect(action).toMatchObject({ kind: 'escalate', role: 'manager' });
  expect(drive(plan, state, calendar, '2026-03-04T00:00Z').log).toEqual(['2026-03-02T16:00Z escalate']);
});
