import { type LedgerEntryType, allocate, openEffectOf } from '../domain/ledger';
import { dayOf } from '../domain/time';
import type { Db, Tx } from '../clients/prisma';
import { openItems } from './balances';
import { columnOfDay } from './columns';
import { lockDebtors } from './debtor-lock';
import { newId } from './ids';
import { itemsWithQuotes, settleQuotes } from './interest/settle-quotes';
import { announceLedger } from './ledger-news';
import type { RecordPayment, RecordedPayment } from './payment-command';
import { findPayer } from './payment-debtor';
import { type PaymentRow, answerOf, findPayment, isSamePayment } from './payment-lookup';
import { type Refused, isUniqueViolation, refused } from './problems';

/**
 * Books a payment on a debtor: the designated invoices first, then what is due longest; the rest is credit on account
 * (decisions 5.3). A sum that was quoted and is paid in time settles its invoice (decisions 5.4). Payment, ledger entries, evidence and one message for each affected case are one transaction under the
 * debtor's lock. Idempotent by (creditor, reference): the same content has the same answer, other content is a conflict.
 */
export async function recordPayment(
  deps: { readonly db: Db },
  command: RecordPayment,
): Promise<RecordedPayment | Refused> {
  const { amount, reference } = command;
  if (!Number.isSafeInteger(amount.amountMinor) || amount.amountMinor <= 0) {
    return refused('amountNotPositive', `Payment ${reference}: expected a positive amount, not ${amount.amountMinor}`);
  }
  try {
    return await deps.db.$transaction((tx) => book(tx, command));
  } catch (error) {
    // The same reference was booked on another debtor, hence under another lock, between our look-up and our insert.
    if (isUniqueViolation(error)) return deps.db.$transaction((tx) => book(tx, command));
    throw error;
  }
}

async function book(tx: Tx, command: RecordPayment): Promise<RecordedPayment | Refused> {
  const payer = await findPayer(tx, command);
  if (!payer.ok) return payer;
  const { debtorId } = payer;
  await lockDebtors(tx, [debtorId]);
  const existing = await findPayment(tx, command.creditorId, command.reference);
  if (existing !== null) return repeat(tx, existing, debtorId, command);
  const { amount, valueDate } = command;
  const items = await itemsWithQuotes(tx, await openItems(tx, debtorId, amount.currency), valueDate);
  const { parts, leftMinor } = allocate(amount.amountMinor, items, command.invoiceNumbers);
  const paymentId = await insertPayment(tx, command, debtorId);
  const booked = [...parts, ...(leftMinor > 0 ? [{ invoiceId: null, amountMinor: leftMinor }] : [])];
  await tx.ledgerEntry.createMany({
    data: booked.map((part) => entryOf('payment', command, debtorId, paymentId, part)),
  });
  const settled = { today: dayOf(valueDate), actor: command.actor, at: command.at };
  await settleQuotes(
    tx,
    parts.map(({ invoiceId }) => invoiceId),
    settled,
  );
  const { messageIds } = await announceLedger(tx, {
    kind: 'paymentReceived',
    at: command.at,
    debtorId,
    payment: { paymentId, currency: amount.currency, valueDate },
    parts,
    details: {
      amountMinor: amount.amountMinor,
      source: command.source,
      actor: command.actor,
      onAccountMinor: leftMinor,
    },
    designated: command.invoiceNumbers,
  });
  const numbers = new Map(items.map((item) => [item.invoiceId, item.number]));
  const allocations = parts.map((part) => ({
    invoiceNumber: numbers.get(part.invoiceId) ?? part.invoiceId,
    amountMinor: part.amountMinor,
  }));
  return { ok: true, paymentId, created: true, allocations, onAccountMinor: leftMinor, messageIds };
}

async function insertPayment(tx: Tx, command: RecordPayment, debtorId: string): Promise<string> {
  const { creditorId, reference, amount, valueDate, payer = null, source } = command;
  const money = {
    amountMinor: BigInt(amount.amountMinor),
    currency: amount.currency,
    valueDate: columnOfDay(valueDate),
  };
  const id = newId();
  await tx.payment.create({ data: { id, creditorId, debtorId, reference, ...money, payer, source } });
  return id;
}

function entryOf(
  type: LedgerEntryType,
  command: RecordPayment,
  debtorId: string,
  paymentId: string,
  part: { readonly invoiceId: string | null; readonly amountMinor: number },
) {
  const { amount, valueDate, reference, actor } = command;
  return {
    debtorId,
    invoiceId: part.invoiceId,
    paymentId,
    type,
    amountMinor: BigInt(part.amountMinor),
    openEffectMinor: BigInt(openEffectOf(type, part.amountMinor)),
    currency: amount.currency,
    valueDate: columnOfDay(valueDate),
    document: reference,
    actor,
  };
}

async function repeat(tx: Tx, existing: PaymentRow, debtorId: string, command: RecordPayment) {
  if (!(await isSamePayment(tx, existing, debtorId, command))) {
    const message = `A payment with the reference ${command.reference} was recorded with other content (payment ${existing.id})`;
    return refused('idempotencyConflict', message);
  }
  return answerOf(tx, existing);
}
