import type { SimContact, SimResult } from '../../domain/simulation/book';
import { bookResultOf, differencesOf } from '../../domain/simulation/report';
import { createTally } from '../../domain/simulation/tally';

const contact = (over: Partial<SimContact> = {}): SimContact => ({
  invoice: 'A',
  debtor: 'D',
  step: 'friendlyReminder',
  occurrence: 1,
  day: 3,
  at: '2026-03-18T01:00:00.000Z',
  channel: 'email',
  outcome: 'sent',
  ...over,
});

const result = (contacts: readonly SimContact[], over: Partial<SimResult> = {}): SimResult => ({
  outcomes: new Map([['A', 'settled']]),
  contacts,
  tasks: [],
  ...over,
});

it('orders rows by instant, then by invoice code unit by code unit, then by step', () => {
  const later = contact({ at: '2026-03-19T01:00:00.000Z', invoice: 'A' });
  const small = contact({ invoice: 'a' });
  const large = contact({ invoice: 'B' });
  const letter = contact({ invoice: 'B', step: 'aLetter' });
  const book = bookResultOf([result([later, small]), result([large, letter])]);
  expect(book.contacts).toEqual([letter, large, small, later]);
});

it('finds no difference between equal results, in whatever order they come', () => {
  const rows = [contact(), contact({ invoice: 'B' })];
  const left = bookResultOf([result(rows)]);
  expect(differencesOf(left, bookResultOf([result([...rows].reverse())]))).toEqual([]);
});

it.each([
  ['an instant', contact({ at: '2026-03-18T02:00:00.000Z' })],
  ['a channel', contact({ channel: 'sms' })],
  ['a day', contact({ day: 4 })],
  ['an outcome', contact({ outcome: 'coveredBy' })],
])('finds %s that is different', (_, other) => {
  const differences = differencesOf(bookResultOf([result([contact()])]), bookResultOf([result([other])]));
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ what: 'contact', invoice: 'A', step: 'friendlyReminder' });
});

it('finds rows and endings that only one side has', () => {
  const left = bookResultOf([result([contact()])]);
  const right = bookResultOf([result([], { outcomes: new Map([['A', 'open']]) })]);
  expect(differencesOf(left, right)).toEqual([
    { what: 'ending', invoice: 'A', step: '', left: 'settled', right: 'open' },
    expect.objectContaining({ what: 'contact', right: null }),
  ]);
});

it('counts debtor by debtor', () => {
  const tally = createTally();
  tally.add(result([contact(), contact({ channel: 'letter' })]));
  tally.add(result([contact()], { outcomes: new Map([['B', 'open']]) }));
  expect(tally.invoices).toBe(2);
  expect(tally.outcomes()).toEqual({ open: 1, settled: 1 });
  expect(tally.channels()).toEqual({ email: 2, letter: 1 });
  expect(tally.steps()).toEqual({ friendlyReminder: 3 });
});
