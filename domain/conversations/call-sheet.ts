import type { AppliedRate } from '../interest/accrual';
import { type ContractFacts, type MissingFact, missingFacts } from '../interest/gate';
import type { EpochDay } from '../time';

/** An unpaid invoice as whoever calls speaks of it. */
export interface UnpaidItem {
  readonly currency: string;
  /** Minor units, > 0. */
  readonly openMinor: number;
  readonly dueDay: EpochDay;
  /** Late interest that is claimed on it; empty where none is. */
  readonly rates: readonly AppliedRate[];
}

/** What a customer owes in one currency, over all of its invoices. */
export interface OwedSum {
  readonly currency: string;
  readonly unpaid: number;
  readonly openMinor: number;
  readonly overdue: number;
  readonly overdueMinor: number;
  /** Days past due of the oldest; 0 while nothing is overdue. */
  readonly longestDays: number;
  /** Each once, in the order of the items. */
  readonly rates: readonly AppliedRate[];
}

/** Whole days after the due date; 0 on it and before. */
export const daysOverdue = (dueDay: EpochDay, today: EpochDay): number => Math.max(0, today - dueDay);

/** The figures of a call, by currency: how many invoices, how much, how many of them overdue, how long, at what rate (S199). */
export function owedSums(items: readonly UnpaidItem[], today: EpochDay): readonly OwedSum[] {
  const currencies = [...new Set(items.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const all = items.filter((item) => item.currency === currency);
    const overdue = all.filter(({ dueDay }) => dueDay < today);
    const sumOf = (some: readonly UnpaidItem[]) => some.reduce((sum, { openMinor }) => sum + openMinor, 0);
    const rates = new Map(all.flatMap((item) => item.rates).map((rate) => [JSON.stringify(rate), rate]));
    return {
      currency,
      unpaid: all.length,
      openMinor: sumOf(all),
      overdue: overdue.length,
      overdueMinor: sumOf(overdue),
      longestDays: Math.max(0, ...overdue.map(({ dueDay }) => daysOverdue(dueDay, today))),
      rates: [...rates.values()],
    };
  });
}

/** An address of a debtor. `usable`: nothing came back from it and it belongs to nobody else. */
export interface FileAddress {
  readonly kind: string;
  readonly usable: boolean;
}

export type MissingReach = 'phone' | 'address';
export type MissingPart = MissingReach | 'contactPerson' | 'contract' | MissingFact;

/** Which of phone and postal address the file of a debtor lacks (S229). */
export function missingReach(addresses: readonly FileAddress[]): readonly MissingReach[] {
  const has = (wanted: string) => addresses.some(({ kind, usable }) => usable && kind === wanted);
  return [...(has('phone') ? [] : ['phone' as const]), ...(has('post') ? [] : ['address' as const])];
}

/**
 * What somebody has to find out before the call, most important first (S229): phone, address, somebody to ask for, and the
 * facts of the contracts under which the unpaid invoices are owed; null stands for an invoice without a contract.
 */
export function missingInFile(file: {
  readonly addresses: readonly FileAddress[];
  readonly people: number;
  readonly contracts: readonly (ContractFacts | null)[];
}): readonly MissingPart[] {
  const ofContracts = file.contracts.flatMap((contract): readonly MissingPart[] =>
    contract === null ? ['contract'] : missingFacts(contract),
  );
  const person = file.people === 0 ? ['contactPerson' as const] : [];
  return [...missingReach(file.addresses), ...person, ...new Set(ofContracts)];
}
