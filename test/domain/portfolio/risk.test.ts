import { type RiskFacts, riskScoreOf } from '../../../domain/portfolio/risk';

const weights = { habits: 50, history: 30, market: 20 };
const stranger: RiskFacts = { meanDaysLate: null, brokenPromises: 0, months: 0, paidInvoices: 0, market: null };
const good: RiskFacts = { meanDaysLate: 0, brokenPromises: 0, months: 24, paidInvoices: 6, market: 'low' };
const bad: RiskFacts = { meanDaysLate: 30, brokenPromises: 0, months: 0, paidInvoices: 1, market: 'high' };
const score = (change: Partial<RiskFacts>, base = good) => riskScoreOf(weights, { ...base, ...change });

it('[S47] is nothing for a customer who always paid on time, and nearly all for one who never did', () => {
  expect(score({})).toBe(0);
  expect(score({}, bad)).toBe(98);
});

it('[S47] knows nothing of a stranger', () => {
  expect(score({}, stranger)).toBeNull();
});

it.each([
  ['payment habits', { meanDaysLate: 15 }, 25],
  ['payment habits', { meanDaysLate: 30 }, 50],
  ['payment habits', { meanDaysLate: 300 }, 50],
  ['payment habits', { brokenPromises: 3 }, 50],
  ['payment habits', { meanDaysLate: 5, brokenPromises: 1 }, 25],
  ['transaction history', { months: 12 }, 8],
  ['transaction history', { months: 0, paidInvoices: 3 }, 23],
  ['market information', { market: 'elevated' as const }, 10],
  ['market information', { market: 'high' as const }, 20],
])('[S47] rises with %s: %j adds %i', (_source, change, expected) => {
  expect(score(change)).toBe(expected);
});

it.each([
  [{ market: 'high' as const }, 60],
  [{ market: 'low' as const }, 40],
  [{ brokenPromises: 3 }, 75],
  [{ paidInvoices: 6, months: 24 }, 35],
])('[S47] puts what nobody knows in the middle: of a stranger %j says %i', (change, expected) => {
  expect(score(change, stranger)).toBe(expected);
});

it('[S47] weighs as the policy says', () => {
  expect(riskScoreOf({ habits: 0, history: 0, market: 100 }, { ...good, market: 'elevated' })).toBe(50);
});
