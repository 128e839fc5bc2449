import { createReadStream } from 'node:fs';
import type { RowProblem } from '../../domain/import/fields';
import type { SimDebtor } from '../../domain/simulation/book';
import type { CsvBookOptions } from './csv-book';
import { generateStressBook } from './stress-book';

/** Where a book comes from, as plain data, so that every thread can open it. */
export type BookSource =
  | ({ readonly kind: 'file'; readonly path: string } & CsvBookOptions)
  | {
      readonly kind: 'generated';
      readonly count: number;
      readonly seed: number;
      readonly payments: 'actual' | 'none';
    };

/** A book to walk through, more than once if need be. A generated one is made again by each walk and never in memory. */
export interface OpenBook {
  readonly debtors: Iterable<SimDebtor>;
  readonly invoices: number;
  readonly problems: readonly RowProblem[];
}

/** Debtors whom nobody reminds of payments: promises stay, money never comes. */
const withoutPayments = (debtor: SimDebtor): SimDebtor => ({
  ...debtor,
  invoices: debtor.invoices.map((invoice) => ({
    ...invoice,
    events: invoice.events.filter(({ kind }) => kind !== 'payment'),
  })),
});

function generatedDebtors(count: number, seed: number, payments: 'actual' | 'none'): Iterable<SimDebtor> {
  return {
    *[Symbol.iterator]() {
      for (const debtor of generateStressBook(count, seed)) {
        yield payments === 'none' ? withoutPayments(debtor) : debtor;
      }
    },
  };
}

/**
 * Opens a book.
 *
 * @throws ImportFileError when a file cannot be read, or not to its end
 */
export async function openBook(source: BookSource): Promise<OpenBook> {
  if (source.kind === 'file') {
    // A made-up book should not pay for the reading of files: every thread of a comparison would load it, 16 ms.
    const { readCsvBook } = await import('./csv-book.js');
    return readCsvBook(createReadStream(source.path), source);
  }
  const { count, seed, payments } = source;
  return { debtors: generatedDebtors(count, seed, payments), invoices: count, problems: [] };
}
