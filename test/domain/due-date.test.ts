import * as fc from 'fast-check';
import {
  type CompletionReading,
  type PaymentTerms,
  type TermEvents,
  completionDay,
  effectiveDueDate,
  halfTermDay,
} from '../../domain/due-date';
import { addMonths, endOfMonth } from '../../domain/months';
import { addDays, civilOf, epochDay, isoDateOf, parseDay } from '../../domain/time';
import { aCalendar } from './a-calendar';

const calendar = aCalendar();

const terms = (overrides: Partial<PaymentTerms>): PaymentTerms => ({
  from: 'invoiceDate',
  months: 0,
  days: 30,
  endOfMonth: 'no',
  roll: 'no',
  ...overrides,
});

const events: TermEvents = {
  invoiceDay: parseDay('2026-05-07'),
  receiptDay: parseDay('2026-05-12'),
  deliveryDay: parseDay('2026-05-20'),
  acceptanceDay: parseDay('2026-06-01'),
  orderDay: parseDay('2026-04-15'),
  shipmentDay: parseDay('2026-05-18'),
};

function dueOn(
  overrides: Partial<PaymentTerms>,
  happened: Partial<TermEvents> = {},
  reading: CompletionReading = 'acceptanceElseDelivery',
  slice = calendar,
): string {
  const answer = effectiveDueDate(terms(overrides), { ...events, ...happened }, reading, () => slice);
  if ('needCalendarThrough' in answer) return `calendar through ${isoDateOf(answer.needCalendarThrough)}`;
  return answer.ok ? isoDateOf(answer.dueDay) : `waits for ${answer.waitsFor}`;
}

describe('the effective due date', () => {
  it.each([
    [{}, '2026-06-06'],
    [{ days: 0 }, '2026-05-07'],
    [{ from: 'invoiceReceipt' }, '2026-06-11'],
    [{ from: 'delivery' }, '2026-06-19'],
    [{ from: 'completion' }, '2026-07-01'],
    [{ months: 2, days: 0 }, '2026-07-07'],
  ] as const)('[K2] counts from the event that the terms name: %j is %s', (overrides, due) => {
    expect(dueOn(overrides)).toBe(due);
  });

  it.each([
    ['invoiceReceipt', 'receiptDay'],
    ['delivery', 'deliveryDay'],
    ['order', 'orderDay'],
    ['shipment', 'shipmentDay'],
    ['invoiceDate', 'invoiceDay'],
  ] as const)('[K2] is open while that event is missing, whatever the issue date: %s', (from, event) => {
    expect(dueOn({ from }, { [event]: null })).toBe(`waits for ${from}`);
  });

  it.each([
    [{ endOfMonth: 'first', days: 30 }, '2026-06-30'],
    [{ endOfMonth: 'first', days: 10 }, '2026-06-10'],
    [{ endOfMonth: 'first', days: 0 }, '2026-05-31'],
    [{ endOfMonth: 'last', days: 30 }, '2026-06-30'],
    [{ endOfMonth: 'last', days: 10 }, '2026-05-31'],
    [{ endOfMonth: 'last', days: 24 }, '2026-05-31'],
    [{ endOfMonth: 'last', days: 25 }, '2026-06-30'],
  ] as const)('knows "end of month + n" and "n days end of month": %j is %s', (overrides, due) => {
    expect(dueOn(overrides)).toBe(due);
  });

  it('[S50] has rules for prepayments, sums on shipment and retentions', () => {
    expect(dueOn({ from: 'order', days: 3 })).toBe('2026-04-18');
    expect(dueOn({ from: 'shipment', days: -5 })).toBe('2026-05-13');
    expect(dueOn({ from: 'shipment', days: 0 })).toBe('2026-05-18');
    expect(dueOn({ from: 'completion', months: 12, days: 0 })).toBe('2027-06-01');
  });

  it('[Y12] completes an order with the acceptance, else the delivery, or with the delivery alone', () => {
    const inspected = { ...events, acceptanceDay: null };
    expect(completionDay(events, 'acceptanceElseDelivery')).toBe(events.acceptanceDay);
    expect(completionDay(inspected, 'acceptanceElseDelivery')).toBe(events.deliveryDay);
    expect(completionDay(events, 'delivery')).toBe(events.deliveryDay);
    expect(completionDay({ ...inspected, deliveryDay: null }, 'acceptanceElseDelivery')).toBeNull();
    expect(dueOn({ from: 'completion' }, {}, 'delivery')).toBe('2026-06-19');
    expect(dueOn({ from: 'completion' }, { acceptanceDay: null, deliveryDay: null })).toBe('waits for completion');
  });

  it.each([
    ['2026-05-06', '2026-06-05'],
    ['2026-05-07', '2026-06-08'],
    ['2026-05-08', '2026-06-08'],
    ['2026-05-09', '2026-06-08'],
  ])('rolls a weekend to the next bank day: invoice of %s due %s', (invoice, due) => {
    expect(dueOn({ roll: 'nextBankDay' }, { invoiceDay: parseDay(invoice) })).toBe(due);
  });

  it('rolls over holidays, stops at make-up days, and asks for the calendar it needs', () => {
    const closed = aCalendar({ holidays: [parseDay('2026-06-08')] });
    expect(dueOn({ roll: 'nextBankDay' }, {}, 'delivery', closed)).toBe('2026-06-09');
    const makeUp = aCalendar({ workingWeekends: [parseDay('2026-06-07')] });
    expect(dueOn({ roll: 'nextBankDay' }, {}, 'delivery', makeUp)).toBe('2026-06-07');
    const short = aCalendar({ through: parseDay('2026-06-06') });
    expect(dueOn({ roll: 'nextBankDay' }, {}, 'delivery', short)).toBe('calendar through 2026-06-07');
    expect(dueOn({}, {}, 'delivery', short)).toBe('2026-06-06');
  });

  it('keeps the day before the roll', () => {
    const answer = effectiveDueDate(terms({ roll: 'nextBankDay' }), events, 'delivery', () => calendar);
    expect(answer).toEqual({ ok: true, dueDay: parseDay('2026-06-08'), unrolled: parseDay('2026-06-06') });
  });
});

describe('half of a term', () => {
  it.each([
    ['2026-06-06', '2026-05-22'],
    ['2026-06-07', '2026-05-23'],
    ['2026-05-09', '2026-05-08'],
    ['2026-05-10', '2026-05-09'],
  ])('[S28][Y11] is half of the calendar days from the invoice date, rounded up: due %s, half on %s', (due, half) => {
    const day = halfTermDay(parseDay('2026-05-07'), parseDay(due));
    expect(day === null ? null : isoDateOf(day)).toBe(half);
  });

  it('[Y11] counts from the delivery in the other reading', () => {
    const day = halfTermDay(parseDay('2026-05-20'), parseDay('2026-06-06'));
    expect(day === null ? null : isoDateOf(day)).toBe('2026-05-29');
  });

  it.each(['2026-05-07', '2026-05-08', '2026-05-01'])('is none for a term shorter than two days: due %s', (due) => {
    expect(halfTermDay(parseDay('2026-05-07'), parseDay(due))).toBeNull();
  });
});

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-06-30', 30, '2028-12-30'],
    ['2026-07-20', 0, '2026-07-20'],
  ])('keep the day, or end with a shorter month: %s and %i is %s', (from, months, to) => {
    expect(isoDateOf(addMonths(parseDay(from), months))).toBe(to);
  });

  it('end on the day before the first of the next, for any day', () => {
    fc.assert(
      fc.property(fc.integer({ min: parseDay('1999-12-01'), max: parseDay('2101-01-31') }), (number) => {
        const day = epochDay(number);
        const end = endOfMonth(day);
        expect(civilOf(end).month).toBe(civilOf(day).month);
        expect(civilOf(addDays(end, 1)).day).toBe(1);
        expect(end - day).toBeLessThan(31);
      }),
    );
  });
});
