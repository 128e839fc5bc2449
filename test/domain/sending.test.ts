import type { EffectResult } from '../../domain/actions';
import { nextAction } from '../../domain/next-action';
import { minuteOf } from '../../domain/time';
import { aPlan, aState, aStep } from '../support/builders';
import { drive, goodWorld } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();
// No gap of its own, so that only the outcome of a sending keeps the next step back.
const plan = aPlan({
  minGapDays: 0,
  steps: [aStep(), aStep({ id: 'second', day: 4 }), aStep({ id: 'third', day: 9 })],
});

/** Lives the case while the first step ends with `first`. */
function after(first: EffectResult) {
  let asked = 0;
  const lived = drive(plan, aState(plan), calendar, '2026-03-12T00:00Z', [], (action) => {
    asked += 1;
    return asked === 1 ? first : goodWorld(action);
  });
  return { ...lived, log: lived.log.map((line) => line.replace('2026-03-', '')) };
}

it('keeps the next step back for 24 hours while nobody knows whether a message went out, and never sends it again', () => {
  const { log } = after({ kind: 'unknown', contactId: 'c' });
  expect(log).toEqual(['05T01:00Z friendly', '06T01:00Z second', '11T01:00Z third']);
  const slow = aPlan({ ...plan, unknownAfterHours: 25 });
  const asked = drive(slow, aState(slow), calendar, '2026-03-07T00:00Z', [], () => ({
    kind: 'unknown',
    contactId: 'c',
  }));
  expect(asked.log).toEqual(['2026-03-05T01:00Z friendly', '2026-03-06T02:00Z second']);
});

it('asks again at the instant to which the gate deferred, in the window', () => {
  const deferred = (until: string) => after({ kind: 'deferredUntil', until, reason: { code: 'cap' } }).log;
  expect(deferred('2026-03-05T03:00:00Z').slice(0, 2)).toEqual(['05T01:00Z friendly', '05T03:00Z friendly']);
  expect(deferred('2026-03-05T20:00:00Z')[1]).toBe('06T01:00Z second');
});

it('goes on to the next step after a refusal, which is no contact', () => {
  const { log, state } = after({ kind: 'refused', reason: { code: 'noAddress' } });
  expect(log.slice(0, 2)).toEqual(['05T01:00Z friendly', '06T01:00Z second']);
  expect(state.performed[0]).toMatchObject({ step: 'friendly', outcome: 'refused' });
});

it('counts a covered step as performed', () => {
  const { state } = after({ kind: 'coveredBy', contactId: 'c' });
  expect(state.performed[0]).toMatchObject({ step: 'friendly', outcome: 'coveredBy' });
});

it('announces the deferred step with the reason of the gate', () => {
  const reason = { code: 'minimumGap', n: 48 } as const;
  const state = aState(
    plan,
    {},
    { now: minuteOf('2026-03-05T02:00Z'), deferral: { until: minuteOf('2026-03-05T05:00Z'), reason } },
  );
  expect(nextAction(plan, state, calendar, state.now)).toMatchObject({
    kind: 'wait',
    until: minuteOf('2026-03-05T05:00Z'),
    reason: { code: 'minimumGap', step: 'friendly' },
  });
});
