import { conditionsHold } from '../../../domain/conditions';
import type { Plan } from '../../../domain/plan';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { addDays, parseDay } from '../../../domain/time';
import { aState } from '../../support/builders';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf, timelineOf } from './a-pack';

// The pack beside table C.3 of the catalogue: each dated row of the document on its day.
describe('seed-002, three stages', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('seed-002'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    [
      '[S202][S311] has four elements and the motive looked at before the due date',
      '-5 2026-07-01 openReviewTask internal finance -',
      {},
    ],
    ['[S63][S64][X3] confirms and assists from day 1', '1 2026-07-07 sendReminder email finance friendly', {}],
    ['[S65] negotiates from day 16', '16 2026-07-22 openCallTask call sales neutral', {}],
    [
      '[S67][X2] says what follows on day 91, in the holidays, so on the first working day after them',
      '91 2026-10-08 sendReminder email legal formal',
      {},
    ],
    [
      '[S68][Y16] begins on the Monday that leaves five working days',
      '92 2026-10-19 instructLawyer internal legal -',
      {},
    ],
    [
      '[S176][X5] writes formally to the malicious in the first week',
      '4 2026-07-10 sendLetter letter legal formal',
      { motive: 'malicious' },
    ],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[S63][S65][S67][X4] has one step in each of its stages for a debtor whose motive nobody knows', () => {
    expect(daysOf(plan)).toEqual([
      'fourElementCheck -5',
      'confirmAndAssist 1',
      'negotiation 16',
      'ultimatum 91',
      'legalStart 92',
    ]);
  });

  const daysOfStep = (step: string, motive: string): readonly number[] =>
    timelineOf(plan, { motive }).flatMap((row) => (row.step === step ? [row.day] : []));

  it('[S174][X10] reminds the negligent once a week', () => {
    expect(daysOfStep('weeklyReminderEarly', 'negligent')).toEqual([7, 14]);
    expect(daysOfStep('weeklyReminder', 'negligent')).toEqual([21, 28, 35, 42, 49, 56, 63, 70, 77, 84]);
  });

  it('[S175][S315][X10] talks to the pressured every two weeks, with the choices in writing after the first talk', () => {
    const talks = [...daysOfStep('negotiation', 'pressured'), ...daysOfStep('deepTalk', 'pressured')];
    expect(talks).toEqual([16, 30, 44, 58, 72]);
    expect(daysOfStep('planOptions', 'pressured')).toEqual([19]);
  });

  it('[S176][X10] writes to and calls the malicious once a week', () => {
    expect(daysOfStep('weeklyLetter', 'malicious').slice(0, 5)).toEqual([4, 11, 18, 25, 32]);
    expect(daysOfStep('weeklyCall', 'malicious').slice(0, 5)).toEqual([7, 14, 21, 28, 35]);
    expect(daysOfStep('negotiation', 'malicious')).toEqual([]);
  });

  it('[X37] lets the motive come before the stage: a formal letter in the gentle stage', () => {
    expect(rowOf(plan, 'weeklyLetter', { motive: 'malicious' })).toMatchObject({
      day: 4,
      stage: 'early',
      tone: 'formal',
    });
  });

  it('[S202] lets nothing go out before the four elements are looked at', () => {
    expect(plan.steps.find(({ id }) => id === 'fourElementCheck')?.task?.blocks).toBe(true);
  });

  it('[S109] offers three instalments in the middle stage, until Sunday', () => {
    expect(rowOf(plan, 'negotiation').offer).toMatchObject({ plan: 'instalments3', until: '2026-07-26' });
  });

  it('[S112][S68][X30] offers half now and the rest later on that one day', () => {
    expect(rowOf(plan, 'ultimatum').offer).toMatchObject({ plan: 'halfNowRest', until: '2026-10-08' });
  });

  it('[S69] goes to law only when the offer has expired', () => {
    expect(rowOf(plan, 'legalStart').requires).toContain('offerExpired');
  });

  it('[Y6] counts attempts only: three on one channel are several', () => {
    const ofAttempts = (failedAttempts: number) => {
      const state = aState(plan, {}, { failedAttempts, failedChannels: ['email'] });
      const step = plan.steps.find(({ id }) => id === 'legalStart');
      return step !== undefined && conditionsHold(step.when, { plan, state, day: addDays(state.dueDay, 100) });
    };
    expect([ofAttempts(2), ofAttempts(3)]).toEqual([false, true]);
  });

  it('[S291] has legal look at the case before it says that legal has stepped in', () => {
    expect(rowOf(plan, 'ultimatum').requires).toEqual(['approval:legal']);
  });

  it('[X1][S68] announces the Monday on which it really begins', () => {
    const day = announcedLegalDay(plan, {
      step: 'ultimatum',
      today: parseDay('2026-10-08'),
      stageDay: 94,
      payBy: parseDay('2026-10-18'),
    });
    expect(day).toBe(parseDay('2026-10-19'));
  });

  it('[S99][X14] claims interest once more than 90 days are past', () => {
    expect(plan.interest).toMatchObject({ startDay: 91, claimedFrom: 'ultimatum' });
  });

  it('[S172][S173][X9] talks about ten and about three, and not while books are closed', () => {
    expect(plan.windows.call).toMatchObject({
      ranges: [
        [600, 690],
        [900, 1020],
      ],
      notLastWorkingDays: 2,
    });
    // Monday, 31 August would be day 56; the last two working days of the month are left out.
    const reminder = timelineOf(plan, { motive: 'negligent' }).find(({ day }) => day === 56);
    expect(reminder?.date).toBe('2026-09-01');
  });
});
