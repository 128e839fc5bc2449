import type { Client } from '@temporalio/client';
import { createCaseStarter, liveCaseInput } from '../../clients/case-starter';
import type { Db } from '../../clients/prisma';
import type { CarriedCase } from '../../domain/case-input';
import { caseWorkflowId } from '../../domain/workflow-ids';
import { openCase } from '../../services/open-case';
import { createPinnedPlans } from '../../services/pinned-plans';
import type { PolicyStore } from '../../services/policy-store';
import { enrolledDebtor } from '../support/one-case';
import { inWindow } from '../support/sending';
import type { CrashPoint } from './crash-points';

/** A case with one message due, whose worker is to be killed at `point`. */
export interface CrashCase {
  readonly point: CrashPoint;
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly workflowId: string;
  /** Nobody else has it: the provider's ledger counts by it. */
  readonly address: string;
}

/** Enrols a debtor of its own with one invoice, three days overdue at {@link inWindow}. */
export async function aCrashCase(
  db: Db,
  book: { readonly creditorId: string; readonly versionId: string },
  number: string,
  point: CrashPoint,
): Promise<CrashCase> {
  const { first } = await enrolledDebtor(db, book, number, [{ number }]);
  const address = `ap-${number.toLowerCase()}@example.com`;
  return { point, ...first, workflowId: caseWorkflowId(first.invoiceId), address };
}

// A few seconds before the window opens: the case sleeps, and continues as new on its way into the sleep.
const BEFORE_WINDOW = '2026-03-05T00:59:57.000Z';

/** What a run carries that has seen so many messages that it continues as new before it sleeps. */
async function carriedTooMuch(db: Db, policies: PolicyStore, { caseId }: CrashCase): Promise<CarriedCase> {
  const plans = createPinnedPlans(db, policies);
  const opened = await openCase({ db, plans }, { v: 1, id: caseId, caseId, clockOffsetMs: 0, asOf: BEFORE_WINDOW });
  const { plan, state, slice, row } = opened;
  const seen = Array.from({ length: 1_001 }, (_, number) => `message ${number}`);
  return { plan, slice, publishedRow: row, state: { ...state, seen } };
}

/** Starts the workflow of a case: its message is due at once, or right after it has continued as new. */
export async function startCrashCase(
  { db, client, policies }: { readonly db: Db; readonly client: Client; readonly policies: PolicyStore },
  crashCase: CrashCase,
): Promise<void> {
  const { caseId, invoiceId, debtorId, point } = crashCase;
  const continues = point === 'duringContinueAsNew';
  const openAt = continues ? BEFORE_WINDOW : inWindow;
  const start = { caseId, invoiceId, debtorId, currency: 'CNY', runNo: 1, previousRunId: null };
  const carried = continues ? await carriedTooMuch(db, policies, crashCase) : null;
  const clockOffsetMs = Date.parse(openAt) - Date.now();
  await createCaseStarter(client).start(start, { ...liveCaseInput(start), clockOffsetMs, openAt, carried });
}
