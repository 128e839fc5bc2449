import type { Tx } from '../../clients/prisma';
import { DomainError } from '../../domain/errors';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { enqueueMessages, type NewMessage } from '../signal-outbox';
import { freeSteps } from './attempts';
import { openDebtorTask } from './debtor-task';

/** What a provider, a look-up or a person says of a contact. */
export interface DeliveryReport {
  readonly contactId: string;
  readonly outcome: 'sent' | 'delivered' | 'read' | 'bounced' | 'failed';
  readonly at: Date;
  /** Who says so: a provider's name or `staff:<id>`. */
  readonly source: string;
  readonly problem: string | null;
  /** The provider's own id of the message, for a contact whose sending never got an answer. */
  readonly providerId?: string | null;
}

// One order for all states, so that reports end in the same state in whichever order they come: what is late changes nothing
// (design 5). A loss comes after everything: "opened" is unverified (decisions 4.8) and no proof against a bounce.
const order: readonly string[] = ['reserved', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'bounced'];

/** Whether a report moves a contact on; nothing moves one that was cancelled. */
const movesOn = (state: string, outcome: DeliveryReport['outcome']): boolean =>
  order.includes(state) && order.indexOf(outcome) > order.indexOf(state);

const columns = {
  sent: 'sentAt',
  delivered: 'deliveredAt',
  read: 'readAt',
  bounced: 'failedAt',
  failed: 'failedAt',
} as const;

interface DeliveryNews {
  readonly contactId: string;
  readonly stepId: string;
  readonly occurrence: number;
  readonly outcome: DeliveryReport['outcome'];
}

interface LeadStep {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly stepId: string;
  readonly occurrence: number;
}

/** It did not arrive: its steps are free for the next way, the address is marked, a person looks at it (R26, K1). */
async function recordLost(
  tx: Tx,
  contact: {
    readonly id: string;
    readonly debtorId: string;
    readonly contactPointId: string | null;
    readonly channel: string;
  },
  lead: LeadStep,
  { outcome, at }: DeliveryReport,
): Promise<string[]> {
  const { id: contactId, debtorId, contactPointId, channel } = contact;
  if (outcome === 'bounced' && contactPointId !== null)
    await tx.contactPoint.update({ where: { id: contactPointId }, data: { bouncedAt: at } });
  const { caseId, invoiceId, stepId: step } = lead;
  const reason = { code: 'noAddress', detail: `${channel}:${outcome}` } as const;
  await openDebtorTask(tx, { debtorId, caseId, invoiceId, step }, 'data', reason, at);
  return freeSteps(tx, { contactId, outcome: outcome === 'bounced' ? 'bounced' : 'failed', at, exceptCaseId: null });
}

/**
 * Whom a receipt tells something new: the case of an unknown send, and all that wait for their e-mail to be opened (S192). To
 * others, receipts of messages that were known to be on their way are no news.
 */
async function receiptNews(
  tx: Tx,
  contact: { readonly id: string; readonly state: string; readonly awaitsRead: boolean },
  lead: { readonly caseId: string; readonly body: DeliveryNews },
): Promise<NewMessage[]> {
  const { body } = lead;
  if (body.outcome === 'read' && contact.awaitsRead) {
    const steps = await tx.contactStep.findMany({
      where: { contactId: contact.id, definitelyFailed: false, case: { endedAt: null } },
      orderBy: { id: 'asc' },
    });
    return steps.map(({ caseId, stepId, occurrence }) => ({
      caseId,
      kind: 'deliveryReported',
      body: { ...body, stepId, occurrence },
    }));
  }
  return contact.state === 'unknown' ? [{ caseId: lead.caseId, kind: 'deliveryReported', body }] : [];
}

/**
 * Records what became of a contact, under the debtor's lock, monotonically: a late report changes nothing. It resolves an
 * unknown send, and a bounce or failure opens the next attempt of every step that the contact covered. Idempotent.
 *
 * @returns ids of the messages to the cases, to be delivered after the commit; null when the report changed nothing
 * @throws DomainError when there is no such contact
 */
export async function recordDelivery(tx: Tx, report: DeliveryReport): Promise<readonly string[] | null> {
  const { contactId, outcome, at, source, problem, providerId = null } = report;
  const found = await tx.contact.findUnique({ where: { id: contactId }, select: { debtorId: true } });
  if (found === null) throw new DomainError('contactNotFound', `Contact ${contactId} does not exist`);
  await lockDebtors(tx, [found.debtorId]);
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId } });
  if (!movesOn(contact.state, outcome)) return null;
  const lead = await tx.contactStep.findFirstOrThrow({ where: { contactId, leads: true } });
  const { caseId, invoiceId, stepId, occurrence } = lead;
  await tx.contact.update({
    where: { id: contactId },
    data: {
      state: outcome,
      [columns[outcome]]: at,
      ...(problem === null ? {} : { failure: problem }),
      providerId: contact.providerId ?? providerId,
    },
  });
  const wasUnknown = contact.state === 'unknown';
  if (wasUnknown)
    await tx.task.updateMany({
      where: { invoiceId, stepId, occurrence, kind: 'resolveUnknownSend', status: 'open' },
      data: { status: 'done', closedAt: at, closedBy: source, outcome },
    });
  const isLost = outcome === 'bounced' || outcome === 'failed';
  const body = { contactId, stepId, occurrence, outcome };
  const messageIds = isLost
    ? await recordLost(tx, contact, lead, report)
    : await enqueueMessages(tx, at, await receiptNews(tx, contact, { caseId, body }));
  // Somebody or something opened it: a trigger for the next step, never proof (decisions 4.8).
  const verified = outcome === 'read' ? { verified: false } : {};
  const content = { contactId, step: stepId, occurrence, outcome, before: contact.state, source, problem, ...verified };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'contactReported', at, content }]);
  return messageIds;
}
