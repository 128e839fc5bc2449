import { openEffectOf } from '../domain/ledger';
import { type IsoDate, dayOf } from '../domain/time';
import type { Db, Tx } from '../clients/prisma';
import { columnOfDay, minorOf } from './columns';
import { lockDebtors } from './debtor-lock';
import { settleQuotes } from './interest/settle-quotes';
import { announceLedger } from './ledger-news';
import { type PaymentRow, findPayment } from './payment-lookup';
import { type Refused, refused } from './problems';

/** Money that went back: a bounced cheque, a returned transfer. `reason` is a code. */
export interface ReversePayment {
  readonly creditorId: string;
  readonly reference: string;
  readonly valueDate: IsoDate;
  readonly reason: string;
  readonly actor: string;
  readonly at: Date;
}

export interface ReversedPayment {
  readonly ok: true;
  readonly paymentId: string;
  /** False when the payment had been reversed before. */
  readonly created: boolean;
  readonly messageIds: readonly string[];
}

/**
 * Takes back everything that a payment booked, entry by entry, and the waiver that it earned (decisions 5.5), under the debtor's
 * lock, and tells its cases. A case that
 * the payment had closed is reopened by the relay when the message meets it. Reversing twice changes nothing.
 */
export async function reversePayment(
  deps: { readonly db: Db },
  command: ReversePayment,
): Promise<ReversedPayment | Refused> {
  return deps.db.$transaction(async (tx) => {
    const seen = await findPayment(tx, command.creditorId, command.reference);
    if (seen === null) return refused('unknownPayment', `There is no payment with the reference ${command.reference}`);
    await lockDebtors(tx, [seen.debtorId]);
    const payment = await findPayment(tx, command.creditorId, command.reference);
    if (payment === null) return refused('unknownPayment', `Payment ${command.reference} is gone`);
    if (payment.reversedAt !== null) return { ok: true, paymentId: payment.id, created: false, messageIds: [] };
    return reverse(tx, payment, command);
  });
}

async function reverse(tx: Tx, payment: PaymentRow, command: ReversePayment): Promise<ReversedPayment> {
  const { id: paymentId, debtorId, currency } = payment;
  const entries = payment.entries.filter((entry) => entry.type === 'payment');
  await tx.ledgerEntry.createMany({
    data: entries.map((entry) => ({
      debtorId,
      invoiceId: entry.invoiceId,
      paymentId,
      reversesId: entry.id,
      type: 'paymentReversal',
      amountMinor: entry.amountMinor,
      openEffectMinor: BigInt(openEffectOf('paymentReversal', minorOf(entry.amountMinor))),
      currency,
      valueDate: columnOfDay(command.valueDate),
      document: command.reference,
      actor: command.actor,
    })),
  });
  await tx.payment.update({ where: { id: paymentId }, data: { reversedAt: command.at } });
  const parts = entries.flatMap(({ invoiceId, amountMinor }) =>
    invoiceId === null ? [] : [{ invoiceId, amountMinor: minorOf(amountMinor) }],
  );
  const { actor, at } = command;
  await settleQuotes(
    tx,
    parts.map(({ invoiceId }) => invoiceId),
    { today: dayOf(command.valueDate), actor, at },
  );
  const { messageIds } = await announceLedger(tx, {
    kind: 'paymentReversed',
    at: command.at,
    debtorId,
    payment: { paymentId, currency, valueDate: command.valueDate },
    parts,
    details: { amountMinor: minorOf(payment.amountMinor), reason: command.reason, actor: command.actor },
    designated: [],
  });
  return { ok: true, paymentId, created: true, messageIds };
}
