import type { Tx } from '../../clients/prisma';
import { possibleReferences } from '../../domain/replies/read-reply';
import type { InboundMessage } from '../webhooks/events';
import { debtorsAt } from './opt-out';

/** Whom a message is from, and what it answers. */
export interface Correspondent {
  readonly kind: 'found';
  readonly debtorId: string;
  readonly caseId: string | null;
  readonly contactId: string | null;
}

/** Nobody, or several, and nothing tells which. */
export type NoCorrespondent = { readonly kind: 'noDebtor' | 'severalDebtors' };

interface Thread {
  readonly id: string;
  readonly debtorId: string;
}

/** Our message that it says it answers. */
async function answeredContact(tx: Tx, { contactId, answers }: InboundMessage): Promise<Thread | null> {
  const select = { id: true, debtorId: true };
  const named = contactId === null ? null : await tx.contact.findUnique({ where: { id: contactId }, select });
  if (named !== null || answers.length === 0) return named;
  return tx.contact.findFirst({ where: { providerId: { in: [...answers] } }, orderBy: { id: 'desc' }, select });
}

/** The last message that went to the address: what a bare SMS answers. */
const lastContactTo = (
  tx: Tx,
  { channel, from }: InboundMessage,
  debtorIds: readonly string[],
): Promise<Thread | null> =>
  tx.contact.findFirst({
    where: {
      debtorId: { in: [...debtorIds] },
      channel,
      contactPoint: { address: { in: [from, from.toLowerCase()] } },
      state: { notIn: ['cancelled', 'reserved'] },
    },
    orderBy: { at: 'desc' },
    select: { id: true, debtorId: true },
  });

/** Invoices that the message names. */
async function namedInvoices(tx: Tx, message: InboundMessage) {
  const numbers = possibleReferences(message);
  if (numbers.length === 0) return [];
  const creditors = await tx.creditor.findMany({ select: { id: true } });
  return tx.invoice.findMany({
    where: { creditorId: { in: creditors.map(({ id }) => id) }, number: { in: numbers } },
    select: { debtorId: true, case: { select: { id: true } } },
    orderBy: { id: 'asc' },
  });
}

const only = <T>(values: readonly T[]): T | null => (values.length === 1 ? (values[0] ?? null) : null);

async function leadCaseOf(tx: Tx, contactId: string): Promise<string | null> {
  const step = await tx.contactStep.findFirst({ where: { contactId, leads: true }, select: { caseId: true } });
  return step?.caseId ?? null;
}

/**
 * Finds whose message it is: by the thread that it answers, by its address, by the invoices that it names; the first two need
 * no word of the sender. Which case it concerns: the one invoice that it names, else what the answered message was about.
 */
export async function findCorrespondent(tx: Tx, message: InboundMessage): Promise<Correspondent | NoCorrespondent> {
  const kind = message.channel === 'email' ? 'email' : 'phone';
  const answered = await answeredContact(tx, message);
  const atAddress = await debtorsAt(tx, { kind, address: message.from });
  const invoices = await namedInvoices(tx, message);
  const named = [...new Set(invoices.map(({ debtorId }) => debtorId))];
  const candidates = atAddress.length > 0 ? atAddress : named;
  const thread = answered ?? (await lastContactTo(tx, message, atAddress));
  const narrowed = candidates.filter((debtorId) => named.includes(debtorId));
  const debtorId = answered?.debtorId ?? only(candidates) ?? only(narrowed) ?? thread?.debtorId ?? null;
  if (debtorId === null) return { kind: candidates.length === 0 ? 'noDebtor' : 'severalDebtors' };
  const caseIds = invoices.flatMap((row) => (row.debtorId === debtorId && row.case !== null ? [row.case.id] : []));
  const contactId = thread !== null && thread.debtorId === debtorId ? thread.id : null;
  const caseId = only(caseIds) ?? (contactId === null ? null : await leadCaseOf(tx, contactId));
  return { kind: 'found', debtorId, caseId, contactId };
}
