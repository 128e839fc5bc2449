import type { CaseState } from '../../domain/case-state';
import { dayAfterPatience, eligibleStageDay, firstAllowed, slotOf, windowOfStep } from '../../domain/step-timing';
import { instantOf, minuteOf, parseDay } from '../../domain/time';
import { aCallStep, aHold, aLetterStep, aPerformedStep, aPlan, aState, aStep } from '../support/builders';
import { aCalendar } from './a-calendar';

// 1 March to 30 April; the due date is 2 March.
const calendar = aCalendar({ from: parseDay('2026-03-01'), through: parseDay('2026-04-30') });
const early = { ranges: [[420, 480]], workingDaysOnly: true } as const;
const plan = aPlan();

const shown = (moment: ReturnType<typeof slotOf>) =>
  moment.kind === 'at' ? { at: instantOf(moment.at).slice(0, 16) } : moment;
const slot = (day: number, state: CaseState = aState(plan)) => shown(slotOf(plan, state, calendar, aStep({ day })));
const allowed = (state: CaseState, from: string) => shown(firstAllowed(plan, state, calendar, aStep(), minuteOf(from)));
const heldFrom = (from: string, until: string | null) => aState(plan, { holds: [aHold(from, until)] });

describe('the hours of a step', () => {
  const special = aPlan({ windows: { ...plan.windows, early } });

  it('[X9] are its own, where it names some, and else those of its channel', () => {
    expect(windowOfStep(special, aState(special), aStep({ window: 'early' }))).toEqual(early);
    expect(windowOfStep(special, aState(special), aStep())).toEqual(plan.windows.email);
    expect(windowOfStep(special, aState(special), aCallStep())).toEqual(plan.windows.call);
  });
});

describe('the slot of a step', () => {
  it('is the first minute of its hours on its day', () => {
    expect(slot(3)).toEqual({ at: '2026-03-05T01:00' });
  });

  it('is open while a hold without end stands before it', () => {
    expect(slot(3, heldFrom('2026-03-04', null))).toEqual({ kind: 'held' });
  });

  it('has come where its date lies before the calendar, and is looked up from its first day on', () => {
    expect(slot(-2)).toEqual({ at: '2026-02-28T00:00' });
    // 1 March is a Sunday, held or not: its first hours are those of Monday.
    expect(slot(-1)).toEqual({ at: '2026-03-02T01:00' });
  });

  it('needs a longer calendar from the day after its last one on', () => {
    expect(slot(59)).toEqual({ at: '2026-04-30T01:00' });
    expect(slot(60)).toEqual({ kind: 'needCalendar', through: parseDay('2026-05-01') });
    expect(slot(90)).toEqual({ kind: 'needCalendar', through: parseDay('2026-05-31') });
  });
});

describe('the first allowed instant', () => {
  it('lies after the holds, in the hours of the day on which they end', () => {
    expect(allowed(heldFrom('2026-03-04', '2026-03-10'), '2026-03-05T05:00Z')).toEqual({ at: '2026-03-10T01:00' });
  });

  it('is not known under a hold without end', () => {
    expect(allowed(heldFrom('2026-03-04', null), '2026-03-05T05:00Z')).toEqual({ kind: 'held' });
  });

  it('may be on the last day of the calendar, and needs a longer one behind it', () => {
    expect(allowed(heldFrom('2026-03-04', '2026-04-30'), '2026-03-05T05:00Z')).toEqual({ at: '2026-04-30T01:00' });
    const longer = { kind: 'needCalendar', through: parseDay('2026-05-01') };
    expect(allowed(heldFrom('2026-03-04', '2026-05-01'), '2026-03-05T05:00Z')).toEqual(longer);
    expect(allowed(aState(plan), '2026-04-30T12:00Z')).toEqual(longer);
    const muchLonger = { kind: 'needCalendar', through: parseDay('2026-06-01') };
    expect(allowed(heldFrom('2026-03-04', '2026-06-01'), '2026-03-05T05:00Z')).toEqual(muchLonger);
  });
});

describe('the stage day of a step', () => {
  const performedOn = (date: string) => ({
    lastOn: parseDay(date),
    performed: [aPerformedStep('friendly', `${date}T01:00Z`)],
  });

  it('is its own, at least the gap after the last step', () => {
    expect(eligibleStageDay(plan, aState(plan), aCallStep())).toBe(10);
    expect(eligibleStageDay(plan, aState(plan, {}, performedOn('2026-03-05')), aCallStep())).toBe(10);
    expect(eligibleStageDay(plan, aState(plan, {}, performedOn('2026-03-11')), aCallStep())).toBe(12);
  });

  it('follows another step by its distance, the last time that was performed', () => {
    const letter = aLetterStep({ day: 5, after: { steps: ['friendly', 'call'], days: 7 } });
    const twice = {
      lastOn: parseDay('2026-03-09'),
      performed: [aPerformedStep('friendly', '2026-03-05T01:00Z'), aPerformedStep('friendly', '2026-03-09T01:00Z')],
    };
    expect(eligibleStageDay(plan, aState(plan), letter)).toBe(5);
    expect(eligibleStageDay(plan, aState(plan, {}, twice), letter)).toBe(14);
  });
});

describe('the patience with a debtor', () => {
  const offer = (step: string, through: string) => ({
    ...{ step, occurrence: 1, on: parseDay('2026-03-05') },
    through: parseDay(through),
  });
  const needsOffer = aLetterStep({ requires: ['offerExpired'] });
  const after = (state: Partial<CaseState>, step = needsOffer) => dayAfterPatience(aState(plan, {}, state), step);

  it('[R30] ends a day after the deadline of a milder step, and is none before one as hard', () => {
    const deadline = { through: parseDay('2026-03-14'), severity: 2 };
    expect(after({ deadline }, aLetterStep({ severity: 3 }))).toBe(parseDay('2026-03-15'));
    expect(after({ deadline }, aLetterStep({ severity: 2 }))).toBeNull();
    expect(after({ deadline: null }, aLetterStep({ severity: 3 }))).toBeNull();
  });

  it('[S69] ends a day after the last of all offers, for a step that needs them expired', () => {
    const offers = [offer('a', '2026-03-12'), offer('b', '2026-03-20'), offer('c', '2026-03-18')];
    expect(after({ offers })).toBe(parseDay('2026-03-21'));
    expect(after({ offers }, aLetterStep())).toBeNull();
    expect(after({ offers, deadline: { through: parseDay('2026-03-30'), severity: 0 } })).toBe(parseDay('2026-03-31'));
    expect(after({ offers, deadline: { through: parseDay('2026-03-14'), severity: 0 } })).toBe(parseDay('2026-03-21'));
  });
});
