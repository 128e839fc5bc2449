import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors';
import { type ImportMapping, type ImportPreset, importPresets } from '../../domain/import/mapping';
import type { Db } from '../../clients/prisma';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { applyBatch, previewBatch } from './apply-batch';
import { type FileProblem, ImportFileError } from './file-problem';
import type { ImportRun } from './import-run';
import { type RowBatch, readRows } from './read-rows';
import { type ImportReport, addBatch, addProblems, emptyReport } from './report';

export type { FileProblem } from './file-problem';
export { type ImportReport, changesIn } from './report';

/** A file of invoices and how to read it. */
export interface ImportInvoices {
  readonly source: Readable;
  /** Where it came from, for the record: a file name or `api`. */
  readonly name: string;
  readonly mapping: ImportPreset | ImportMapping;
  readonly creditorId: string;
  /** Currency of rows that name none. */
  readonly currency?: string;
  /** For debtors of whom the file says nothing; otherwise those of their country, then those of the creditor. */
  readonly zone?: string;
  readonly language?: string;
  /** Whether payments that the file reports are booked. */
  readonly payments: 'actual' | 'none';
  readonly dryRun: boolean;
  readonly sample?: boolean;
  readonly actor: string;
  readonly at: Date;
  /** Called after every batch, and never again after the result. */
  readonly onProgress?: (report: ImportReport) => void;
}

/** `ok: false`: the file could not be read, or not to its end; the report says what went in before. */
export type ImportResult =
  | { readonly ok: true; readonly importId: string | null; readonly report: ImportReport }
  | {
      readonly ok: false;
      readonly importId: string | null;
      readonly report: ImportReport;
      readonly problem: FileProblem;
    };

/**
 * Brings invoices, debtors, addresses and reported payments in from a CSV stream, batch by batch: good rows go in, bad rows
 * are reported with line, column, value and what was expected. The same file a second time changes nothing; a changed row
 * is an update with its trace in ledger, history and evidence, and a message to its case. Interrupted, it can be repeated.
 *
 * @throws DomainError when there is no such creditor; errors of the database as they are
 */
export async function importInvoices(deps: { readonly db: Db }, command: ImportInvoices): Promise<ImportResult> {
  const { db } = deps;
  const run = await beginRun(db, command);
  const hash = createHash('sha256');
  const report = emptyReport();
  let problem: FileProblem | undefined;
  try {
    const { currency, payments } = command;
    const options = { mapping: run.mapping, payments, ...(currency === undefined ? {} : { currency }) };
    const previewed = new Set<string>();
    for await (const batch of readRows(command.source, hash, options)) {
      await takeIn(db, run, batch, report, previewed);
      command.onProgress?.(report);
    }
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    problem = error.problem;
  }
  const { importId } = run;
  if (importId !== null) await finishRun(db, run, importId, hash.digest('hex'), report, problem);
  return problem === undefined ? { ok: true, importId, report } : { ok: false, importId, report, problem };
}

/** `previewed` are debtors that earlier batches of a dry run would have created. */
async function takeIn(
  db: Db,
  run: ImportRun,
  batch: RowBatch,
  report: ImportReport,
  previewed: Set<string>,
): Promise<void> {
  addProblems(report, batch.problems);
  const isDryRun = run.importId === null;
  const result = await (isDryRun ? previewBatch : applyBatch)(db, run, batch.rows);
  const debtorsCreated = result.debtorsCreated.filter((number) => !previewed.has(number));
  if (isDryRun) for (const number of debtorsCreated) previewed.add(number);
  addBatch(report, batch.read, { ...result, debtorsCreated });
}

async function beginRun(db: Db, command: ImportInvoices): Promise<ImportRun> {
  const { creditorId, actor, at, sample = false, dryRun } = command;
  const creditor = await db.creditor.findUnique({ where: { id: creditorId } });
  if (creditor === null) throw new DomainError('noCreditor', `There is no creditor ${creditorId}`);
  const mapping = typeof command.mapping === 'string' ? importPresets[command.mapping] : command.mapping;
  const defaults = {
    country: creditor.country,
    zone: command.zone ?? creditor.zone,
    language: command.language ?? creditor.language,
  };
  const importId = dryRun ? null : newId();
  if (importId !== null) {
    // The hash is known when the file has been read; until then the row says that the import is not finished.
    const data = { id: importId, source: command.name, preset: mapping.name, fileHash: '', actor };
    await db.import.create({ data });
  }
  return { importId, creditorId, mapping, defaults, sample, actor, at };
}

async function finishRun(
  db: Db,
  run: ImportRun,
  importId: string,
  fileHash: string,
  report: ImportReport,
  problem: FileProblem | undefined,
): Promise<void> {
  const { problems, ...counts } = report;
  const stopped = problem === undefined ? null : { ...problem };
  const summary = { ...counts, problems: problems.map((row) => ({ ...row })), stopped };
  await db.$transaction(async (tx) => {
    await tx.import.update({ where: { id: importId }, data: { fileHash, summary, finishedAt: run.at } });
    const content = { importId, preset: run.mapping.name, fileHash, ...counts, stopped: stopped?.code ?? null };
    const entry = { kind: 'importFinished', at: run.at, content: { ...content, actor: run.actor } };
    await appendEvidence(tx, [{ chain: { kind: 'system', id: 'imports' }, ...entry }]);
  });
}
