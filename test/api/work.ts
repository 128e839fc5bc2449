import { newId } from '../../services/ids';
import type { Db } from '../../clients/prisma';
import { type TestCaller, testNow } from './app-under-test';
import type { BookedCase } from './book';

/** What waits for people on a case. */
export interface CaseWork {
  readonly taskId: string;
  readonly approvalId: string;
  readonly holdId: string;
}

/** Gives a case an open call task, an open approval and a hold, and its debtor the payment `P-1`. */
export async function addWork(db: Db, caller: TestCaller, booked: BookedCase): Promise<CaseWork> {
  const [taskId, approvalId, holdId] = [newId(), newId(), newId()];
  const { creditorId } = caller;
  const { caseId, invoiceId, debtorId } = booked;
  const at = testNow;
  const day = new Date('2026-03-01T00:00:00Z');
  const why = { code: 'due' };
  await db.task.create({ data: { id: taskId, debtorId, caseId, invoiceId, kind: 'call', role: 'collector', why, at } });
  await db.approval.create({
    data: { id: approvalId, caseId, stepId: 'lawyer', occurrence: 1, kind: 'step', role: 'manager', at },
  });
  const hold = { scope: 'invoice', kind: 'manual', reason: 'r', fromDate: day, placedBy: 'x' };
  await db.hold.create({ data: { id: holdId, creditorId, caseId, invoiceId, debtorId, ...hold } });
  const money = { amountMinor: 100n, currency: 'CNY', valueDate: day };
  await db.payment.create({ data: { creditorId, debtorId, reference: 'P-1', ...money, source: 'test' } });
  return { taskId, approvalId, holdId };
}
