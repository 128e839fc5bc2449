import type { Plan } from '../../../domain/plan';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { parseDay } from '../../../domain/time';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf, timelineOf } from './a-pack';

// The pack beside table C.5 of the catalogue. The document names almost no day: the order is its own, the days are ours.
describe('seed-004, graded pressure', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('seed-004'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    [
      '[S49] sends packing list and payment notice when the goods are out',
      '-59 2026-05-08 sendReminder email finance service',
      { invoiceDispatched: '2026-05-08' },
    ],
    ['[S48][X6] reminds of the bill in advance', '-7 2026-06-29 sendReminder sms owner service', {}],
    [
      '[S50] calls for sums to be paid before shipment',
      '-3 2026-07-03 openCallTask call owner service',
      { receivable: 'prepayment' },
    ],
    [
      '[S50] calls for sums to be paid on shipment',
      '-3 2026-07-03 openCallTask call owner service',
      { receivable: 'shipment' },
    ],
    ['[S79][S214][X3] calls first, politely', '1 2026-07-07 openCallTask call owner friendly', {}],
    ['[S75][S215] writes an SMS next', '4 2026-07-10 sendReminder sms owner neutral', {}],
    ['[S81][S183] asks again with a shorter deadline', '8 2026-07-14 sendReminder sms owner neutral', {}],
    ['[S75][S216][X5] writes a letter, a Saturday, so on Monday', '12 2026-07-20 sendLetter letter owner firm', {}],
    ['[S76] calls two days after the letter', '14 2026-07-22 openCallTask call owner firm', {}],
    ['[S75][S218][X34] visits after three channels failed', '21 2026-07-27 openVisitTask visit owner firm', {}],
    ['[S76][S334][Y18] stops credit after the month', '31 2026-08-06 openReviewTask internal creditManager -', {}],
    ['[S93] charges interest', '34 2026-08-10 sendLetter letter creditManager formal', {}],
    ['[S78][X27] places the debt with an agency', '46 2026-08-21 openReviewTask internal creditManager -', {}],
    ['[S296][X2] goes to court last', '91 2026-10-08 instructLawyer internal lawyer -', {}],
    [
      '[S163][S168] writes the letter of four points to those who do not want to pay',
      '12 2026-07-20 sendLetter letter creditManager formal',
      { motive: 'malicious' },
    ],
    [
      '[S77] opens the punitive tier early for malicious default',
      '17 2026-07-24 openReviewTask internal creditManager -',
      { motive: 'malicious' },
    ],
    [
      '[S222][Y3] calls for retention money of 30,000 in place of a visit',
      '21 2026-07-27 openCallTask call owner firm',
      { yuan: 30_000, receivable: 'retention' },
    ],
    [
      '[S223][X32] writes about tiny balances from the first day',
      '1 2026-07-07 sendReminder sms owner friendly',
      { yuan: 500 },
    ],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[S79] never becomes milder', () => {
    const order = ['service', 'friendly', 'neutral', 'firm', 'formal', 'legal'];
    for (const motive of ['negligent', 'pressured', 'malicious']) {
      const tones = timelineOf(plan, { motive }).flatMap(({ tone }) => (tone === null ? [] : [order.indexOf(tone)]));
      expect(tones).toEqual([...tones].sort((a, b) => a - b));
    }
  });

  it('[S80][S81][X30] sets deadlines of three and of two days', () => {
    expect(rowOf(plan, 'deadlineSms').payBy).toBe('2026-07-13');
    expect(rowOf(plan, 'secondDeadlineSms').payBy).toBe('2026-07-16');
  });

  it('[S183][X10] comes back after two days, not sooner', () => {
    expect(plan.minGapDays).toBe(2);
  });

  it('[S223][S226][X32] makes no call and no visit for tiny balances', () => {
    const channels = timelineOf(plan, { yuan: 1_999 }).map(({ channel }) => channel);
    expect(channels).not.toContain('call');
    expect(channels).not.toContain('visit');
    expect(channels).toContain('letter');
  });

  it('[S222] visits for retention money above 30,000', () => {
    expect(daysOf(plan, { yuan: 30_001, receivable: 'retention' })).toContain('visit 21');
  });

  it('[S219] has a visit approved', () => {
    expect(rowOf(plan, 'visit').requires).toEqual(['approval:manager']);
  });

  it('[S78][S296][X26] takes the agency before any court, both by the general manager’s yes', () => {
    const litigation = plan.steps.find(({ id }) => id === 'litigation');
    expect(litigation?.after).toEqual({ steps: ['agency'], days: 45 });
    for (const step of ['agency', 'litigation']) {
      expect(rowOf(plan, step).requires).toContain('approval:generalManager');
    }
  });

  it('[S93][S94][S95][X14] charges interest by the punitive tier, and none to those in difficulty', () => {
    expect(plan.interest).toMatchObject({ claimedFrom: 'interestNotice', notForMotives: ['pressured'] });
  });

  it('[X1] announces the court for the day on which it can be reached', () => {
    const day = announcedLegalDay(plan, { step: 'interestNotice', today: parseDay('2026-08-10'), stageDay: 35 });
    expect(day).toBe(parseDay('2026-10-05'));
  });

  it('[U9] visits whatever the sum, once three channels have failed', () => {
    const visit = plan.steps.find(({ id }) => id === 'visit');
    expect(visit?.when).toEqual([{ fact: 'failedChannels', atLeast: 3 }]);
    expect(plan.sizes?.largeRanks).toBeUndefined();
  });
});
