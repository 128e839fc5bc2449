import { missingInFile, owedSums, type UnpaidItem } from '../../../domain/conversations/call-sheet';
import type { ContractFacts } from '../../../domain/interest/gate';
import { addDays, parseDay } from '../../../domain/time';

const today = parseDay('2026-03-10');
const daily = { kind: 'daily', share: '0.0005' } as const;

const item = (over: Partial<UnpaidItem> = {}): UnpaidItem => ({
  currency: 'CNY',
  openMinor: 1_000_000,
  dueDay: today,
  rates: [],
  ...over,
});

describe('[S199] the figures of a call', () => {
  it('are those of the example: three items, 86,000 in total, two of them five days overdue, 0.05% a day', () => {
    const overdue = { dueDay: addDays(today, -5), rates: [daily] };
    const items = [
      item({ openMinor: 6_000_000, ...overdue }),
      item({ ...overdue }),
      item({ openMinor: 1_600_000, dueDay: addDays(today, 9) }),
    ];
    expect(owedSums(items, today)).toEqual([
      {
        ...{ currency: 'CNY', unpaid: 3, openMinor: 8_600_000 },
        ...{ overdue: 2, overdueMinor: 7_000_000, longestDays: 5, rates: [daily] },
      },
    ]);
  });

  it.each([
    [1, 0, 0],
    [0, 0, 0],
    [-1, 1, 1],
  ])('count an invoice that is due in %d days %d times as overdue, by %d days', (inDays, overdue, longestDays) => {
    const sums = owedSums([item({ dueDay: addDays(today, inDays) })], today);
    expect(sums).toMatchObject([{ unpaid: 1, overdue, longestDays }]);
  });

  it('never add up currencies, and name the longest delay of each', () => {
    const items = [
      item({ currency: 'USD', dueDay: addDays(today, -40) }),
      item({ dueDay: addDays(today, -3) }),
      item({ dueDay: addDays(today, -7), rates: [daily, { kind: 'yearly', percent: '8', dayCount: 'actual/365' }] }),
    ];
    expect(owedSums(items, today)).toMatchObject([
      {
        currency: 'CNY',
        unpaid: 2,
        openMinor: 2_000_000,
        longestDays: 7,
        rates: [{ kind: 'daily' }, { percent: '8' }],
      },
      { currency: 'USD', unpaid: 1, openMinor: 1_000_000, longestDays: 40, rates: [] },
    ]);
    expect(owedSums([], today)).toEqual([]);
  });
});

describe('[S229] the file of a debtor', () => {
  const known: ContractFacts = {
    ...{ governingLaw: 'CN', forum: 'Shanghai', legalEntityId: 'us', debtorKind: 'company', clause: null },
    ...{ lawConnected: null, creditorIsSmall: null, debtorIsLarge: null },
  };
  const addresses = [
    { kind: 'phone', usable: true },
    { kind: 'post', usable: true },
  ];

  it('is complete with phone, address, a person and the facts of its contracts', () => {
    expect(missingInFile({ addresses, people: 1, contracts: [known] })).toEqual([]);
  });

  it.each([
    ['a phone', { addresses: addresses.slice(1) }, ['phone']],
    ['a phone that is right', { addresses: [{ kind: 'phone', usable: false }, ...addresses.slice(1)] }, ['phone']],
    ['an address', { addresses: addresses.slice(0, 1) }, ['address']],
    ['a person to ask for', { people: 0 }, ['contactPerson']],
    ['a contract', { contracts: [known, null, null] }, ['contract']],
    [
      'law and forum',
      { contracts: [{ ...known, governingLaw: null, forum: null }] },
      ['governingLawUnknown', 'forumUnknown'],
    ],
  ])('lacks %s', (_what, over, missing) => {
    expect(missingInFile({ addresses, people: 1, contracts: [known], ...over })).toEqual(missing);
  });
});
