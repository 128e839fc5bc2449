import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db, Tx } from '../../clients/prisma';
import { type ContractFields, type InvoiceEvent, unknownContract } from '../../domain/contract';
import type { PaymentTerms } from '../../domain/due-date';
import type { IsoDate } from '../../domain/time';
import { openBalanceOf } from '../balances';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { type DueFacts, completedOn, dueDateUnder, dueFactsOf } from '../due-dates';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, keepText } from './command';
import { factOfInvoice, type InvoiceCommand, lockedInvoice, openCaseIdOf } from './invoice-command';

/** What somebody found out about an invoice: its terms, what happened to its order, what its contract says. Absent: as it is. */
export interface RecordTerms extends InvoiceCommand {
  /** Null: the stated due date holds. */
  readonly terms?: PaymentTerms | null;
  /** Null: it has not happened after all. */
  readonly events?: Readonly<Partial<Record<InvoiceEvent, IsoDate | null>>>;
  readonly contract?: { readonly number: string } & Readonly<Partial<ContractFields>>;
}

const invoiceWithCase = {
  debtor: { select: { country: true, zone: true } },
  case: { select: { id: true, endedAt: true } },
} as const;

type InvoiceRow = Prisma.InvoiceGetPayload<{ include: typeof invoiceWithCase }>;

/**
 * Records terms, events and contract of an invoice, with their history. Its case re-anchors where they move the effective due
 * date; one that staff set stays while nothing that it depends on moves (decisions 1.4).
 */
export async function recordTerms(deps: { readonly db: Db }, command: RecordTerms): Promise<Accepted | Refused> {
  const { invoiceNumber: number } = command;
  return deps.db.$transaction(async (tx) => {
    const locked = await lockedInvoice(tx, command, (where) =>
      tx.invoice.findUniqueOrThrow({ where, include: invoiceWithCase }),
    );
    if (!locked.ok) return locked;
    const { invoice } = locked;
    const before = dueFactsOf(invoice);
    const terms = command.terms === undefined ? before.terms : command.terms;
    const after = { ...before, terms, events: { ...before.events, ...command.events } };
    const answer = dueDateUnder(after, invoice.debtor);
    if (!answer.ok && openCaseIdOf(invoice) !== null) {
      const message = `Invoice ${number} has a case already; expected the date from which its terms count (${answer.waitsFor})`;
      return refused('dueDateNeeded', message);
    }
    const contract = await writeContract(tx, command, invoice.debtorId);
    if (contract !== null && !contract.ok) return contract;
    const contractId = contract === null ? invoice.contractId : contract.contractId;
    const isMoved = dueDateUnder(before, invoice.debtor).dueDate !== answer.dueDate;
    const effectiveDueDate = isMoved ? answer.dueDate : isoDateOfColumn(invoice.effectiveDueDate);
    return write(tx, command, invoice, { ...after, contractId, effectiveDueDate });
  });
}

/** Creates or changes the contract that the command names; null when it names none. */
async function writeContract(
  tx: Tx,
  { creditorId, contract, actor, at }: RecordTerms,
  debtorId: string,
): Promise<{ readonly ok: true; readonly contractId: string } | Refused | null> {
  if (contract === undefined) return null;
  const { number, ...fields } = contract;
  const key = { creditorId_number: { creditorId, number } };
  const before = await tx.contract.findUnique({ where: key });
  if (before !== null && before.debtorId !== debtorId)
    return refused('severalDebtors', `Contract ${number} is another debtor's; expected one of the invoice's own`);
  const after = await tx.contract.upsert({
    where: key,
    update: fields,
    create: { creditorId, debtorId, number, ...unknownContract, ...fields },
  });
  const content = { contractId: after.id, ...fields, actor };
  const kind = before === null ? 'contractRecorded' : 'contractChanged';
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind, at, content }]);
  return { ok: true, contractId: after.id };
}

async function write(
  tx: Tx,
  command: RecordTerms,
  invoice: InvoiceRow,
  after: DueFacts & { readonly contractId: string | null; readonly effectiveDueDate: IsoDate },
): Promise<Accepted> {
  const { actor, at } = command;
  const { id: invoiceId, debtorId } = invoice;
  const openCaseId = openCaseIdOf(invoice);
  const { terms, events, contractId, effectiveDueDate } = after;
  const from = isoDateOfColumn(invoice.effectiveDueDate);
  const isMoved = from !== effectiveDueDate;
  const { documentId, contentHash } = await keepText(tx, { debtorId, caseId: openCaseId }, command.reason);
  if (isMoved) {
    const [fromDate, toDate] = [invoice.effectiveDueDate, columnOfDay(effectiveDueDate)];
    await tx.dueDateChange.create({ data: { invoiceId, fromDate, toDate, reason: command.reason, actor } });
  }
  await tx.$executeRaw`
    update invoice set contract_id = ${contractId}::uuid, terms = ${terms === null ? null : JSON.stringify(terms)}::jsonb,
      ordered_at = ${events.ordered}::date, shipped_at = ${events.shipped}::date, delivered_at = ${events.delivered}::date,
      accepted_at = ${events.accepted}::date, received_at = ${events.received}::date,
      invoice_dispatched_at = ${events.dispatched}::date,
      order_completed_at = ${completedOn(after.invoiceDate, events)}::date,
      effective_due_date = ${effectiveDueDate}::date, updated_at = now()
    where id = ${invoiceId}::uuid`;
  const { openMinor: openBalanceMinor, ledgerSeq } = await openBalanceOf(tx, invoiceId);
  const body = { openBalanceMinor, ledgerSeq, effectiveDueDate, reason: documentId };
  const messageIds =
    openCaseId === null || !isMoved ? [] : [await enqueueMessage(tx, openCaseId, 'invoiceChanged', at, body)];
  const content = { invoiceId, terms, events, contractId, from, to: effectiveDueDate, actor, reasonHash: contentHash };
  const fact = { kind: 'termsRecorded', at, content };
  await appendEvidence(tx, factOfInvoice({ debtorId, openCaseId }, fact));
  return { ok: true, messageIds };
}
