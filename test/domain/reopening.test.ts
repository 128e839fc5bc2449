import { minuteOf, parseDay } from '../../domain/time';
import { aPerformedStep, aPlan, aState } from '../support/builders';
import { drive } from '../support/drive-case';
import { aCalendar } from './a-calendar';

const plan = aPlan();

describe('the state of a reopened case', () => {
  it('does not take a refused step for the last one that was performed', () => {
    const performed = [
      aPerformedStep('friendly', '2026-03-05T01:00Z'),
      aPerformedStep('call', '2026-03-12T02:00Z', { outcome: 'refused' }),
    ];
    const { stage, lastOn, nextIndex } = aState(plan, { performed });
    expect({ stage, lastOn, nextIndex }).toEqual({ stage: 'friendly', lastOn: parseDay('2026-03-05'), nextIndex: 2 });
  });

  it('does not take an escalation, which is no step of the ladder, for the last step', () => {
    const performed = [
      aPerformedStep('friendly', '2026-03-05T01:00Z'),
      aPerformedStep('escalation', '2026-03-11T03:00Z', { outcome: 'taskOpened' }),
    ];
    const opened = aState(plan, { performed, openedAt: minuteOf('2026-03-12T01:00Z') });
    expect(drive(plan, opened, aCalendar(), '2026-03-20T00:00Z').log).toEqual(['2026-03-12T02:00Z call']);
  });
});
