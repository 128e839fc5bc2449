import { relationshipOf } from '../../../domain/portfolio/relationship';
import { parseDay } from '../../../domain/time';

const today = parseDay('2026-02-28');
const rule = { months: 24, paidInvoices: 6 };
const since = (date: string | null, paidInvoices: number) => ({
  firstInvoiceDay: date === null ? null : parseDay(date),
  paidInvoices,
});

it.each([
  ['2024-02-28', 6, 'longTerm'],
  ['2024-03-01', 6, null],
  ['2024-02-28', 5, null],
  [null, 6, null],
])('[Y14] a customer since %s with %i paid invoices is %s', (date, paid, expected) => {
  expect(relationshipOf(null, rule, since(date, paid), today)).toBe(expected);
});

it('[Y14] is never so by itself without a rule, and what a person stated stands', () => {
  expect(relationshipOf(null, undefined, since('2000-01-01', 99), today)).toBeNull();
  expect(relationshipOf('standard', rule, since('2000-01-01', 99), today)).toBe('standard');
  expect(relationshipOf('important', rule, since(null, 0), today)).toBe('important');
});
