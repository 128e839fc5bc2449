import type { IsoDate } from '../../domain/time';
import type { Db, Tx } from '../../clients/prisma';
import { openBalanceOf } from '../balances';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, keepText } from './command';
import { factOfInvoice, type InvoiceCommand, lockedInvoice, openCaseIdOf } from './invoice-command';

/** A due date that was agreed anew, or found out. */
export interface ChangeDueDate extends InvoiceCommand {
  readonly effectiveDueDate: IsoDate;
}

/**
 * Changes the effective due date of an invoice, with its history. The case re-anchors its clock; performed steps are not
 * repeated (decisions 1.4). The date that it has already is no change.
 */
export async function changeDueDate(deps: { readonly db: Db }, command: ChangeDueDate): Promise<Accepted | Refused> {
  const { invoiceNumber: number, effectiveDueDate } = command;
  return deps.db.$transaction(async (tx) => {
    const locked = await lockedInvoice(tx, command, (where) =>
      tx.invoice.findUniqueOrThrow({ where, include: { case: true } }),
    );
    if (!locked.ok) return locked;
    const { invoice } = locked;
    const invoiceDate = isoDateOfColumn(invoice.invoiceDate);
    if (effectiveDueDate < invoiceDate) {
      return refused('dateOrder', `Invoice ${number} is dated ${invoiceDate}; expected a due date that is not earlier`);
    }
    if (isoDateOfColumn(invoice.effectiveDueDate) === effectiveDueDate) return { ok: true, messageIds: [] };
    return change(tx, command, { ...invoice, openCaseId: openCaseIdOf(invoice) });
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
  await appendEvidence(tx, factOfInvoice(invoice, fact));
  return { ok: true, messageIds };
}
