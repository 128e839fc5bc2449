import { isoDateOf } from '../domain/time';
import type { Db, Tx } from '../clients/prisma';
import { openBalances } from './balances';
import { countBooks } from './contact/book-size';
import { openDataTasks } from './data-tasks';
import { lockDebtors } from './debtor-lock';
import { type Candidate, type PolicyStore, dueCandidates } from './enrolment-candidates';
import { type EvidenceEntry, appendEvidence } from './evidence';
import { newId } from './ids';

export type { PolicyStore } from './enrolment-candidates';

export interface EnrolmentDeps {
  readonly db: Db;
  readonly policies: PolicyStore;
  readonly now: Date;
}

/** A case whose workflow nobody has started yet, with what its start needs. */
export interface CaseToStart {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly creditorId: string;
  readonly currency: string;
  readonly runNo: number;
  /** The workflow run before a reopening; null for the first run. */
  readonly previousRunId: string | null;
}

/** How far enrolment has come. */
export interface EnrolmentProgress {
  /** Invoices that should have a case today and have none. */
  readonly eligible: number;
  /** Invoices that have a case. */
  readonly enrolled: number;
  /** Cases whose workflow was started. */
  readonly started: number;
}

/**
 * Opens a case row, with its first run and its evidence, for every open invoice that is overdue or whose plan's first step
 * is due, at most `limit` of them (decisions 2.6). The unique row and the debtor's lock make it exactly one per invoice,
 * however many sweeps run (R6, R18). A debtor without any usable address becomes a data task (K1).
 *
 * @returns how many were enrolled, and whether more may be waiting
 */
export async function enrolDue(
  deps: EnrolmentDeps,
  options: { readonly limit: number },
): Promise<{ enrolled: number; more: boolean }> {
  await countBooks(deps.db);
  let enrolled = 0;
  for await (const due of dueCandidates(deps)) {
    const room = options.limit - enrolled;
    if (room <= 0) return { enrolled, more: true };
    enrolled += await deps.db.$transaction((tx) => enrolPage(tx, due.slice(0, room), deps.now));
    if (due.length > room) return { enrolled, more: true };
  }
  return { enrolled, more: false };
}

async function enrolPage(tx: Tx, page: readonly Candidate[], now: Date): Promise<number> {
  await lockDebtors(
    tx,
    page.map((candidate) => candidate.debtorId),
  );
  const opened = await insertCases(tx, await stillOpen(tx, page));
  const tasks = await openDataTasks(
    tx,
    opened.map((row) => row.candidate.debtorId),
    now,
  );
  const cases = opened.map(({ caseId, candidate }): EvidenceEntry => {
    const { invoiceId, plan, facts, currency, dueDay, opensOn } = candidate;
    const policy = { name: plan.policy, version: plan.version, hash: plan.hash };
    const content = { invoiceId, policy, facts, currency, dueDate: isoDateOf(dueDay), opensOn: isoDateOf(opensOn) };
    return { chain: { kind: 'case', id: caseId }, kind: 'caseEnrolled', at: now, content: { ...content, runNo: 1 } };
  });
  await appendEvidence(tx, [...cases, ...tasks]);
  return opened.length;
}

/** Under the lock: what is still open, not cancelled and without a case. */
async function stillOpen(tx: Tx, page: readonly Candidate[]): Promise<Candidate[]> {
  const ids = page.map((candidate) => candidate.invoiceId);
  const balances = await openBalances(tx, ids);
  const rows = await tx.invoice.findMany({
    where: { id: { in: ids }, cancelledAt: null, case: null },
    select: { id: true },
  });
  const free = new Set(rows.map((row) => row.id));
  return page.filter(({ invoiceId }) => free.has(invoiceId) && (balances.get(invoiceId)?.openMinor ?? 0) > 0);
}

/** Inserts the cases with their first run. Rows travel as one JSON parameter: one for each cell takes Prisma ten times as long. */
async function insertCases(tx: Tx, page: readonly Candidate[]) {
  const rows = page.map((candidate) => ({ caseId: newId(), runId: newId(), candidate }));
  const cases = rows.map(({ caseId, runId, candidate }) => ({
    id: caseId,
    run_id: runId,
    invoice_id: candidate.invoiceId,
    debtor_id: candidate.debtorId,
    creditor_id: candidate.creditorId,
    owner_id: candidate.ownerId,
    policy_version_id: candidate.policyVersionId,
    currency: candidate.currency,
    language: candidate.facts.language,
  }));
  const inserted = await tx.$queryRaw<{ case_id: string }[]>`
    with r as (
      select * from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) as r(id uuid, run_id uuid, invoice_id uuid,
        debtor_id uuid, creditor_id uuid, owner_id uuid, policy_version_id uuid, currency text, language text)
    ), c as (
      insert into collection_case (id, invoice_id, debtor_id, creditor_id, owner_id, policy_version_id, currency,
        language, updated_at)
      select id, invoice_id, debtor_id, creditor_id, owner_id, policy_version_id, currency, language, now() from r
      on conflict (invoice_id) do nothing returning id
    )
    insert into case_run (id, case_id, run_no, reason, updated_at)
    select r.run_id, c.id, 1, 'enrolled', now() from c join r on r.id = c.id returning case_id`;
  const ids = new Set(inserted.map((row) => row.case_id));
  return rows.filter(({ caseId }) => ids.has(caseId));
}

/** Cases without a workflow, oldest first: enrolled or reopened, and not yet started. */
export async function unstartedCases(db: Db, limit: number): Promise<CaseToStart[]> {
  const rows = await db.collectionCase.findMany({
    where: { startedAt: null, endedAt: null },
    orderBy: { id: 'asc' },
    take: limit,
    include: { runs: { orderBy: { runNo: 'desc' }, take: 2 } },
  });
  return rows.map(({ id, invoiceId, debtorId, creditorId, currency, runNo, runs }) => {
    const previousRunId = runs.find((run) => run.runNo === runNo - 1)?.workflowRunId ?? null;
    return { caseId: id, invoiceId, debtorId, creditorId, currency, runNo, previousRunId };
  });
}

/** Records that the workflow of a run exists. Repeating it changes nothing; a case that has ended since stays ended. */
export async function markStarted(db: Db, caseId: string, runNo: number, workflowRunId: string): Promise<void> {
  const startedAt = new Date();
  await db.$transaction([
    db.caseRun.updateMany({ where: { caseId, runNo, startedAt: null }, data: { startedAt, workflowRunId } }),
    db.collectionCase.updateMany({ where: { id: caseId, runNo, startedAt: null }, data: { startedAt } }),
  ]);
}

/** Counts for a progress bar. It looks at every invoice that is due, so it is not for polling faster than a second. */
export async function enrolmentProgress(deps: EnrolmentDeps): Promise<EnrolmentProgress> {
  let eligible = 0;
  for await (const due of dueCandidates(deps)) eligible += due.length;
  const enrolled = await deps.db.collectionCase.count();
  const started = await deps.db.collectionCase.count({ where: { startedAt: { not: null } } });
  return { eligible, enrolled, started };
}
