import { applyMessage } from '../../../domain/apply-message';
import type { CaseState } from '../../../domain/case-state';
import type { MessageOf } from '../../../domain/messages';
import { nextAction } from '../../../domain/next-action';
import { epochMinute, minuteOf, parseDay } from '../../../domain/time';
import { aPlan, aState } from '../../support/builders';
import { aCalendar } from '../a-calendar';

const plan = aPlan();
const [first, second] = plan.steps;
if (first === undefined || second === undefined) throw new Error('aPlan has fewer than two steps');
const at = '2026-03-06T02:00:00Z';
type Outcome = MessageOf<'deliveryReported'>['outcome'];

const report = (state: CaseState, outcome: Outcome, stepId = first.id) =>
  applyMessage(
    plan,
    state,
    {
      kind: 'deliveryReported',
      body: { v: 1, id: `report ${outcome}`, at, contactId: 'c', stepId, occurrence: 1, outcome },
    },
    aCalendar(),
  );

const taken = (step: string, on: string, outcome = 'sent') => {
  const day = parseDay(on);
  return { step, occurrence: 1, on: day, at: epochMinute(day * 1440 + 120), day: 5, outcome };
};
const afterFirst = (overrides: Partial<CaseState> = {}): CaseState => ({
  ...aState(plan),
  now: minuteOf('2026-03-05T02:00:00Z'),
  performed: [taken(first.id, '2026-03-05')],
  nextIndex: 1,
  lastOn: parseDay('2026-03-05'),
  stage: first.stage,
  awaitingAnswer: true,
  ...overrides,
});

describe('a report of what became of a message', () => {
  it.each(['bounced', 'failed'] as const)('[R26] %s: opens the next attempt of the step', (outcome) => {
    const { state, ignored } = report(afterFirst(), outcome);
    expect(ignored).toBeNull();
    expect(state).toMatchObject({ performed: [], nextIndex: 0, lastOn: null, stage: null, awaitingAnswer: false });
    const action = nextAction(plan, state, aCalendar(), minuteOf(at));
    expect(action).toMatchObject({ kind: 'perform', step: { id: first.id }, occurrence: 1 });
  });

  it.each(['sent', 'delivered', 'read'] as const)('%s: changes nothing of the ladder', (outcome) => {
    const before = afterFirst();
    expect(report(before, outcome).state).toMatchObject({ performed: before.performed, nextIndex: 1 });
  });

  it('never takes a step back when another one was taken since', () => {
    const later = afterFirst({
      performed: [taken(first.id, '2026-03-04'), taken(second.id, '2026-03-05')],
      nextIndex: 2,
    });
    const { state, ignored } = report(later, 'bounced');
    expect(ignored).toContain('another step was taken since');
    expect(state).toMatchObject({ performed: later.performed, nextIndex: 2 });
  });

  it('goes back to the stage and the day of the step before', () => {
    const later = afterFirst({
      performed: [taken(first.id, '2026-03-04'), taken(second.id, '2026-03-05')],
      nextIndex: 2,
      stage: second.stage,
    });
    const { state } = report(later, 'bounced', second.id);
    expect(state).toMatchObject({ nextIndex: 1, lastOn: parseDay('2026-03-04'), stage: first.stage });
  });

  it.each(['sent', 'delivered', 'read', 'bounced', 'failed'] as const)(
    '%s: ends the wait for the answer to an unknown send',
    (outcome) => {
      const until = minuteOf('2026-03-06T12:00:00Z');
      const unknown = { until, reason: { code: 'unknownSend', step: first.id } } as const;
      expect(report(afterFirst({ deferral: unknown }), outcome).state.deferral).toBeNull();
      const other = { until, reason: { code: 'unknownSend', step: second.id } } as const;
      expect(report(afterFirst({ deferral: other }), outcome).state.deferral).toEqual(other);
    },
  );
});
