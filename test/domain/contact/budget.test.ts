import { addressBudget, carrierBudget, conversationBudget, latest, type Budget } from '../../../domain/contact/budget';
import { addressCaps, type ContactLimits, standardLimits } from '../../../domain/contact/limits';
import { addMinutes, instantOf, minuteOf } from '../../../domain/time';

const now = minuteOf('2026-03-18T02:00Z');
const hoursAgo = (...hours: number[]) => hours.map((n) => addMinutes(now, -n * 60));
const justWithin = (hours: number) => addMinutes(now, -hours * 60 + 1);
const said = ({ at, reason }: Budget) =>
  reason === null ? 'now' : `${instantOf(at).slice(0, 16)} ${reason.code} ${reason.detail ?? ''}`.trim();

describe('the budget of an address', () => {
  const caps = { perDay: 2, per7Days: 3, per30Days: 4 };
  it.each([
    ['one in a day', hoursAgo(1), 'now'],
    ['two in a day', [justWithin(24), ...hoursAgo(1)], '2026-03-18T02:01 cap address perDay'],
    ['the first of two exactly a day ago', hoursAgo(24, 1), 'now'],
    ['three in 7 days', [justWithin(168), ...hoursAgo(100, 50)], '2026-03-18T02:01 cap address per7Days'],
    ['four in 30 days', [justWithin(720), ...hoursAgo(600, 500, 400)], '2026-03-18T02:01 cap address per30Days'],
  ])('%s', (_name, recent, expected) => {
    expect(said(addressBudget(caps, recent, now))).toBe(expected);
  });

  it('is twice that of a debtor where the policy says nothing, so that a debtor alone never meets it', () => {
    const plan = { caps: { perDay: 1, per7Days: 2, per30Days: 6 } };
    expect(addressCaps(plan)).toEqual({ perDay: 2, per7Days: 4, per30Days: 12 });
    const stated = { perDay: 5, per7Days: 5, per30Days: 5 };
    expect(addressCaps({ ...plan, limits: { ...standardLimits, perAddress: stated } })).toEqual(stated);
  });
});

describe('the limits of a carrier', () => {
  const [china] = standardLimits.carriers;
  if (china === undefined) throw new Error('China has a limit');
  const ask = (recent: readonly number[], identical: readonly number[]) =>
    said(carrierBudget(china, hoursAgo(...recent), hoursAgo(...identical), now));
  it.each([
    ['a second identical text', [20], [20], 'now'],
    ['a third identical text', [20, 10], [20, 10], '2026-03-18T06:00 identicalText'],
    ['a third identical text after a day', [24, 10], [24, 10], 'now'],
    ['a fourth text, all different', [20, 10, 5], [], 'now'],
    ['a fifth text, all different', [20, 10, 5, 1], [], '2026-03-18T06:00 cap carrier perDay'],
    ['both, the later counts', [20, 12, 11, 10], [12, 11], '2026-03-18T14:00 identicalText'],
  ])('%s', (_name, recent, identical, expected) => {
    expect(ask(recent, identical)).toBe(expected);
  });
});

describe('the budget of conversations', () => {
  const ask = (...hours: number[]) => {
    const talks = hoursAgo(...hours);
    return said(conversationBudget(standardLimits, { talks, attempts: talks }, now));
  };
  it.each([
    ['the first', [], 'now'],
    ['a second on one day', [23], '2026-03-18T03:00 cap conversations perDay'],
    ['a second after a day', [24], 'now'],
    ['a fourth within 7 days', [160, 100, 50], '2026-03-18T10:00 cap conversations per7Days'],
    ['a fourth after 7 days', [168, 100, 50], 'now'],
  ])('%s', (_name, hours, expected) => {
    expect(ask(...hours)).toBe(expected);
  });
});

describe('calls that reach nobody, and days after a conversation', () => {
  const regF = { ...standardLimits, conversations: { perDay: 9, per7Days: 9 }, daysAfterTalk: 7 };
  const limits = { ...regF, attempts: { perDay: 2, per7Days: 3 } };
  const ask = (talks: readonly number[], attempts: readonly number[], stated: ContactLimits = limits) =>
    said(conversationBudget(stated, { talks: hoursAgo(...talks), attempts: hoursAgo(...attempts) }, now));
  it.each([
    ['the first', [], [], 'now'],
    ['a third attempt on one day', [], [20, 10], '2026-03-18T06:00 cap attempts perDay'],
    ['a fourth attempt within 7 days', [], [160, 100, 50], '2026-03-18T10:00 cap attempts per7Days'],
    ['a conversation 6 days ago', [144], [144], '2026-03-19T02:00 cap daysAfterTalk'],
    ['a conversation 7 days ago', [168], [168], 'now'],
  ])('%s', (_name, talks, attempts, expected) => {
    expect(ask(talks, attempts)).toBe(expected);
  });

  it('are no limit where the policy states none', () => {
    expect(ask([], [3, 2, 1], { ...regF, ...{ attempts: null } })).toBe('now');
    expect(ask([30], [30, 3, 2, 1], standardLimits)).toBe('now');
  });
});

it('of several budgets the last to allow it counts', () => {
  const late = { at: addMinutes(now, 60), reason: { code: 'cap' } } as const;
  expect(latest([{ at: addMinutes(now, 5), reason: { code: 'window' } }, late], now)).toEqual(late);
  expect(latest([], now)).toEqual({ at: now, reason: null });
});
