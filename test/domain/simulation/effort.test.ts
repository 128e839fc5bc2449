import { unclassifiedFacts } from '../../../domain/case-state';
import type { PlanStep } from '../../../domain/plan';
import type { SimDebtor, SimInvoice } from '../../../domain/simulation/book';
import { addEffort, createEffortTally, emptyEffort } from '../../../domain/simulation/effort';
import { effortReportOf, spreadOf } from '../../../domain/simulation/effort-report';
import { addDays, minuteOf, parseDay } from '../../../domain/time';
import { aPlan } from '../../support/builders';

const due = parseDay('2026-03-02');
const invoice = (id: string): SimInvoice => ({
  ...{ id, number: id, debtorNumber: 'D', currency: 'CNY', amountMinor: 100_000 },
  ...{ invoiceDay: addDays(due, -30), dueDay: due, facts: unclassifiedFacts('en'), events: [] },
});
const [first, second] = [invoice('I-1'), invoice('I-2')];
const debtor: SimDebtor = { number: 'D', zone: 'Asia/Shanghai', country: 'CN', invoices: [first, second] };
const monday = minuteOf('2026-03-09T02:00:00Z');
const sunday = minuteOf('2026-03-15T02:00:00Z');

const prices = { currency: 'CNY', messages: { email: 10, letter: 2_000 }, tasks: { call: 1_500 } };

describe('what a policy does', () => {
  const plan = aPlan();
  const stepOf = (effect: PlanStep['effect']): PlanStep => {
    const found = plan.steps.find((step) => step.effect === effect);
    if (found === undefined) throw new Error(`the plan has no step with the effect ${effect}`);
    return found;
  };
  const reminder = stepOf('sendReminder');
  const tally = createEffortTally((_, { id }) => id);
  const journal = tally.journalOf(debtor);
  const sent = { step: reminder, occurrence: 1, at: monday, channel: 'email' };
  journal.contact({ ...sent, invoice: first, day: 3, outcome: 'sent' });
  journal.contact({ ...sent, invoice: second, day: 5, outcome: 'coveredBy' });
  const call = {
    id: 't',
    planStep: reminder,
    step: 'call',
    occurrence: 1,
    kind: 'call',
    role: 'owner',
    outcome: 'open',
  };
  journal.task({ ...call, invoice: first, day: 10, at: monday });
  journal.task({ ...call, invoice: first, day: 16, at: sunday });
  const whole = emptyEffort();
  for (const effort of tally.effort.segments.values()) addEffort(whole, effort);
  const report = effortReportOf(whole, plan, prices);

  it('counts messages and calls as contacts, and spared messages apart', () => {
    expect(report.contacts).toMatchObject({ total: 3, covered: 1, byChannel: { email: 1, call: 2 } });
    expect(report.tasks).toMatchObject({ total: 2, byKind: { call: 2 }, byRole: { owner: 2 } });
    expect([report.invoices, report.touched]).toEqual([2, 2]);
  });

  it('takes the first contact of an invoice and its first day in a stage, once each', () => {
    expect(report.firstContactDay).toEqual({ invoices: 2, p10: 3, median: 3, p90: 5 });
    expect(report.stages.find(({ stage }) => stage === reminder.stage)?.invoices).toBe(2);
  });

  it('names weeks by their Monday, to the Sunday', () => {
    expect(tally.effort.weeks.get('owner')).toEqual(new Map([[parseDay('2026-03-09'), 2]]));
  });

  it('adds up cost by the price table; what has no price costs nothing', () => {
    expect(report.costMinor).toEqual({ messages: 10, tasks: 3_000, total: 3_010 });
    expect(effortReportOf(whole, plan, { ...prices, messages: {} }).costMinor.messages).toBe(0);
  });
});

it('finds the days between which most invoices lie', () => {
  const days = new Map([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((day) => [day, 1]));
  expect(spreadOf(days)).toEqual({ invoices: 10, p10: 1, median: 5, p90: 9 });
  expect(spreadOf(new Map())).toEqual({ invoices: 0, p10: null, median: null, p90: null });
});
