import type { Db } from '../../clients/prisma';
import { isoDateOfColumn } from '../columns';
import { amountText } from './columns';
import { reasonOf } from './explain';
import type { RawEntry } from './timeline-entry';

/** The case whose records are read. */
export interface TimelineSubject {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
}

const given = (name: string, value: string | null) => (value === null ? {} : { [name]: value });

async function ledgerEntries(db: Db, { invoiceId }: TimelineSubject): Promise<RawEntry[]> {
  const rows = await db.ledgerEntry.findMany({ where: { invoiceId }, orderBy: { createdAt: 'asc' } });
  return rows.map((row) => ({
    at: row.createdAt,
    kind: 'ledger',
    code: `ledger.${row.type}`,
    data: {
      type: row.type,
      amount: amountText(row.amountMinor, row.currency),
      currency: row.currency,
      date: isoDateOfColumn(row.valueDate),
      document: row.document,
      ...given('paymentId', row.paymentId),
    },
  }));
}

async function contactEntries(db: Db, { caseId }: TimelineSubject): Promise<RawEntry[]> {
  const rows = await db.contactStep.findMany({
    where: { caseId },
    include: { contact: true },
    orderBy: { createdAt: 'asc' },
  });
  return rows.flatMap(({ stepId, attempt, contact }) => {
    const { sentAt, deliveredAt, readAt, failedAt, reservedAt, state } = contact;
    const moments: readonly (readonly [string, Date | null])[] = [
      [
        state === 'unknown' || state === 'cancelled' || state === 'sending' ? state : 'reserved',
        sentAt === null ? reservedAt : null,
      ],
      ['sent', sentAt],
      ['delivered', deliveredAt],
      ['read', readAt],
      ['failed', failedAt],
    ];
    const data = {
      contactId: contact.id,
      step: stepId,
      attempt,
      channel: contact.channel,
      ...given('failure', contact.failure),
    };
    return moments.flatMap(([code, at]) =>
      at === null || (code === 'reserved' && failedAt !== null)
        ? []
        : [{ at, kind: 'contact', code: `contact.${code}`, data }],
    );
  });
}

async function taskEntries(db: Db, { caseId }: TimelineSubject): Promise<RawEntry[]> {
  const where = { OR: [{ caseId }, { covers: { some: { caseId } } }] };
  const rows = await db.task.findMany({ where, orderBy: { at: 'asc' } });
  return rows.flatMap((row) => {
    const data = { taskId: row.id, task: row.kind, role: row.role, ...given('step', row.stepId) };
    const opened = { at: row.at, kind: 'task', code: 'task.opened', reason: reasonOf(row.why), data };
    if (row.closedAt === null) return [opened];
    const result = { ...data, ...given('outcome', row.outcome), ...given('actor', row.closedBy) };
    return [opened, { at: row.closedAt, kind: 'task', code: 'task.closed', data: result }];
  });
}

async function holdEntries(db: Db, { caseId, invoiceId, debtorId }: TimelineSubject): Promise<RawEntry[]> {
  const where = { OR: [{ caseId }, { invoiceId }, { debtorId, scope: 'debtor' }] };
  const rows = await db.hold.findMany({ where, orderBy: { createdAt: 'asc' } });
  return rows.flatMap((row) => {
    const until = row.untilDate === null ? null : isoDateOfColumn(row.untilDate);
    const data = {
      holdId: row.id,
      hold: row.kind,
      scope: row.scope,
      date: isoDateOfColumn(row.fromDate),
      ...given('until', until),
    };
    const placed = { at: row.createdAt, kind: 'hold', code: 'hold.placed', data: { ...data, actor: row.placedBy } };
    if (row.releasedAt === null) return [placed];
    const released = { ...data, ...given('actor', row.releasedBy) };
    return [placed, { at: row.releasedAt, kind: 'hold', code: 'hold.released', data: released }];
  });
}

async function promiseEntries(db: Db, { caseId }: TimelineSubject): Promise<RawEntry[]> {
  const rows = await db.promiseToPay.findMany({ where: { caseId }, orderBy: { createdAt: 'asc' } });
  return rows.flatMap((row) => {
    const money =
      row.amountMinor === null ? {} : { amount: amountText(row.amountMinor, row.currency), currency: row.currency };
    const data = { promiseId: row.id, date: isoDateOfColumn(row.promisedFor), ...money };
    const made = { at: row.createdAt, kind: 'promise', code: 'promise.made', data: { ...data, actor: row.capturedBy } };
    if (row.judgedAt === null) return [made];
    return [made, { at: row.judgedAt, kind: 'promise', code: 'promise.judged', data: { ...data, status: row.status } }];
  });
}

async function approvalEntries(db: Db, { caseId }: TimelineSubject): Promise<RawEntry[]> {
  const rows = await db.approval.findMany({ where: { caseId }, orderBy: { at: 'asc' } });
  return rows.flatMap((row) => {
    const data = { approvalId: row.id, step: row.stepId, role: row.role };
    const asked = { at: row.at, kind: 'approval', code: 'approval.requested', data };
    if (row.decidedAt === null) return [asked];
    const decided = { ...data, status: row.status, ...given('actor', row.decidedBy) };
    return [asked, { at: row.decidedAt, kind: 'approval', code: 'approval.decided', data: decided }];
  });
}

async function dueDateEntries(db: Db, { invoiceId }: TimelineSubject): Promise<RawEntry[]> {
  const rows = await db.dueDateChange.findMany({ where: { invoiceId }, orderBy: { createdAt: 'asc' } });
  return rows.map((row) => ({
    at: row.createdAt,
    kind: 'dueDate',
    code: 'dueDate.changed',
    data: { from: isoDateOfColumn(row.fromDate), date: isoDateOfColumn(row.toDate), actor: row.actor },
  }));
}

async function replyEntries(db: Db, { caseId, debtorId }: TimelineSubject): Promise<RawEntry[]> {
  // A reply that names no case concerns all of its debtor's.
  const where = { OR: [{ caseId }, { debtorId, caseId: null }] };
  const rows = await db.reply.findMany({ where, orderBy: { receivedAt: 'asc' } });
  return rows.flatMap((row) => {
    const data = { replyId: row.id, channel: row.channel };
    const hints = row.suggestions.length === 0 ? {} : { suggestions: row.suggestions.join(', ') };
    const until = row.pausedUntil.toISOString();
    const came = { at: row.receivedAt, kind: 'reply', code: 'reply.received', until, data: { ...data, ...hints } };
    if (row.classifiedAt === null) return [came];
    const read = { ...data, ...given('meaning', row.meaning), ...given('actor', row.classifiedBy) };
    return [came, { at: row.classifiedAt, kind: 'reply', code: 'reply.classified', data: read }];
  });
}

/** What the tables of a case say: money, contacts, tasks, holds, promises, approvals, replies, moved due dates. */
export async function tableEntries(db: Db, subject: TimelineSubject): Promise<RawEntry[]> {
  const readers = [
    ledgerEntries,
    contactEntries,
    taskEntries,
    holdEntries,
    promiseEntries,
    approvalEntries,
    replyEntries,
    dueDateEntries,
  ];
  return (await Promise.all(readers.map((read) => read(db, subject)))).flat();
}
