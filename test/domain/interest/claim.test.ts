import { addDays, parseDay } from '../../../domain/time';
import { missingFacts } from '../../../domain/interest/gate';
import { aContract, aQuestion, claimOf, refusalsOf, someFacts, someRules } from './a-question';

const dueDay = parseDay('2026-07-06');

describe('a claim under the contract', () => {
  it('[S88] names the clause, the days, the sum of one day and the steps of the computation', () => {
    expect(claimOf(aQuestion())).toEqual({
      basis: { kind: 'clause', clause: '7' },
      from: parseDay('2026-07-07'),
      to: parseDay('2026-07-11'),
      days: 5,
      interest: { amountMinor: 20_000, currency: 'CNY' },
      perDiem: { amountMinor: 4_000, currency: 'CNY' },
      fixedSum: null,
      rates: [expect.objectContaining({ rate: { kind: 'daily', share: '0.0005' }, source: 'clause 7' })],
      steps: [
        {
          from: parseDay('2026-07-07'),
          through: parseDay('2026-07-11'),
          days: 5,
          principalMinor: 8_000_000,
          rate: { kind: 'daily', share: '0.0005' },
          source: 'clause 7',
        },
      ],
    });
  });

  it('[S86] takes the rate of the clause, and the policy’s where the clause names none', () => {
    const clause = { number: '7', dailyRate: '0.0003', startDay: null };
    expect(claimOf(aQuestion({ contract: aContract({ clause }) })).interest.amountMinor).toBe(12_000);
    const silent = aContract({ clause: { ...clause, dailyRate: null } });
    expect(claimOf(aQuestion({ contract: silent })).interest.amountMinor).toBe(20_000);
  });

  it.each([
    [1, 1, 1],
    [1, 90, 90],
    [1, 91, 91],
    [91, 91, 1],
    [91, 120, 30],
  ])('[X14][S99] with start day %i has after %i days past due %i days of interest', (startDay, daysPastDue, days) => {
    const claim = claimOf(aQuestion({ rules: someRules({ startDay }), valueDay: addDays(dueDay, daysPastDue) }));
    expect(claim).toMatchObject({ days, interest: { amountMinor: days * 4_000 } });
  });

  it.each([
    [1, 0],
    [91, 90],
  ])('[X14][S99] with start day %i owes nothing yet after %i days past due', (startDay, daysPastDue) => {
    const question = aQuestion({ rules: someRules({ startDay }), valueDay: addDays(dueDay, daysPastDue) });
    expect(refusalsOf(question)).toEqual(['notStarted']);
  });

  it('[X14] lets the contract’s start day go before the policy’s', () => {
    const contract = aContract({ clause: { number: '7', dailyRate: null, startDay: 91 } });
    expect(refusalsOf(aQuestion({ contract, valueDay: addDays(dueDay, 90) }))).toEqual(['notStarted']);
    expect(claimOf(aQuestion({ contract, valueDay: addDays(dueDay, 91) })).days).toBe(1);
  });

  it.each([
    // Two days on 80,000, then three on 40,000 of which 10,000 are disputed.
    ['openUndisputed', 8_000 + 4_500],
    ['open', 8_000 + 6_000],
    ['invoiced', 20_000],
  ] as const)('[Y19] counts on what the setting says: %s', (base, amountMinor) => {
    const balances = [
      { valueDay: addDays(dueDay, -60), openMinor: 8_000_000, disputedMinor: 0 },
      { valueDay: addDays(dueDay, 2), openMinor: 4_000_000, disputedMinor: 1_000_000 },
    ];
    expect(claimOf(aQuestion({ base, balances })).interest.amountMinor).toBe(amountMinor);
  });

  it('counts on nothing where more is disputed than open', () => {
    const balances = [{ valueDay: dueDay, openMinor: 4_000_000, disputedMinor: 5_000_000 }];
    expect(claimOf(aQuestion({ balances }))).toMatchObject({ days: 5, interest: { amountMinor: 0 } });
  });

  it.each(['open', 'openUndisputed', 'invoiced'] as const)('is refused without any balance: %s', (base) => {
    expect(() => claimOf(aQuestion({ base, balances: [] }))).toThrow(/principal/i);
  });

  it('stops on the day on which a bankruptcy was accepted', () => {
    const question = aQuestion({ valueDay: addDays(dueDay, 30), stoppedOn: addDays(dueDay, 3) });
    expect(claimOf(question)).toMatchObject({ to: addDays(dueDay, 3), days: 3 });
    expect(claimOf({ ...question, stoppedOn: addDays(dueDay, 31) }).days).toBe(30);
    expect(refusalsOf({ ...question, stoppedOn: dueDay })).toEqual(['notStarted']);
  });
});

describe('no claim', () => {
  it('[S92] without a clause where the governing law gives nothing by itself', () => {
    const contract = aContract({ clause: null, governingLaw: 'US-NY' });
    expect(refusalsOf(aQuestion({ contract }))).toEqual(['noClause']);
    expect(refusalsOf(aQuestion({ contract: aContract({ governingLaw: 'US-NY' }) }))).toEqual([]);
  });

  it.each([
    ['governingLaw', 'governingLawUnknown'],
    ['forum', 'forumUnknown'],
    ['legalEntityId', 'legalEntityUnknown'],
    ['debtorKind', 'debtorKindUnknown'],
  ] as const)('[U7] while a mandatory fact of the contract is unknown: %s', (fact, reason) => {
    const contract = aContract({ [fact]: null });
    expect(missingFacts(contract)).toEqual([reason]);
    expect(refusalsOf(aQuestion({ contract }))).toEqual([reason]);
  });

  it('tells all reasons at once', () => {
    const contract = aContract({ governingLaw: null, debtorKind: null, clause: null });
    const facts = someFacts({ motive: 'pressured', performedSteps: [] });
    expect(refusalsOf(aQuestion({ contract, facts }))).toEqual([
      'governingLawUnknown',
      'debtorKindUnknown',
      'motive',
      'notClaimedYet',
      'noClause',
    ]);
  });

  it.each([
    ['[S94]', 'malicious', [], []],
    ['[S94]', 'malicious', ['pressured'], []],
    ['[S95]', 'pressured', ['pressured'], ['motive']],
    ['[X13]', 'pressured', [], []],
    ['[X13]', 'negligent', ['pressured'], []],
    ['[X13]', 'negligent', ['negligent', 'pressured'], ['motive']],
    ['[X13]', null, ['negligent', 'pressured'], []],
  ] as const)('%s from motive %s under a policy that spares %j: %j', (_ids, motive, notForMotives, reasons) => {
    const question = aQuestion({ facts: someFacts({ motive }), rules: someRules({ notForMotives }) });
    expect(refusalsOf(question)).toEqual(reasons);
  });

  it('[S95] from a debtor whose hardship somebody approved', () => {
    expect(refusalsOf(aQuestion({ facts: someFacts({ hardshipApproved: true }) }))).toEqual(['hardship']);
  });

  it('[X14] before the step that begins with it, unless a person of the credit department claims it', () => {
    const early = someFacts({ performedSteps: ['friendlyReminder'] });
    expect(refusalsOf(aQuestion({ facts: early }))).toEqual(['notClaimedYet']);
    const never = someRules({ claimedFrom: null });
    expect(refusalsOf(aQuestion({ rules: never }))).toEqual(['notByLadder']);
    const person = someFacts({ performedSteps: [], claimedByPerson: true });
    expect(claimOf(aQuestion({ facts: person, rules: never })).days).toBe(5);
  });
});
