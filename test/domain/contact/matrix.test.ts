import { noticeEnd } from '../../../domain/contact/heads-up';
import { byFitness } from '../../../domain/contact/matrix';
import { instantOf, minuteOf } from '../../../domain/time';
import { aCalendar } from '../a-calendar';

describe('whom a step addresses', () => {
  const point = (id: string, kind: string, role: string | null) => ({ id, kind, role });
  const points = [
    point('1', 'email', null),
    point('2', 'email', 'financeHead'),
    point('3', 'email', 'accountsPayable'),
    point('4', 'post', 'accountsPayable'),
    point('5', 'post', 'noticeAddress'),
    point('6', 'post', null),
    point('7', 'email', null),
  ];
  const ids = (kind: string, addressee: string) => byFitness(points, kind, addressee).map(({ id }) => id);

  it('is the person in the role that it says, else the newest general address, else anybody', () => {
    expect(ids('email', 'accountsPayable')).toEqual(['3', '7', '1', '2']);
    expect(ids('email', 'financeHead')).toEqual(['2', '7', '1', '3']);
    expect(ids('email', 'legalRepresentative')).toEqual(['7', '1', '3', '2']);
  });

  it('is the notice address for letters, whomever the step names', () => {
    expect(ids('post', 'accountsPayable')).toEqual(['5', '4', '6']);
    expect(ids('post', 'financeHead')).toEqual(['5', '6', '4']);
  });
});

describe("one working day's notice", () => {
  const calendar = aCalendar();
  const end = (at: string) => instantOf(noticeEnd(calendar, minuteOf(at)));

  it('ends at the same hour of the next working day', () => {
    expect(end('2026-03-05T02:00:00Z')).toBe('2026-03-06T02:00:00.000Z');
    expect(end('2026-03-06T02:00:00Z')).toBe('2026-03-09T02:00:00.000Z');
  });

  it('covers a whole working day where it was given on a day off', () => {
    expect(end('2026-03-07T02:00:00Z')).toBe('2026-03-09T16:00:00.000Z');
  });
});
