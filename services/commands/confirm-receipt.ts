import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db, Tx } from '../../clients/prisma';
import { followUps } from '../../domain/call-causes';
import { addDays, dayOf, type EpochDay } from '../../domain/time';
import { columnOfDay, dayOfColumn } from '../columns';
import { appendEvidence, type EvidenceEntry } from '../evidence';
import { localDateIn } from '../local-day';
import { openTask } from '../open-task';
import type { Refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { workingDayEnd } from '../working-day-end';
import { type Accepted, keepText } from './command';
import { type InvoiceCommand, lockedInvoice, openCaseIdOf } from './invoice-command';

/** What a debtor says of an invoice: that it has it, or that it has not (S35). */
export interface ConfirmReceipt extends InvoiceCommand {
  readonly received: boolean;
  /** Who said it, and how. */
  readonly reason: string;
}

const withCase = {
  creditor: { select: { zone: true, country: true } },
  case: { select: { id: true, endedAt: true, policyVersion: { select: { name: true, version: true, hash: true } } } },
} as const;

type InvoiceRow = Prisma.InvoiceGetPayload<{ include: typeof withCase }>;

/** How the invoice goes out once more: by the case's plan, or by a person; null: it has arrived. */
export type ResentBy = 'case' | 'finance' | null;

export type ReceiptAccepted = Accepted & { readonly resentBy: ResentBy };

/**
 * Records early whether an invoice has arrived, so that nobody says later that it did not (S35). One that did not is sent again:
 * the first time by its case, where that is open, nothing is due yet and a copy is on file; else by finance on the same working day.
 */
export async function confirmReceipt(
  { db }: { readonly db: Db },
  command: ConfirmReceipt,
): Promise<ReceiptAccepted | Refused> {
  const { received, reason, actor, at } = command;
  return db.$transaction(async (tx) => {
    const locked = await lockedInvoice(tx, command, (where) =>
      tx.invoice.findUniqueOrThrow({ where, include: withCase }),
    );
    if (!locked.ok) return locked;
    const { invoice } = locked;
    const today = dayOf(localDateIn(invoice.creditor.zone, at));
    const byCase = !received && (await mayCaseResend(tx, invoice, addDays(today, 1)));
    const resentBy = received ? null : byCase ? 'case' : 'finance';
    const field = received ? 'receiptConfirmedOn' : 'receiptDeniedOn';
    if (invoice[field] === null) {
      await tx.invoice.update({ where: { id: invoice.id }, data: { [field]: columnOfDay(today) } });
    }
    const { contentHash } = await keepText(tx, { debtorId: invoice.debtorId, caseId: null }, reason);
    const kind = received ? 'invoiceReceiptConfirmed' : 'invoiceReceiptDenied';
    const content = { invoiceId: invoice.id, resentBy, actor, reasonHash: contentHash };
    const entries: EvidenceEntry[] = [{ chain: chainOf(invoice), kind, at, content }];
    if (resentBy === 'finance') entries.push(await askFinance(tx, invoice, at));
    await appendEvidence(tx, entries);
    return { ok: true, resentBy, messageIds: resentBy === 'case' ? await tellCase(tx, invoice, at) : [] };
  });
}

function chainOf(invoice: InvoiceRow): EvidenceEntry['chain'] {
  const caseId = openCaseIdOf(invoice);
  return caseId === null ? { kind: 'debtor', id: invoice.debtorId } : { kind: 'case', id: caseId };
}

/** Whether the case can send it: for the first time, before anything is due, with a copy that passed the scan. */
async function mayCaseResend(tx: Tx, invoice: InvoiceRow, tomorrow: EpochDay): Promise<boolean> {
  const { id: invoiceId, receiptDeniedOn, effectiveDueDate } = invoice;
  if (openCaseIdOf(invoice) === null || receiptDeniedOn !== null || tomorrow >= dayOfColumn(effectiveDueDate))
    return false;
  const copies = await tx.upload.count({ where: { invoiceId, kind: 'invoice', scan: { in: ['clean', 'unscanned'] } } });
  return copies > 0;
}

/** The case reads its plan again, in which the step after the event now has its day. */
async function tellCase(tx: Tx, { case: found }: InvoiceRow, at: Date): Promise<readonly string[]> {
  if (found === null) return [];
  const { name: policy, version, hash } = found.policyVersion;
  return [await enqueueMessage(tx, found.id, 'policyChanged', at, { policy, version, hash })];
}

async function askFinance(tx: Tx, invoice: InvoiceRow, at: Date): Promise<EvidenceEntry> {
  const { id: invoiceId, debtorId, creditor } = invoice;
  const cause = 'invoiceLost';
  const about = { debtorId, invoiceId, caseId: openCaseIdOf(invoice) };
  const work = {
    ...followUps[cause],
    why: { code: 'due', detail: cause },
    at,
    deadlineAt: workingDayEnd(creditor, at),
  };
  return openTask(tx, { ...about, ...work }, { cause });
}
