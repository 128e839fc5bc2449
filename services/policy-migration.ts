import type { Db, Tx } from '../clients/prisma';
import type { PlannedCase } from '../domain/case-view';
import { changePlan, needsApproval } from '../domain/change-plan';
import type { Plan } from '../domain/plan';
import { type LongerSlice, type NextStep, nextStepOf } from '../domain/policy/next-step';
import { planForCase } from '../domain/policy/plan-for-case';
import { minuteOf } from '../domain/time';
import { type CaseWithParties, sliceOf } from './case-facts';
import { keepText } from './commands/command';
import { lockDebtors } from './debtor-lock';
import { appendEvidence } from './evidence';
import { invoiceDaysOf } from './invoice-days';
import type { StoredPlan } from './policy-store';
import { type Page, pageOf } from './queries/page';
import { enqueueMessage } from './signal-outbox';

/** The way to look into a running case; null when no workflow runs for it. */
export interface CaseReader {
  read(invoiceId: string): Promise<PlannedCase | null>;
}

export interface MigrationDeps {
  readonly db: Db;
  readonly reader: CaseReader;
}

/** Which cases are to move: the running ones of a creditor under any other version of the policy. */
export interface Migration {
  readonly creditorId: string;
  readonly target: StoredPlan;
  readonly at: Date;
}

/** A case that moves: what it does next as it is, and what it will do next. */
export interface MigratedCase {
  readonly caseId: string;
  readonly invoice: string;
  readonly fromVersion: number;
  /** The creditor's zone, for people who read the instants. */
  readonly zone: string;
  /** Null: its workflow does not run at the moment; it will take the new version when it does. */
  readonly before: NextStep | null;
  readonly after: NextStep | null;
}

/** What is asked of the database about a case that moves. */
const withParties = {
  invoice: true,
  debtor: true,
  creditor: true,
  policyVersion: { select: { version: true } },
} as const;

const candidates = ({ creditorId, target }: Migration) => ({
  creditorId,
  endedAt: null,
  policyVersionId: { not: target.versionId },
  policyVersion: { name: target.plan.policy },
});

/** How many cases are still to move. */
export const casesToMigrate = (db: Db, migration: Migration): Promise<number> =>
  db.collectionCase.count({ where: candidates(migration) });

/**
 * The next cases to move, oldest first, at most `limit` of them after the case `after`, with their old and new next step. It
 * changes nothing (R17).
 */
export async function previewMigration(
  deps: MigrationDeps,
  migration: Migration,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Page<MigratedCase>> {
  const rows = await deps.db.collectionCase.findMany({
    where: { ...candidates(migration), ...(page.after === null ? {} : { id: { gt: page.after } }) },
    orderBy: { id: 'asc' },
    take: page.limit + 1,
    include: withParties,
  });
  const { items, next } = pageOf(
    rows,
    page.limit,
    ({ id }) => ({ value: null, id }),
    (row) => row,
  );
  return { items: await Promise.all(items.map((row) => previewOf(deps, migration, row))), next };
}

type Row = CaseWithParties & { readonly policyVersion: { readonly version: number } };

async function previewOf({ reader }: MigrationDeps, { target, at }: Migration, row: Row): Promise<MigratedCase> {
  const known = { caseId: row.id, invoice: row.invoice.number, fromVersion: row.policyVersion.version };
  const planned = await reader.read(row.invoiceId);
  if (planned === null) return { ...known, zone: row.creditor.zone, before: null, after: null };
  const now = minuteOf(at.toISOString());
  const longer: LongerSlice = (asOf, through) => sliceOf(row, asOf, through);
  const moved = migrated(planned, planForCase(target.plan, invoiceDaysOf(row.invoice)));
  return {
    ...known,
    zone: row.creditor.zone,
    before: nextStepOf(planned, now, longer),
    after: nextStepOf(moved, now, longer),
  };
}

/** A case as it will be under another plan: the same function that the case itself applies. */
const migrated = ({ plan, state, slice }: PlannedCase, to: Plan): PlannedCase => ({
  plan: to,
  state: changePlan(plan, to, state),
  slice,
});

/**
 * Moves the next cases, at most `limit`, each in a transaction of its own under its debtor's lock: the case row pins the new
 * version, the case is told, and evidence is written. What has moved is no candidate any more, so that a migration that was
 * interrupted goes on where it stopped when it is asked for again.
 *
 * @returns what moved, with old and new next step as they were just before, and the messages to deliver
 */
export async function migrateCases(
  deps: MigrationDeps,
  migration: Migration & { readonly actor: string; readonly reason: string },
  limit: number,
): Promise<{ readonly cases: readonly MigratedCase[]; readonly messageIds: readonly string[] }> {
  const cases: MigratedCase[] = [];
  const messageIds: string[] = [];
  const { items } = await previewMigration(deps, migration, { limit, after: null });
  for (const preview of items) {
    const messageId = await deps.db.$transaction((tx) => migrateOne(tx, migration, preview));
    if (messageId === null) continue;
    cases.push(preview);
    messageIds.push(messageId);
  }
  return { cases, messageIds };
}

async function migrateOne(
  tx: Tx,
  migration: Migration & { readonly actor: string; readonly reason: string },
  { caseId }: MigratedCase,
): Promise<string | null> {
  const { target, at, actor, reason } = migration;
  const { debtorId } = await tx.collectionCase.findUniqueOrThrow({ where: { id: caseId }, select: { debtorId: true } });
  await lockDebtors(tx, [debtorId]);
  const row = await tx.collectionCase.findFirst({
    where: { id: caseId, ...candidates(migration) },
    select: { policyVersion: { select: { version: true, hash: true } } },
  });
  // It ended, or somebody else moved it, since it was read.
  if (row === null) return null;
  await tx.collectionCase.update({ where: { id: caseId }, data: { policyVersionId: target.versionId } });
  await withdrawApprovals(tx, migration, caseId);
  const { contentHash: reasonHash } = await keepText(tx, { debtorId, caseId }, reason);
  const { plan, hash } = target;
  const to = { policy: plan.policy, version: plan.version, hash };
  const content = { from: row.policyVersion, to, actor, reasonHash };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'policyMigrated', at, content }]);
  return enqueueMessage(tx, caseId, 'policyChanged', at, to);
}

/** Approvals that the new version does not ask for are not awaited any more (see `changePlan`). */
async function withdrawApprovals(tx: Tx, { target, at }: Migration, caseId: string): Promise<void> {
  const open = await tx.approval.findMany({ where: { caseId, status: 'open', kind: 'step' } });
  const idle = open.filter(({ stepId, occurrence }) => !needsApproval(target.plan, { step: stepId, occurrence }));
  if (idle.length === 0) return;
  await tx.approval.updateMany({
    where: { id: { in: idle.map(({ id }) => id) } },
    data: { status: 'withdrawn', decidedAt: at },
  });
}
