import { z } from 'zod';
import type { Tx } from '../clients/prisma';
import { isoDateOfColumn, minorOf } from './columns';
import { chainIdOf } from './evidence';
import type { RecordPayment, RecordedPayment } from './payment-command';

export type PaymentRow = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

/** The payment that has a reference, with its ledger entries. */
export async function findPayment(tx: Tx, creditorId: string, reference: string) {
  return tx.payment.findUnique({
    where: { creditorId_reference: { creditorId, reference } },
    include: { entries: { orderBy: { id: 'asc' }, include: { invoice: { select: { number: true, case: true } } } } },
  });
}

const recordedSchema = z.object({ paymentId: z.string(), designated: z.array(z.string()) });

/** What the payer designated when the payment was recorded: the evidence knows, and nobody can change it. */
async function designatedOf(tx: Tx, payment: PaymentRow): Promise<readonly string[]> {
  const rows = await tx.evidence.findMany({
    where: {
      chainId: chainIdOf({ kind: 'debtor', id: payment.debtorId }),
      kind: 'paymentReceived',
      content: { contains: payment.id },
    },
  });
  for (const row of rows) {
    const recorded = recordedSchema.safeParse(JSON.parse(row.content));
    if (recorded.success && recorded.data.paymentId === payment.id) return recorded.data.designated;
  }
  return [];
}

/** Whether a command says what was recorded under its reference before: debtor, amount, date, payer and designation. */
export async function isSamePayment(
  tx: Tx,
  payment: PaymentRow,
  debtorId: string,
  command: RecordPayment,
): Promise<boolean> {
  const designated = await designatedOf(tx, payment);
  return (
    payment.debtorId === debtorId &&
    minorOf(payment.amountMinor) === command.amount.amountMinor &&
    payment.currency === command.amount.currency &&
    isoDateOfColumn(payment.valueDate) === command.valueDate &&
    payment.payer === (command.payer ?? null) &&
    [...designated].sort().join('\n') === [...command.invoiceNumbers].sort().join('\n')
  );
}

/** The answer that a recorded payment had, for the sender who asks again. */
export async function answerOf(tx: Tx, payment: PaymentRow): Promise<RecordedPayment> {
  const entries = payment.entries.filter((entry) => entry.type === 'payment');
  const allocations = entries.flatMap((entry) =>
    entry.invoice === null ? [] : [{ invoiceNumber: entry.invoice.number, amountMinor: minorOf(entry.amountMinor) }],
  );
  const onAccount = entries.find((entry) => entry.invoiceId === null);
  const caseIds = entries.flatMap((entry) => (entry.invoice?.case ? [entry.invoice.case.id] : []));
  const messages = await tx.signalOutbox.findMany({
    where: {
      caseId: { in: caseIds },
      kind: 'paymentReceived',
      payload: { path: ['paymentId'], equals: payment.id },
    },
    select: { id: true },
  });
  return {
    ok: true,
    paymentId: payment.id,
    created: false,
    allocations,
    onAccountMinor: onAccount === undefined ? 0 : minorOf(onAccount.amountMinor),
    messageIds: messages.map((message) => message.id),
  };
}
