import type { EpochDay } from '../time';

/** Who owes (decisions 7): statutory interest between businesses does not reach a natural person who guarantees. */
export const debtorKinds = ['company', 'publicBody', 'soleTrader', 'naturalPersonGuarantor'] as const;
export type DebtorKind = (typeof debtorKinds)[number];

/** How days are weighed against a yearly rate. */
export const dayCounts = ['actual/365', 'actual/360', 'actual/actual'] as const;
export type DayCount = (typeof dayCounts)[number];

/** A yearly rate in percent, from a day through a day, and the address of the text in which it was found. */
export interface DatedRate {
  readonly from: EpochDay;
  readonly through: EpochDay;
  /** Decimal string: `5.25`. */
  readonly percent: string;
  readonly address: string;
}

/** Rates in ascending order without overlap; outside of them there is no rate. */
export interface RateTable {
  readonly id: string;
  readonly rates: readonly DatedRate[];
}

/** A share of the principal a day as a decimal string: `0.0005` is 0.05 % (S86). */
export interface DailyRate {
  readonly dailyShare: string;
}

/** A rate from a table, raised by percent points or multiplied; fixed = that of the first day for the whole debt. */
export interface TableRate {
  readonly table: string;
  readonly plusPercent: string;
  /** What the table's rate is multiplied with; a range leaves the choice to the creditor. */
  readonly times: { readonly least: string; readonly most: string } | null;
  readonly mode: 'fixed' | 'floating';
  readonly dayCount: DayCount;
}

/** Fixed sums by the size of the debt: the first row whose limit lies above it, in minor units of `currency`. */
export interface FixedSums {
  readonly currency: string;
  readonly rows: readonly { readonly belowMinor: number | null; readonly sumMinor: number }[];
}

/** Late interest as one law has it (decisions 7). */
export interface Scheme {
  readonly id: string;
  /** ISO 3166 codes of laws: `CN`, `GB-EAW` (England and Wales). */
  readonly governingLaws: readonly string[];
  readonly claimedAs: 'interest' | 'damages';
  /** Days on which the interest must start to run; through null: in force. */
  readonly from: EpochDay;
  readonly through: EpochDay | null;
  readonly debtorKinds: readonly DebtorKind[];
  /** Only where the law has a connection with the contract, and was not merely chosen. */
  readonly needsConnection: boolean;
  /** Only for a small or medium creditor of a public body or a large debtor (PRC Decree 802 art. 17). */
  readonly smallCreditorLargeDebtor: boolean;
  readonly texts: readonly string[];
  readonly rate: DailyRate | TableRate;
  readonly fixedSums: FixedSums | null;
}

/** Schemes in order of precedence, and the tables that they refer to. */
export interface Law {
  readonly schemes: readonly Scheme[];
  readonly tables: readonly RateTable[];
}

/** The rate of `day`, or null: the table has none, and none is made up (decisions 7). */
export const rateOn = (table: RateTable, day: EpochDay): DatedRate | null =>
  table.rates.find(({ from, through }) => day >= from && day <= through) ?? null;

/** The fixed sum for a debt of `debtMinor` in the scheme's currency (UK 1998 Act s. 5A: 40 / 70 / 100 pounds). */
export function fixedSumFor({ rows }: FixedSums, debtMinor: number): number {
  return rows.find(({ belowMinor }) => belowMinor === null || debtMinor < belowMinor)?.sumMinor ?? 0;
}
