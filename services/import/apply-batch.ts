import type { ImportedRow, RowProblem } from '../../domain/import/fields';
import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { recallLetters } from '../contact/recall-letters';
import { appendEvidence } from '../evidence';
import { enqueueMessages } from '../signal-outbox';
import { type StoredDebtor, readAddresses, readContracts, readDebtors, readInvoices } from './batch-state';
import type { ImportRun } from './import-run';
import { invoiceEvidence, invoiceMessages } from './invoice-news';
import { type PlannedContract, planContracts } from './plan-contracts';
import {
  type PlannedAddress,
  type PlannedDebtor,
  planAddresses,
  planDebtorChanges,
  planNewDebtors,
} from './plan-debtors';
import { type InvoicePlan, planInvoices } from './plan-invoices';
import { contractEvidence, writeContracts } from './write-contracts';
import { debtorEvidence, debtorMessages, insertAddresses, insertDebtors, updateDebtors } from './write-debtors';
import { insertInvoices, updateInvoices } from './write-invoices';
import { insertPayments, unbookedPayments } from './write-payments';

/** What a batch changed, or would change. */
export interface BatchResult {
  readonly debtorsCreated: readonly string[];
  readonly debtorsUpdated: readonly string[];
  readonly invoicesCreated: number;
  readonly invoicesUpdated: number;
  readonly invoicesUnchanged: number;
  readonly payments: number;
  readonly problems: readonly RowProblem[];
}

interface BatchPlan {
  readonly created: readonly StoredDebtor[];
  readonly changes: readonly PlannedDebtor[];
  readonly addresses: readonly PlannedAddress[];
  readonly contracts: readonly PlannedContract[];
  readonly invoices: InvoicePlan;
}

/** Compares the rows with the database; debtors that do not exist yet take part with the ids that they will have. */
async function planBatch(
  tx: Tx,
  run: ImportRun,
  rows: readonly ImportedRow[],
  created: readonly StoredDebtor[],
): Promise<BatchPlan> {
  const debtors = await readDebtors(tx, run.creditorId, rows);
  for (const debtor of created) if (!debtors.has(debtor.number)) debtors.set(debtor.number, debtor);
  const ids = [...debtors.values()].map((debtor) => debtor.id);
  const known = await readAddresses(tx, ids);
  const stored = await readContracts(tx, run.creditorId, rows);
  const contracts = planContracts(rows, debtors, stored);
  const planned = new Map([...stored, ...contracts.map(({ after }) => [after.number, after] as const)]);
  const invoices = planInvoices(
    rows,
    { debtors, contracts: planned, invoices: await readInvoices(tx, run.creditorId, rows) },
    run.mapping,
  );
  const payments = await unbookedPayments(tx, run.creditorId, invoices.payments);
  return {
    created: created.filter((debtor) => debtors.get(debtor.number)?.id === debtor.id),
    changes: planDebtorChanges(rows, debtors),
    addresses: planAddresses(rows, debtors, known),
    contracts,
    invoices: { ...invoices, payments },
  };
}

async function writePlan(tx: Tx, run: ImportRun, plan: BatchPlan): Promise<void> {
  const { created, updated } = plan.invoices;
  await updateDebtors(tx, plan.changes);
  await insertAddresses(tx, plan.addresses);
  await writeContracts(tx, run, plan.contracts);
  await insertInvoices(tx, run, created);
  await updateInvoices(tx, run, updated);
  const changes = { created, updated, payments: await insertPayments(tx, run, plan.invoices.payments) };
  const messages = [...(await debtorMessages(tx, plan.changes, run.at)), ...(await invoiceMessages(tx, changes))];
  await enqueueMessages(tx, run.at, messages);
  await appendEvidence(tx, [
    ...debtorEvidence(run, plan.created, plan.changes, plan.addresses),
    ...contractEvidence(run, plan.contracts),
    ...invoiceEvidence(run, changes),
    ...(await recallLetters(
      tx,
      changes.payments.map(({ invoiceId }) => invoiceId),
      run.at,
    )),
  ]);
}

function resultOf({ created, changes, addresses, invoices }: BatchPlan): BatchResult {
  const isNew = new Set(created.map((debtor) => debtor.id));
  const touched = [...changes.map((change) => change.after.id), ...addresses.map((address) => address.debtorId)];
  return {
    debtorsCreated: created.map((debtor) => debtor.number),
    debtorsUpdated: [...new Set(touched)].filter((id) => !isNew.has(id)),
    invoicesCreated: invoices.created.length,
    invoicesUpdated: invoices.updated.length,
    invoicesUnchanged: invoices.unchanged,
    payments: invoices.payments.length,
    problems: invoices.problems,
  };
}

/**
 * Brings one batch of rows in, in one transaction under the locks of its debtors: rows, ledger, history, messages to the
 * cases that they concern, evidence. The number of statements does not depend on the number of rows.
 */
export async function applyBatch(db: Db, run: ImportRun, rows: readonly ImportedRow[]): Promise<BatchResult> {
  return db.$transaction(async (tx) => {
    const created = planNewDebtors(rows, await readDebtors(tx, run.creditorId, rows), run.defaults);
    await insertDebtors(tx, run, created);
    const debtors = await readDebtors(tx, run.creditorId, rows);
    await lockDebtors(
      tx,
      [...debtors.values()].map((debtor) => debtor.id),
    );
    const plan = await planBatch(tx, run, rows, created);
    await writePlan(tx, run, plan);
    return resultOf(plan);
  });
}

/** What {@link applyBatch} would do now. Writes nothing. */
export async function previewBatch(db: Db, run: ImportRun, rows: readonly ImportedRow[]): Promise<BatchResult> {
  const created = planNewDebtors(rows, await readDebtors(db, run.creditorId, rows), run.defaults);
  return resultOf(await planBatch(db, run, rows, created));
}
