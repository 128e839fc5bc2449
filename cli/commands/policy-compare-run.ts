import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../domain/plan';
import { emptyBookEffort } from '../../domain/simulation/effort';
import { comparisonOf, type Both, type Comparison } from '../../services/what-if/comparison';
import { comparisonDocument } from '../../services/what-if/document';
import type { BookSource } from '../../services/simulation/book-source';
import type { WhatIf } from '../../services/what-if/live-share';
import { comparisonPicture } from '../../services/what-if/picture';
import { readPriceTable, type PriceTable } from '../../services/what-if/price-table';
import { runWhatIf, startThreads, threadsFor } from '../../services/what-if/run';
import { comparisonTexts } from '../../services/what-if/texts';
import { checkoutFolder } from '../../workers/checkout';
import { CliError } from '../http';
import type { ExitCode } from '../boot-context';
import type { Output } from '../output';
import type { CompareOptions } from './policy-compare';
import { showComparison } from './policy-compare-text';
import { policiesFolder, usePlan } from './policy-source';
import { policyTexts } from './policy-texts';
import { bookSourceOf, openSource, untilDayOf } from './simulate-book';
import { noteProblems } from './simulate-report';

// Long enough for every ladder to end and its reviews to show; each debtor's year is its own, so that a debtor's result does not
// depend on who else is in the book.
const DAYS_AFTER_LAST_DUE = 365;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n', 1).join('') : String(error);

function pricesOf(file: string | undefined, lang: CompareOptions['lang']): PriceTable {
  const path = file ?? join(policiesFolder(checkoutFolder()), 'prices.yaml');
  try {
    return readPriceTable(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliError(policyTexts[lang].badPrices(path, reasonOf(error)));
  }
}

/** Made before the work begins, so that an hour's result is not lost for want of a folder. */
function makeFolder(folder: string, lang: CompareOptions['lang']): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new CliError(policyTexts[lang].badFolder(folder, reasonOf(error)));
  }
}

/** Threads for a book whose size is known before it is opened: they start while the policies are read. */
const earlyThreads = (book: BookSource) =>
  book.kind === 'generated' ? startThreads(threadsFor(book.count), book) : undefined;

async function compareBook(
  whatIf: WhatIf,
  plans: Both<Plan>,
  prices: PriceTable,
  early: ReturnType<typeof earlyThreads>,
  out: Output,
) {
  const book = await openSource(whatIf.book);
  noteProblems(out, book.problems);
  if (book.invoices === 0) throw new CliError('The book has no invoice that can be simulated.');
  const progress = out.progress('Invoices');
  const threads = early ?? startThreads(threadsFor(book.invoices), whatIf.book);
  const result = await runWhatIf(whatIf, book, threads, (done) => progress.update(done, book.invoices));
  progress.update(book.invoices, book.invoices);
  progress.end();
  const [a, b] = result.efforts;
  const contenders = {
    a: { plan: plans.a, effort: a ?? emptyBookEffort() },
    b: { plan: plans.b, effort: b ?? emptyBookEffort() },
  };
  return { comparison: comparisonOf(contenders, prices), result, problems: book.problems.length };
}

function writeFiles(folder: string, document: unknown, comparison: Comparison, lang: CompareOptions['lang']): string[] {
  const files = [join(folder, 'comparison.json'), join(folder, 'comparison.svg')] as const;
  writeFileSync(files[0], `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(files[1], comparisonPicture(comparison, comparisonTexts[lang]));
  return [...files];
}

/**
 * `dunwell policy compare`: lives through a book once under each of two policies and reports what they did.
 *
 * @throws CliError that says which policy, option or file cannot be used
 */
export async function comparePolicies(names: Both<string>, options: CompareOptions, out: Output): Promise<ExitCode> {
  const { people, zone, until, lang } = options;
  // The language of debtors of whom the book says nothing does not change what is done.
  const source = bookSourceOf(options.book, options);
  const early = earlyThreads(source);
  const plans = {
    a: await usePlan(checkoutFolder(), names.a, lang),
    b: await usePlan(checkoutFolder(), names.b, lang),
  };
  const prices = pricesOf(options.prices, lang);
  if (options.out !== undefined) makeFolder(options.out, lang);
  const lastDay = untilDayOf(until);
  const horizon = lastDay === undefined ? { daysAfterLastDue: DAYS_AFTER_LAST_DUE } : { until: lastDay };
  const whatIf = { plans: [plans.a, plans.b], people, creditorZone: zone, horizon, book: source };
  const started = Date.now();
  const { comparison, result, problems } = await compareBook(whatIf, plans, prices, early, out);
  const texts = comparisonTexts[lang];
  const { debtors, invoices } = result;
  const document = {
    note: texts.note,
    definitions: texts.definitions,
    assumptions: texts.assumptions[people],
    book: { kind: source.kind, invoices, debtors, problems },
    until: until ?? null,
    daysAfterLastDue: lastDay === undefined ? DAYS_AFTER_LAST_DUE : null,
    ...comparisonDocument(comparison),
    wallMs: Date.now() - started,
  };
  const files = options.out === undefined ? [] : writeFiles(options.out, document, comparison, lang);
  for (const file of files) out.note(file);
  out.result(document, () => showComparison(out, comparison, texts, people));
  return 0;
}
