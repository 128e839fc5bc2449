import type { RowProblem } from '../../domain/import/fields';
import type { BatchResult } from './apply-batch';

/** What an import did, or would do. */
export interface ImportReport {
  /** Rows read from the file, without the header. */
  rows: number;
  invoices: { created: number; updated: number; unchanged: number };
  debtors: { created: number; updated: number };
  payments: number;
  /** Rows that did not go in. */
  failedRows: number;
  /** All problems; `problems` holds the first of them. */
  problemCount: number;
  problems: RowProblem[];
}

// More than anybody reads; a file of 100,000 wrong rows must fill neither memory nor answer.
const keptProblems = 1_000;

export function emptyReport(): ImportReport {
  return {
    rows: 0,
    invoices: { created: 0, updated: 0, unchanged: 0 },
    debtors: { created: 0, updated: 0 },
    payments: 0,
    failedRows: 0,
    problemCount: 0,
    problems: [],
  };
}

/** Adds what was wrong with rows of the file. */
export function addProblems(report: ImportReport, problems: readonly RowProblem[]): void {
  report.problemCount += problems.length;
  report.problems.push(...problems.slice(0, Math.max(0, keptProblems - report.problems.length)));
}

/** Adds what a batch of `read` rows did. */
export function addBatch(report: ImportReport, read: number, result: BatchResult): void {
  const good = result.invoicesCreated + result.invoicesUpdated + result.invoicesUnchanged;
  report.rows += read;
  report.invoices.created += result.invoicesCreated;
  report.invoices.updated += result.invoicesUpdated;
  report.invoices.unchanged += result.invoicesUnchanged;
  report.debtors.created += result.debtorsCreated.length;
  report.debtors.updated += result.debtorsUpdated.length;
  report.payments += result.payments;
  report.failedRows += read - good;
  addProblems(report, result.problems);
}

/** How many records an import created or changed: 0 for a second run of the same file. */
export const changesIn = ({ invoices, debtors, payments }: ImportReport): number =>
  invoices.created + invoices.updated + debtors.created + debtors.updated + payments;
