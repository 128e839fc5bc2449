import { conditionsHold } from '../../../domain/conditions';
import type { Plan } from '../../../domain/plan';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { addDays, parseDay } from '../../../domain/time';
import { aState } from '../../support/builders';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf, timelineOf } from './a-pack';

// The pack beside table C.1 of the catalogue: each dated row of the document on its day.
describe('seed-000, the ladder', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('seed-000'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    [
      '[S29][S5] calls a grade C debtor by the third day after the completed order',
      '-58 2026-05-09 openCallTask call owner service',
      { grade: 'C', orderCompleted: '2026-05-08' },
    ],
    [
      '[S170][S190] sends the bill on the day of dispatch',
      '-59 2026-05-08 sendReminder email owner friendly',
      { invoiceDispatched: '2026-05-08' },
    ],
    [
      '[S28][S4][Y11] calls a grade B debtor when half of the 60 days has passed, a Saturday, so on Monday',
      '-30 2026-06-08 openCallTask call owner friendly',
      { grade: 'B' },
    ],
    ['[S30] reminds two weeks ahead', '-14 2026-06-22 sendReminder email owner friendly', {}],
    ['[S53][X3][Y9] sends one friendly SMS on day 3', '3 2026-07-09 sendReminder sms owner friendly', {}],
    ['[S54][Y8] calls with the offer on day 10', '10 2026-07-16 openCallTask call owner neutral', {}],
    [
      '[S55][X5][Y8] sends the sealed letter on day 20, a Sunday, so on Monday',
      '20 2026-07-27 sendLetter letter creditManager formal',
      {},
    ],
    ['[S57][X2][X26] brings in the lawyer on day 46', '46 2026-08-21 instructLawyer internal lawyer -', {}],
    ['[S58][Y17] prepares the papers seven days after the lawyer', '53 2026-08-28 openReviewTask internal legal -', {}],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[X4][S52] does nothing else to a debtor whom nobody graded, each step harder than the last', () => {
    expect(daysOf(plan)).toEqual([
      'twoWeekReminder -14',
      'friendlySms 3',
      'waiverCall 10',
      'sealedLetter 20',
      'lawyerLetter 46',
      'complaintPapers 53',
    ]);
  });

  it.each([
    [2, ['sms', 'call'], false],
    [3, ['sms'], false],
    [3, ['sms', 'call'], true],
  ])(
    '[S57][Y6] after %i attempts in vain on %j: brings in the lawyer: %s',
    (failedAttempts, failedChannels, expected) => {
      const state = aState(plan, {}, { failedAttempts, failedChannels });
      const step = plan.steps.find(({ id }) => id === 'lawyerLetter');
      const on = { plan, state, day: addDays(state.dueDay, 46) };
      expect(step === undefined ? null : conditionsHold(step.when, on)).toBe(expected);
    },
  );

  it('[S192] sends the bill by SMS a day later when nobody has opened it', () => {
    expect(linesOf(plan, { invoiceDispatched: '2026-05-08' })).toContain(
      '-58 2026-05-09 sendReminder sms owner friendly',
    );
  });

  it('[S3][X6] leaves a grade A debtor with bills before the due date', () => {
    const before = timelineOf(plan, { grade: 'A', invoiceDispatched: '2026-05-08' }).filter(({ day }) => day < 0);
    // Nobody opens anything in a forecast: the bill comes again by SMS.
    expect(before.map(({ step }) => step)).toEqual(['bill', 'billUnread', 'twoWeekReminder']);
  });

  it('[S170][X9] sends bills at nine or at two and leaves calls the whole day', () => {
    expect(plan.windows['bill']?.ranges).toEqual([
      [540, 600],
      [840, 900],
    ]);
    expect(plan.windows.call.ranges).toEqual([[540, 1050]]);
    expect(rowOf(plan, 'twoWeekReminder').at).toBe('2026-06-22T01:00:00.000Z');
  });

  it('[S54][S90][Y7] offers half of the interest until Sunday, the next one when a single bank day is left', () => {
    expect(rowOf(plan, 'waiverCall').offer).toEqual({
      percent: 50,
      of: 'interest',
      plan: null,
      until: '2026-07-26',
    });
  });

  it('[S193][S200] has the use of the seal approved', () => {
    expect(rowOf(plan, 'sealedLetter').requires).toEqual(['approval:creditManager']);
  });

  it('[S56][X1] announces the day of the lawyer and not day 30', () => {
    const today = parseDay('2026-07-26');
    const day = announcedLegalDay(plan, { step: 'sealedLetter', today, stageDay: 20, payBy: parseDay('2026-08-02') });
    expect(day).toBe(parseDay('2026-08-21'));
  });

  it('[S276][X15][Y3] goes for a payment order below 50,000 and for a suit from there on', () => {
    expect(daysOf(plan, { yuan: 49_999 })).toContain('paymentOrderPapers 53');
    expect(daysOf(plan, { yuan: 50_000 })).toContain('complaintPapers 53');
  });

  it('[S390][X33] writes to long-term customers on the same day in other words', () => {
    const longTerm = rowOf(plan, 'sealedLetterLongTerm', { relationship: 'longTerm' });
    expect(longTerm).toMatchObject({ day: 20, template: 'sealed-letter-long-term' });
    expect(daysOf(plan, { relationship: 'longTerm' })).not.toContain('sealedLetter 20');
  });

  it('[S373] gives presents to long-term customers at Spring Festival and Mid-Autumn', () => {
    expect((plan.care ?? []).map(({ occasion, task, when }) => ({ occasion, task, when }))).toEqual(
      ['springFestival', 'midAutumn'].map((occasion) => ({
        occasion,
        task: 'gift',
        when: [{ fact: 'relationship', in: ['longTerm'] }],
      })),
    );
  });
});
