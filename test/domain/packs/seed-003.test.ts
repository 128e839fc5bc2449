import type { Plan } from '../../../domain/plan';
import { type Example, aPack, daysOf, linesOf, planOf, rowOf, timelineOf } from './a-pack';

// The pack beside table C.4 of the catalogue. The document names no day: the order is its own, the days are ours.
describe('seed-003, five phases', () => {
  let plan: Plan;
  beforeAll(async () => {
    plan = planOf(await aPack('seed-003'));
  });

  const rows: readonly (readonly [name: string, line: string, example: Example])[] = [
    ['[S45] warns early, before the due date', '-15 2026-06-22 openReviewTask internal creditManager -', {}],
    ['[S70][X3] calls at once after the due date, friendly', '1 2026-07-07 openCallTask call owner friendly', {}],
    ['[S70][S212][X5] writes in the same phase, friendly', '4 2026-07-10 sendLetter letter owner friendly', {}],
    ['[S71][S453] writes firmly in the third phase', '10 2026-07-16 sendLetter letter creditManager firm', {}],
    ['[S71] asks for a meeting', '18 2026-07-24 openVisitTask visit owner firm', {}],
    ['[S71] calls firmly', '24 2026-07-30 openCallTask call owner firm', {}],
    ['[S72][S125] proposes a plan in the fourth phase', '31 2026-08-06 sendReminder email owner firm', {}],
    [
      '[S72] negotiates at once where a cash-flow problem shows',
      '10 2026-07-16 openCallTask call owner neutral',
      { motive: 'pressured' },
    ],
    ['[S73] collects the evidence before the legal way', '60 2026-09-04 openReviewTask internal creditManager -', {}],
    ['[S73][X2] takes the legal way last', '67 2026-09-11 instructLawyer internal legal -', {}],
  ];

  it.each(rows)('%s', (_name, line, example) => {
    expect(linesOf(plan, example)).toContain(line);
  });

  it('[X4] keeps the order of its phases', () => {
    const phases = timelineOf(plan).map(({ stage }) => stage);
    expect([...new Set(phases)]).toEqual(['earlyWarning', 'initial', 'deep', 'negotiation', 'legal']);
  });

  it('[S71][S85] enters the third phase because the second failed', () => {
    for (const id of ['firmLetter', 'meeting', 'firmCall']) {
      const { when = [] } = plan.steps.find((step) => step.id === id) ?? {};
      expect(when.map(({ fact }) => fact)).toEqual(['failedAttempts']);
    }
  });

  it('[S318][X32] meets small debts with a call, and neither letter nor meeting', () => {
    const steps = daysOf(plan, { yuan: 500 });
    expect(steps).toContain('directCallSmall 10');
    expect(steps.filter((step) => /^(firmLetter|meeting) /.test(step))).toEqual([]);
  });

  it('[S318][X33] writes to important customers in gentler words on the same day', () => {
    expect(rowOf(plan, 'firmLetterImportant', { relationship: 'important' }).day).toBe(10);
    expect(daysOf(plan, { relationship: 'important' })).not.toContain('firmLetter 10');
  });

  it('[S154][S181][X10] reminds periodically while the customer delays', () => {
    expect(daysOf(plan).filter((step) => step.startsWith('periodicReminder'))).toEqual([
      'periodicReminder 42',
      'periodicReminder 56',
    ]);
  });

  it('[S73][S294] needs the evidence', () => {
    expect(rowOf(plan, 'legalStart').requires).toContain('evidence');
  });

  it('[X13][X14] claims no interest, for the document speaks of none', () => {
    expect(plan.interest).toBeUndefined();
  });
});
