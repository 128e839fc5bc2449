import { unclassifiedFacts } from '../../../domain/case-state';
import { conditionsHold } from '../../../domain/conditions';
import type { Plan } from '../../../domain/plan';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { addDays, type EpochDay, parseDay } from '../../../domain/time';
import { aState } from '../../support/builders';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf, timelineOf } from './a-pack';

describe('standard, the defaults of the decisions', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('standard'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    ['[X3] reminds on day 3', '3 2026-07-09 sendReminder email owner friendly', {}],
    ['[X4] calls on day 10', '10 2026-07-16 openCallTask call owner neutral', {}],
    ['[X5] writes formally on day 20', '20 2026-07-27 sendLetter letter creditManager formal', {}],
    ['[X26][Y18] goes to the manager on day 30', '30 2026-08-05 escalateToManager internal manager -', {}],
    ['[X2] instructs the lawyer on day 46', '46 2026-08-21 instructLawyer internal legal -', {}],
    ['[S58] prepares papers seven days later', '53 2026-08-28 openReviewTask internal legal -', {}],
    ['[S28][X6] calls grade B at half of the term', '-30 2026-06-08 openCallTask call owner service', { grade: 'B' }],
    ['[X6] writes to grade B on day -15', '-15 2026-06-22 sendReminder email owner service', { grade: 'B' }],
    ['[X6] calls grade C on day -3', '-3 2026-07-03 openCallTask call owner service', { grade: 'C' }],
    [
      '[S34][X7] has after-sales ask on another day where the order was completed',
      '-39 2026-05-28 sendReminder sms afterSales service',
      { orderCompleted: '2026-05-08' },
    ],
    [
      '[X2][S62] instructs the lawyer on day 31 against the malicious',
      '31 2026-08-06 instructLawyer internal legal -',
      { motive: 'malicious' },
    ],
    ['[X34] visits for 200,000 and more', '34 2026-08-10 openVisitTask visit owner formal', { yuan: 200_000 }],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[X6] leaves grade A alone before the due date', () => {
    expect(daysOf(plan, { grade: 'A' })[0]).toBe('friendlyReminder 3');
  });

  it('[S188][S312][S313][S314][X10][X37] reminds every 7, 14 or 7 days by motive, where no milestone stands', () => {
    const between = (motive: string) =>
      daysOf(plan, { motive }).filter((row) => /^(weekly|pressured|malicious)/.test(row));
    expect(between('negligent')).toEqual(['weeklyReminder 17', 'weeklyNotice 24', 'weeklyNotice 38']);
    expect(between('pressured')).toEqual(['pressuredTalk 24', 'pressuredTalk 38']);
    expect(between('malicious')).toEqual(['maliciousCall 17', 'maliciousCall 24', 'maliciousLetter 27']);
  });

  it('[X37] lets no motive go beyond the stage', () => {
    expect(plan.steps.filter(({ severity, day }) => severity > 3 && day < 20)).toEqual([]);
  });

  it('[S90][X13][X30] offers half of the interest once, until Sunday', () => {
    const offers = timelineOf(plan).flatMap(({ offer }) => (offer === null || offer.percent === null ? [] : [offer]));
    expect(offers).toEqual([{ percent: 50, of: 'interest', plan: null, until: '2026-07-26' }]);
  });

  it('[S69][S73][S202] asks for evidence and an expired offer before a lawyer', () => {
    expect(rowOf(plan, 'lawyerLetter').requires).toEqual(['evidence', 'offerExpired', 'approval:manager']);
  });

  it.each([
    [2, ['email', 'call'], false],
    [3, ['email'], false],
    [3, ['email', 'call'], true],
    [4, ['email', 'call'], true],
  ])('[Y6] after %i attempts in vain on %j: instructs a lawyer: %s', (failedAttempts, failedChannels, expected) => {
    const facts = { ...unclassifiedFacts('en'), motive: 'malicious' };
    const state = aState(plan, { facts }, { failedAttempts, failedChannels });
    const on = { plan, state, day: addDays(state.dueDay, 46) };
    for (const id of ['lawyerLetter', 'lawyerLetterMalicious']) {
      const step = plan.steps.find((row) => row.id === id);
      expect(step === undefined ? null : conditionsHold(step.when, on)).toBe(expected);
    }
  });

  it('[S58] prepares papers seven days after the earlier lawyer, too', () => {
    expect(rowOf(plan, 'courtPapers', { motive: 'malicious' }).date).toBe('2026-08-13');
  });

  it('[X32] writes to those who owe little and never calls them', () => {
    const channels = timelineOf(plan, { yuan: 1_999 }).map(({ channel }) => channel);
    expect([...new Set(channels)]).toEqual(['email', 'letter']);
    expect(daysOf(plan, { yuan: 1_999 }).slice(-4)).toEqual([
      'smallLetter 90',
      'smallLetter 180',
      'smallLetter 270',
      'smallLetter 360',
    ]);
    expect(daysOf(plan, { yuan: 2_000 })).toContain('call 10');
  });

  it('[U5] chases nothing below 200', () => {
    expect(daysOf(plan, { yuan: 199 })).toEqual([]);
    expect(daysOf(plan, { yuan: 200 })).not.toEqual([]);
  });

  it('[U9] visits for 200,000 and more, and calls large who owes 500,000 or is among the first twenty', () => {
    expect(daysOf(plan, { yuan: 199_999 })).not.toContain('visit 34');
    expect(daysOf(plan, { yuan: 200_000 })).toContain('visit 34');
    expect(plan.sizes).toMatchObject({ largeFrom: { CNY: 50_000_000 }, largeRanks: 20 });
  });

  it('[S47] calls who will probably pay late twenty days before the due date, whatever the grade', () => {
    for (const grade of ['A', null]) {
      expect(daysOf(plan, { grade, riskScore: 70 })).toContain('riskCall -20');
      expect(daysOf(plan, { grade, riskScore: 69 })).not.toContain('riskCall -20');
      expect(daysOf(plan, { grade })).not.toContain('riskCall -20');
    }
  });

  it('[S178][S189] speaks two working days before the debtor pays, where that is less than a week away', () => {
    const reminderFor = (payDays: { monthDays: number[]; dates: EpochDay[] }) =>
      rowOf(plan, 'friendlyReminder', { payDays }).date;
    expect(reminderFor({ monthDays: [15], dates: [] })).toBe('2026-07-13');
    expect(reminderFor({ monthDays: [], dates: [parseDay('2026-07-14')] })).toBe('2026-07-10');
    expect(reminderFor({ monthDays: [20], dates: [] })).toBe('2026-07-09');
  });

  it('[X33] uses softer words for long-term and important customers, on the same days', () => {
    for (const relationship of ['longTerm', 'important']) {
      expect(daysOf(plan, { relationship })[2]).toBe('formalLetterGentle 20');
    }
  });

  it('[X1] announces the lawyer of the debtor’s own motive', () => {
    const message = { step: 'formalLetter', today: parseDay('2026-07-26'), stageDay: 20 };
    expect(announcedLegalDay(plan, message)).toBe(parseDay('2026-08-21'));
    expect(announcedLegalDay(plan, { ...message, motive: 'malicious' })).toBe(parseDay('2026-08-06'));
  });

  it('[X14] counts interest from day 1 and claims it from the first letter', () => {
    expect(plan.interest).toMatchObject({ dailyRate: '0.0005', startDay: 1, claimedFrom: 'formalLetter' });
  });

  it('[X18] lets a quadrant change no step', () => {
    const ordering = (value: string) => daysOf(plan, { yuan: 150_000, ordering: value });
    expect(ordering('yes')).toEqual(ordering('no'));
  });
});
