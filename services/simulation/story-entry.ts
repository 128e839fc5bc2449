import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import { type EpochDay, type EpochMinute, instantOf } from '../../domain/time';
import { instantOfColumn, minorOf } from '../columns';
import type { Language } from '../queries/explain';
import { storyText, type StoryCode } from './story-texts';

/** One thing that happened to a debtor: when, what, and as a sentence. */
export interface StoryEntry {
  readonly at: string;
  readonly debtor: string;
  readonly debtorName: string;
  readonly invoice: string;
  readonly code: StoryCode;
  readonly text: string;
}

/** Whose story is read, in the language of the listener; `zone` is the creditor's. */
export interface StoryReader {
  readonly db: Db;
  readonly creditorId: string;
  readonly zone: string;
  readonly language: Language;
}

/** A day and its instants, the end not included. */
export interface StoryDay {
  readonly day: EpochDay;
  readonly from: EpochMinute;
  readonly to: EpochMinute;
}

/** The instants of a day as a condition on a column. */
export const within = ({ from, to }: StoryDay) => ({ gte: new Date(instantOf(from)), lt: new Date(instantOf(to)) });

/** What every reader asks for beside an invoice. */
export const withDebtor = { include: { debtor: { select: { number: true, name: true } } } } as const;

/** An invoice as {@link withDebtor} gives it. */
export interface StorySubject {
  readonly number: string;
  readonly debtor: { readonly number: string; readonly name: string };
}

/** Puts one thing into words. */
export function entryOf(
  { language }: StoryReader,
  code: StoryCode,
  at: Date,
  { number, debtor }: StorySubject,
  values: Readonly<Record<string, string>>,
): StoryEntry {
  const text = storyText(code, language, { invoice: number, ...values });
  return { at: instantOfColumn(at), debtor: debtor.number, debtorName: debtor.name, invoice: number, code, text };
}

/** An amount with its currency: `1234.50 EUR`. */
export const amountOf = (minor: bigint | number, currency: string): string =>
  `${formatMoney({ amountMinor: typeof minor === 'bigint' ? minorOf(minor) : minor, currency })} ${currency}`;
