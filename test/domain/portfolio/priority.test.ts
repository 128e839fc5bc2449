import { priorityOf } from '../../../domain/portfolio/priority';

const weights = { target: 40, cost: 20, solvency: 20, relationship: 20 };
const debt = { overdueMinor: 500, largestMinor: 1_000, costMinor: 100, grade: 'B', relationship: 'longTerm' };
const change = (by: Partial<typeof debt>) => priorityOf(weights, { ...debt, ...by }) - priorityOf(weights, debt);

it('[S319] weighs target, cost, solvency and relationship', () => {
  expect(priorityOf(weights, debt)).toBe(66);
  expect(change({ largestMinor: 500 })).toBe(20);
  expect(change({ costMinor: 500 })).toBe(-16);
  expect(change({ grade: 'C' })).toBe(-8);
  expect(change({ relationship: 'important' })).toBe(4);
});

it('[S319] lets the sum alone decide where a policy says nothing', () => {
  expect(priorityOf(undefined, debt)).toBe(50);
  expect(priorityOf(undefined, { ...debt, grade: 'A', costMinor: null })).toBe(50);
});

it('puts what nobody knows in the middle and stays between 0 and 100', () => {
  const unknown = { ...debt, grade: null, relationship: null };
  expect(priorityOf({ target: 0, cost: 0, solvency: 50, relationship: 50 }, unknown)).toBe(50);
  expect(priorityOf(weights, { ...unknown, overdueMinor: 0, largestMinor: 0, costMinor: 9 })).toBe(40);
  expect(
    priorityOf(weights, { ...debt, overdueMinor: 9_000, costMinor: 0, grade: 'A', relationship: 'important' }),
  ).toBe(100);
});
