import type { Plan } from '../../../domain/plan';
import { announcedLegalDay } from '../../../domain/policy/announced';
import { parseDay } from '../../../domain/time';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf } from './a-pack';

// The pack beside table C.2 of the catalogue: each dated row of the document on its day.
describe('seed-001, five nodes', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('seed-001'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    [
      '[S31][Y10] reconciles 30 days before, by finance, a Saturday, so on Monday',
      '-30 2026-06-08 sendReminder email finance service',
      {},
    ],
    [
      '[S34][X7] asks about the product three days after finance wrote, by after-sales',
      '-27 2026-06-11 sendReminder sms afterSales service',
      {},
    ],
    [
      '[S37] sends the statement 15 days before, a holiday, so on the next working day',
      '-15 2026-06-22 sendReminder email finance service',
      {},
    ],
    ['[S39] has sales call 3 days before', '-3 2026-07-03 openCallTask call sales service', {}],
    ['[S59][X3] has after-sales ask from day 1', '1 2026-07-07 openCallTask call afterSales service', {}],
    ['[S60][X5] sends the compliance letter on day 8, by legal', '8 2026-07-14 sendLetter letter legal formal', {}],
    [
      '[S62][X2] starts a payment order on day 31 against those who delay on purpose',
      '31 2026-08-06 instructLawyer internal lawyer -',
      { motive: 'malicious' },
    ],
    [
      '[S302][X18] calls a large debtor who still buys, lightly, in place of the letter',
      '8 2026-07-14 openCallTask call sales friendly',
      { yuan: 200_000, ordering: 'yes' },
    ],
    [
      '[S304][S249] has an intern send a template SMS to a small debtor',
      '8 2026-07-14 sendReminder sms intern friendly',
      { yuan: 500 },
    ],
    [
      '[S303] turns to the lawyer on day 91 where a large debtor no longer buys',
      '91 2026-10-08 instructLawyer internal lawyer -',
      { yuan: 200_000, ordering: 'no' },
    ],
    [
      '[S305][X32] proposes the sale of a small debt on day 91',
      '91 2026-10-08 openReviewTask internal finance -',
      { yuan: 500 },
    ],
    [
      '[S96][S146] offers instalments without interest to those who are short of money',
      '8 2026-07-14 openCallTask call sales friendly',
      { motive: 'pressured' },
    ],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[S33][X6] reminds three times before the due date, whatever the grade, beside the message of after-sales', () => {
    const before = ['reconciliation -30', 'serviceMessage -27', 'statement -15', 'salesCall -3'];
    for (const grade of ['A', 'B', 'C']) expect(daysOf(plan, { grade }).slice(0, 4)).toEqual(before);
  });

  it('[S59] gives after-sales until day 7', () => {
    const check = plan.steps.find(({ id }) => id === 'productCheck');
    expect(check).toMatchObject({ day: 1, task: { deadlineDays: 6 } });
  });

  it('[X17][S303] treats as unclassified what lies on a limit or between, with a letter on day 8 and a lawyer on day 91', () => {
    for (const yuan of [50_000, 80_000, 100_000]) {
      expect(daysOf(plan, { yuan, ordering: 'no' }).slice(-2)).toEqual(['complianceLetter 8', 'lawyerLetter 91']);
    }
    expect(daysOf(plan, { yuan: 49_999 }).slice(-2)).toEqual(['templateSms 8', 'sale 91']);
    expect(daysOf(plan, { yuan: 100_001, ordering: 'yes' }).slice(-3)[0]).toBe('lightCall 8');
  });

  it('[X18] writes after all when the light call and node 5 are over', () => {
    const steps = daysOf(plan, { yuan: 200_000, ordering: 'yes' });
    expect(steps.slice(-3)).toEqual(['lightCall 8', 'complianceLetterAfterCall 30', 'lawyerLetter 91']);
  });

  it('[X1] announces day 91, and day 31 to those who delay on purpose', () => {
    const message = { step: 'complianceLetter', today: parseDay('2026-07-14'), stageDay: 8 };
    expect(announcedLegalDay(plan, message)).toBe(parseDay('2026-10-05'));
    expect(announcedLegalDay(plan, { ...message, motive: 'malicious' })).toBe(parseDay('2026-08-06'));
  });

  it('[S96][X13] waives the whole interest for a plan of three equal months', () => {
    const row = rowOf(plan, 'planCallPressured', { motive: 'pressured' });
    expect(row.offer).toMatchObject({ percent: 100, of: 'interest', plan: 'equalMonths3' });
    expect(plan.interest?.notForMotives).toEqual(['pressured']);
  });

  it('[S279] asks for the papers before a payment order', () => {
    expect(rowOf(plan, 'paymentOrder', { motive: 'malicious' }).requires).toEqual(['evidence', 'approval:manager']);
  });

  it('[X26] goes from after-sales to legal without a manager in between', () => {
    expect(plan.steps.some(({ effect }) => effect === 'escalateToManager')).toBe(false);
  });
});
