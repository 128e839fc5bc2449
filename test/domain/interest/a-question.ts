import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InterestQuestion, type InterestRefusal, interestOn } from '../../../domain/interest/claim';
import type { ContractFacts, GateFacts } from '../../../domain/interest/gate';
import type { Law } from '../../../domain/law/law';
import type { PlanInterest } from '../../../domain/plan';
import { parseDay } from '../../../domain/time';
import { checkRateTable, checkSchemes } from '../../../services/rate-tables';

const folder = join(__dirname, '..', '..', '..', 'policies', 'law');

/** The law as it is delivered. */
export function theLaw(): Law {
  const tables = readdirSync(join(folder, 'rates')).map((name) => {
    const read = checkRateTable(name, readFileSync(join(folder, 'rates', name)));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.value;
  });
  const schemes = checkSchemes('schemes.yaml', readFileSync(join(folder, 'schemes.yaml')), tables);
  if (!schemes.ok) throw new Error(JSON.stringify(schemes.problems));
  return { schemes: schemes.value, tables };
}

export const aContract = (overrides: Partial<ContractFacts> = {}): ContractFacts => ({
  governingLaw: 'CN',
  forum: 'Shanghai',
  legalEntityId: 'entity-1',
  debtorKind: 'company',
  clause: { number: '7', dailyRate: '0.0005', startDay: null },
  lawConnected: true,
  creditorIsSmall: null,
  debtorIsLarge: null,
  ...overrides,
});

export const someRules = (overrides: Partial<PlanInterest> = {}): PlanInterest => ({
  dailyRate: '0.0005',
  startDay: 1,
  claimedFrom: 'formalLetter',
  notForMotives: ['pressured'],
  ...overrides,
});

export const someFacts = (overrides: Partial<GateFacts> = {}): GateFacts => ({
  motive: null,
  hardshipApproved: false,
  performedSteps: ['formalLetter'],
  claimedByPerson: false,
  ...overrides,
});

const law = theLaw();

/** 80,000.00 CNY due on 2026-07-06 under clause 7, asked on the 11th. */
export function aQuestion(overrides: Partial<InterestQuestion> = {}): InterestQuestion {
  const dueDay = overrides.dueDay ?? parseDay('2026-07-06');
  return {
    contract: aContract(),
    facts: someFacts(),
    rules: someRules(),
    base: 'openUndisputed',
    law,
    currency: 'CNY',
    dueDay,
    valueDay: parseDay('2026-07-11'),
    balances: [{ valueDay: dueDay, openMinor: 8_000_000, disputedMinor: 0 }],
    stoppedOn: null,
    damagesFactor: null,
    fixedSumClaimed: false,
    ...overrides,
  };
}

/** The claim that must come out. */
export function claimOf(question: InterestQuestion) {
  const answer = interestOn(question);
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusals));
  return answer.claim;
}

/** The reasons that must come out instead of a claim. */
export function refusalsOf(question: InterestQuestion): readonly InterestRefusal['reason'][] {
  const answer = interestOn(question);
  return answer.ok ? [] : answer.refusals.map(({ reason }) => reason);
}
