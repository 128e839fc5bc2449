import type { InterestQuestion } from '../../../domain/interest/claim';
import type { ContractFacts } from '../../../domain/interest/gate';
import { fixedSumFor, rateOn } from '../../../domain/law/law';
import { addDays, parseDay } from '../../../domain/time';
import { aContract, aQuestion, claimOf, refusalsOf, theLaw } from '../interest/a-question';

const law = theLaw();
const english = aContract({ governingLaw: 'GB-EAW', clause: null });
const slovak = aContract({ governingLaw: 'SK', clause: null });
const chinese = aContract({ governingLaw: 'CN', clause: null });

/** A debt under a law without a clause, due on one day and asked on another. */
function debt(
  contract: ContractFacts,
  currency: string,
  due: string,
  value: string,
  openMinor: number,
  overrides: Partial<InterestQuestion> = {},
): InterestQuestion {
  const dueDay = parseDay(due);
  const balances = [{ valueDay: dueDay, openMinor, disputedMinor: 0 }];
  return aQuestion({ contract, currency, dueDay, valueDay: parseDay(value), balances, ...overrides });
}

describe('the UK Late Payment Act', () => {
  it('[R31] keeps the rate of its first half-year for the whole debt, over changes and a leap year', () => {
    // 1.25 % on 30 June 2022 and 8: 5,000.00 x 9.25 % x 487 / 365.
    const claim = claimOf(debt(english, 'GBP', '2022-11-30', '2024-03-31', 500_000));
    expect(claim).toMatchObject({
      basis: { kind: 'scheme', scheme: 'gbLatePayment', claimedAs: 'interest' },
      days: 487,
      interest: { amountMinor: 61_709, currency: 'GBP' },
    });
    expect(claim.steps).toHaveLength(1);
  });

  it('[R31] counts 366 days of a leap year over 365', () => {
    const claim = claimOf(debt(english, 'GBP', '2023-12-31', '2024-12-31', 1_000_000));
    expect(claim).toMatchObject({ days: 366, interest: { amountMinor: 132_863 } });
  });

  it.each([
    ['2023-06-29', '11.5'],
    ['2023-06-30', '13'],
    ['2023-12-30', '13'],
    ['2023-12-31', '13.25'],
  ])('takes the half-year in which interest starts, the day after it was due: %s %s %%', (due, percent) => {
    const [step] = claimOf(debt(english, 'GBP', due, '2024-06-30', 500_000)).steps;
    expect(step?.rate).toEqual({ kind: 'yearly', percent, dayCount: 'actual/365' });
  });

  it.each([
    [1, 4_000],
    [99_999, 4_000],
    [100_000, 7_000],
    [999_999, 7_000],
    [1_000_000, 10_000],
    [5_000_000, 10_000],
  ])('adds 40, 70 or 100 pounds by the size of the debt: %i pence, %i', (openMinor, amountMinor) => {
    const claim = claimOf(debt(english, 'GBP', '2025-11-30', '2026-01-31', openMinor));
    expect(claim.fixedSum).toEqual({ amountMinor, currency: 'GBP' });
  });

  it('adds the sum once per debt, whatever was paid since, and only to debts in pounds', () => {
    const question = debt(english, 'GBP', '2025-11-30', '2026-01-31', 1_000_000);
    expect(claimOf({ ...question, fixedSumClaimed: true }).fixedSum).toBeNull();
    const paid = { valueDay: parseDay('2025-12-31'), openMinor: 50_000, disputedMinor: 0 };
    expect(claimOf({ ...question, balances: [...question.balances, paid] }).fixedSum?.amountMinor).toBe(10_000);
    expect(claimOf({ ...question, currency: 'USD' }).fixedSum).toBeNull();
  });

  it('measures that sum by what was open when interest began to run, and adds none to nothing', () => {
    const question = debt(english, 'GBP', '2025-11-30', '2026-01-31', 1_000_000);
    const paidOn = (date: string, openMinor: number) =>
      claimOf({
        ...question,
        balances: [
          { valueDay: parseDay('2025-11-01'), openMinor: 1_000_000, disputedMinor: 0 },
          { valueDay: parseDay(date), openMinor, disputedMinor: 0 },
        ],
      }).fixedSum;
    expect(paidOn('2025-11-30', 50_000)).toEqual({ amountMinor: 4_000, currency: 'GBP' });
    expect(paidOn('2025-12-01', 50_000)).toEqual({ amountMinor: 10_000, currency: 'GBP' });
    expect(paidOn('2025-11-30', 0)).toBeNull();
  });

  it('runs from the day after the due date whatever the policy says, and at the rate of the law alone', () => {
    const question = debt(english, 'GBP', '2025-11-30', '2025-12-10', 500_000);
    const plain = claimOf(question);
    expect(plain).toMatchObject({ from: parseDay('2025-12-01'), days: 10 });
    expect(claimOf({ ...question, rules: { ...question.rules, startDay: 91 }, damagesFactor: '1.5' })).toEqual(plain);
  });

  it('names its texts, and each rate the address at which it was found', () => {
    const { basis, rates } = claimOf(debt(english, 'GBP', '2025-11-30', '2026-01-31', 500_000));
    const scheme = law.schemes.find(({ id }) => id === 'gbLatePayment');
    expect(basis).toEqual({ kind: 'scheme', scheme: 'gbLatePayment', claimedAs: 'interest', texts: scheme?.texts });
    const addresses = law.tables.flatMap(({ rates: dated }) => dated.map(({ address }) => address));
    expect(rates).toHaveLength(1);
    expect(addresses).toContain(rates[0]?.source);
  });

  it('is not claimed where English law was only chosen, nor from who guarantees as a person', () => {
    const ask = (facts: Partial<ContractFacts>) =>
      refusalsOf(debt({ ...english, ...facts }, 'GBP', '2025-11-30', '2026-01-31', 500_000));
    expect(ask({ lawConnected: false })).toEqual(['noClause', 'noConnection']);
    expect(ask({ lawConnected: null })).toEqual(['noClause', 'connectionUnknown']);
    expect(ask({ debtorKind: 'naturalPersonGuarantor' })).toEqual(['noClause', 'debtorKindOutside']);
    expect(ask({ debtorKind: 'soleTrader' })).toEqual([]);
  });

  it('has no rate for a debt of a half-year without a text', () => {
    expect(refusalsOf(debt(english, 'GBP', '2026-12-30', '2027-03-31', 500_000))).toEqual([]);
    expect(refusalsOf(debt(english, 'GBP', '2026-12-31', '2027-03-31', 500_000))).toEqual(['noRate']);
    expect(refusalsOf(debt(english, 'GBP', '2010-12-30', '2012-03-31', 500_000))).toEqual(['noRate']);
  });
});

describe('Directive 2011/7/EU with a floating rate', () => {
  it('[R31] follows each half-year, to the cent', () => {
    const claim = claimOf(debt(slovak, 'EUR', '2022-11-15', '2024-03-10', 1_234_567));
    expect(claim.interest).toEqual({ amountMinor: 181_008, currency: 'EUR' });
    expect(claim.steps.map(({ days, rate }) => [days, rate.kind === 'yearly' ? rate.percent : ''])).toEqual([
      [46, '8'],
      [181, '10.5'],
      [184, '12'],
      [70, '12.5'],
    ]);
  });

  it('[R31] with a fixed rate instead keeps that of the first day', () => {
    const schemes = law.schemes.map((scheme) =>
      scheme.id === 'skLatePayment' && 'table' in scheme.rate
        ? { ...scheme, rate: { ...scheme.rate, mode: 'fixed' as const } }
        : scheme,
    );
    const question = debt(slovak, 'EUR', '2022-11-15', '2024-03-10', 1_234_567, { law: { ...law, schemes } });
    // 12,345.67 x 8 % x 481 / 365.
    expect(claimOf(question)).toMatchObject({ days: 481, interest: { amountMinor: 130_154 } });
  });

  it('adds 40 euros once, whatever the size of the invoice', () => {
    for (const openMinor of [1, 1_000_000]) {
      const question = debt(slovak, 'EUR', '2025-11-30', '2026-01-31', openMinor);
      expect(claimOf(question).fixedSum).toEqual({ amountMinor: 4_000, currency: 'EUR' });
      expect(claimOf({ ...question, fixedSumClaimed: true }).fixedSum).toBeNull();
    }
  });

  it('has no rate from the day on for which no text was found', () => {
    const question = debt(slovak, 'EUR', '2026-05-31', '2026-06-30', 500_000);
    expect(claimOf(question).days).toBe(30);
    expect(refusalsOf({ ...question, valueDay: parseDay('2026-07-01') })).toEqual(['noRate']);
  });

  it('is not in force for a delay before the law', () => {
    expect(refusalsOf(debt(slovak, 'EUR', '2014-12-30', '2015-03-31', 500_000))).toEqual(['noClause', 'notInForce']);
    expect(claimOf(debt(slovak, 'EUR', '2014-12-31', '2015-03-31', 500_000)).days).toBe(90);
  });
});

describe('the law of China', () => {
  it('goes by the clause where one was agreed', () => {
    const contract = aContract({ creditorIsSmall: true, debtorIsLarge: true });
    expect(claimOf(debt(contract, 'CNY', '2026-01-01', '2026-01-11', 1_000_000)).basis.kind).toBe('clause');
  });

  it.each([
    ['2024-07-20', null, '4.485', 122_877],
    ['2024-07-21', null, '4.355', 119_315],
    ['2024-07-21', '1.5', '5.025', 137_671],
  ])(
    'without one claims the LPR of the day of default and 30 to 50 %% as damages: due %s',
    (due, factor, percent, sum) => {
      const valueDay = addDays(parseDay(due), 100);
      const claim = claimOf(debt(chinese, 'CNY', due, due, 10_000_000, { valueDay, damagesFactor: factor }));
      expect(claim).toMatchObject({
        basis: { scheme: 'cnDamages', claimedAs: 'damages' },
        interest: { amountMinor: sum },
      });
      expect(claim.steps.map(({ rate }) => rate)).toEqual([{ kind: 'yearly', percent, dayCount: 'actual/365' }]);
    },
  );

  it.each([
    ['1.3', '4.355'],
    ['1.4', '4.69'],
    ['1.5', '5.025'],
  ])('claims what the creditor chooses of the range: 3.35 %% times %s', (damagesFactor, percent) => {
    const question = debt(chinese, 'CNY', '2024-07-21', '2024-08-21', 10_000_000, { damagesFactor });
    expect(claimOf(question).steps[0]?.rate).toMatchObject({ percent });
  });

  it.each(['1.29', '1.51'])('refuses to claim another factor than the law allows: %s', (damagesFactor) => {
    const question = debt(chinese, 'CNY', '2024-07-21', '2024-08-21', 10_000_000, { damagesFactor });
    expect(() => claimOf(question)).toThrow('expected 1.3 to 1.5');
  });

  it.each([
    ['2025-05-31', true, true, 'company', 'cnSmallCreditor'],
    ['2025-05-30', true, true, 'company', 'cnDamages'],
    ['2025-05-31', true, false, 'company', 'cnDamages'],
    ['2025-05-31', true, null, 'company', 'cnDamages'],
    ['2025-05-31', null, true, 'company', 'cnDamages'],
    ['2025-05-31', true, null, 'publicBody', 'cnSmallCreditor'],
  ] as const)(
    'due %s, small creditor %s, large debtor %s, %s: %s',
    (due, creditorIsSmall, debtorIsLarge, debtorKind, scheme) => {
      const contract = { ...chinese, creditorIsSmall, debtorIsLarge, debtorKind };
      const claim = claimOf(debt(contract, 'CNY', due, '2025-06-30', 1_000_000));
      expect(claim.basis).toMatchObject({ scheme });
    },
  );

  it.each([true, false, null])('asks for no other connection with it than the choice: %s', (lawConnected) => {
    const question = debt({ ...chinese, lawConnected }, 'CNY', '2024-07-21', '2024-08-21', 10_000_000);
    expect(claimOf(question).basis).toMatchObject({ scheme: 'cnDamages' });
  });

  it('says that its rate for small creditors is not for these parties', () => {
    const schemes = law.schemes.filter(({ smallCreditorLargeDebtor }) => smallCreditorLargeDebtor);
    const question = debt(chinese, 'CNY', '2025-05-31', '2025-06-30', 1_000_000, { law: { ...law, schemes } });
    expect(refusalsOf(question)).toEqual(['noClause', 'partiesOutside']);
  });

  it('gives nothing while nobody knows what the debtor is', () => {
    const question = debt({ ...chinese, debtorKind: null }, 'CNY', '2024-07-21', '2024-08-21', 10_000_000);
    expect(refusalsOf(question)).toEqual(['debtorKindUnknown', 'noClause', 'notInForce', 'debtorKindOutside']);
  });

  it('gives a small creditor 0.05 % a day', () => {
    const contract = { ...chinese, creditorIsSmall: true, debtorIsLarge: true };
    const claim = claimOf(debt(contract, 'CNY', '2026-07-06', '2026-07-11', 8_000_000));
    expect(claim).toMatchObject({ interest: { amountMinor: 20_000 }, fixedSum: null });
    const texts = law.schemes.find(({ id }) => id === 'cnSmallCreditor')?.texts;
    expect(claim.rates).toMatchObject([{ from: claim.from, source: texts?.[0] }]);
  });

  it('has no rate for a default after the last text', () => {
    expect(refusalsOf(debt(chinese, 'CNY', '2026-02-18', '2026-03-31', 500_000))).toEqual([]);
    expect(refusalsOf(debt(chinese, 'CNY', '2026-02-19', '2026-03-31', 500_000))).toEqual(['noRate']);
  });
});

describe('the law as data', () => {
  it('holds for interest that starts to run through the last day of a scheme, to its end', () => {
    const schemes = law.schemes.map((scheme) => ({ ...scheme, through: parseDay('2025-12-31') }));
    const contract = { ...chinese, creditorIsSmall: true, debtorIsLarge: true };
    const due = (day: string) => debt(contract, 'CNY', day, '2026-01-31', 1_000_000, { law: { ...law, schemes } });
    expect(claimOf(due('2025-12-30')).days).toBe(32);
    expect(refusalsOf(due('2025-12-31'))).toEqual(['noClause', 'notInForce', 'notInForce']);
  });

  it('has a table for every rate that a scheme refers to', () => {
    const question = debt(english, 'GBP', '2025-11-30', '2026-01-31', 500_000, { law: { ...law, tables: [] } });
    expect(() => claimOf(question)).toThrow(/Scheme gbLatePayment refers to the rate table .*, which does not exist/);
  });

  it('has an address with every scheme and every rate', () => {
    const addresses = [
      ...law.schemes.flatMap(({ texts }) => texts),
      ...law.tables.flatMap(({ rates }) => rates.map(({ address }) => address)),
    ];
    for (const address of addresses) expect(() => new URL(address)).not.toThrow();
    expect(law.schemes.every(({ texts }) => texts.length > 0)).toBe(true);
  });

  it('has a rate on the first and the last day of an entry, and none outside', () => {
    for (const table of law.tables) {
      const [first, last] = [table.rates[0], table.rates[table.rates.length - 1]];
      if (first === undefined || last === undefined) throw new Error(`${table.id} is empty`);
      expect([rateOn(table, first.from), rateOn(table, last.through)]).toEqual([first, last]);
      expect(rateOn(table, addDays(first.from, -1))).toBeNull();
      expect(rateOn(table, addDays(last.through, 1))).toBeNull();
    }
  });

  it('has no fixed sum beyond the last limit when no row is without one', () => {
    const rows = [{ belowMinor: 100, sumMinor: 5 }];
    expect([99, 100].map((debtMinor) => fixedSumFor({ currency: 'GBP', rows }, debtMinor))).toEqual([5, 0]);
  });
});
