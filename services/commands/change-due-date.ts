import type { IsoDate } from '../../domain/time';
import type { Db, Tx } from '../../clients/prisma';
import { openBalanceOf } from '../balances';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, keepText } from './command';

/** A due date that was agreed anew, or found out. */
export interface ChangeDueDate {
  readonly creditorId: string;
  readonly invoiceNumber: string;
  readonly effectiveDueDate: IsoDate;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Changes the effective due date of an invoice, with its history. The case re-anchors its clock; performed steps are not
 * repeated (decisions 1.4). The date that it has already is no change.
 */
export async function changeDueDate(deps: { readonly db: Db }, command: ChangeDueDate): Promise<Accepted | Refused> {
  const { creditorId, invoiceNumber: number, effectiveDueDate } = command;
  return deps.db.$transaction(async (tx) => {
    const key = { creditorId_number: { creditorId, number } };
    const seen = await tx.invoice.findUnique({ where: key, select: { debtorId: true } });
    if (seen === null) return refused('unknownInvoice', `There is no invoice ${number}`);
    await lockDebtors(tx, [seen.debtorId]);
    const invoice = await tx.invoice.findUniqueOrThrow({ where: key, include: { case: true } });
    if (invoice.cancelledAt !== null) return refused('cancelledInvoice', `Invoice ${number} is cancelled`);
    const invoiceDate = isoDateOfColumn(invoice.invoiceDate);
    if (effectiveDueDate < invoiceDate) {
      return refused('dateOrder', `Invoice ${number} is dated ${invoiceDate}; expected a due date that is not earlier`);
    }
    if (isoDateOfColumn(invoice.effectiveDueDate) === effectiveDueDate) return { ok: true, messageIds: [] };
    const openCaseId = invoice.case !== null && invoice.case.endedAt === null ? invoice.case.id : null;
    return change(tx, command, { ...invoice, openCaseId });
  });
}

async function change(
  tx: Tx,
  command: ChangeDueDate,
  invoice: {
    readonly id: string;
    readonly debtorId: string;
    readonly effectiveDueDate: Date;
    readonly openCaseId: string | null;
  },
): Promise<Accepted> {
  const { effectiveDueDate, actor, at } = command;
  const { id: invoiceId, debtorId, openCaseId } = invoice;
  const toDate = columnOfDay(effectiveDueDate);
  const { documentId, contentHash } = await keepText(tx, { debtorId, caseId: openCaseId }, command.reason);
  await tx.dueDateChange.create({
    data: { invoiceId, fromDate: invoice.effectiveDueDate, toDate, reason: command.reason, actor },
  });
  await tx.invoice.update({ where: { id: invoiceId }, data: { effectiveDueDate: toDate } });
  const { openMinor: openBalanceMinor, ledgerSeq } = await openBalanceOf(tx, invoiceId);
  const body = { openBalanceMinor, ledgerSeq, effectiveDueDate, reason: documentId };
  const messageIds = openCaseId === null ? [] : [await enqueueMessage(tx, openCaseId, 'invoiceChanged', at, body)];
  const from = isoDateOfColumn(invoice.effectiveDueDate);
  const fact = {
    kind: 'dueDateChanged',
    at,
    content: { invoiceId, from, to: effectiveDueDate, actor, reasonHash: contentHash },
  };
  await appendEvidence(tx, [
    { chain: { kind: 'debtor', id: debtorId }, ...fact },
    ...(openCaseId === null ? [] : [{ chain: { kind: 'case', id: openCaseId } as const, ...fact }]),
  ]);
  return { ok: true, messageIds };
}
