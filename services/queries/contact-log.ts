import { z } from 'zod';
import type { Db } from '../../clients/prisma';
import { chainIdOf } from '../evidence';

/** Where a communication is proved: a row of a hash chain. */
interface Proof {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
}

/** One communication with a debtor: a message, an answer, a call or a visit. */
export interface LoggedContact {
  readonly id: string;
  readonly at: string;
  readonly direction: 'out' | 'in' | 'both';
  readonly channel: string;
  /** Role of the person at the debtor; null: the debtor itself. */
  readonly person: string | null;
  readonly invoices: string[];
  readonly step: string | null;
  /** State of a message, meaning of an answer, outcome of a conversation. */
  readonly result: string | null;
  readonly by: string;
  /** Number of a letter, or where a recording lies. */
  readonly reference: string | null;
  readonly note: string | null;
  /** SHA-256 of what was written. */
  readonly contentHash: string | null;
  readonly evidence: Proof | null;
}

/** Whose communications are read: all of a debtor, or those that concern one of its cases. */
interface LogSubject {
  readonly debtorId: string;
  readonly caseId: string | null;
}

// States in which a message has left, or may have.
const left = ['sending', 'sent', 'delivered', 'read', 'bounced', 'failed', 'unknown'];

async function messages(db: Db, { debtorId, caseId }: LogSubject) {
  const rows = await db.contact.findMany({
    where: { debtorId, state: { in: [...left] }, ...(caseId === null ? {} : { steps: { some: { caseId } } }) },
    include: {
      document: { select: { contentHash: true } },
      dispatch: { select: { trackingNo: true } },
      person: { select: { role: true } },
      steps: { include: { invoice: { select: { number: true } } }, orderBy: { id: 'asc' } },
    },
  });
  return rows.map((row) => ({
    ...{
      id: row.id,
      at: row.sentAt ?? row.failedAt ?? row.reservedAt,
      direction: 'out' as const,
      channel: row.channel,
    },
    ...{ person: row.person?.role ?? null, invoices: row.steps.map(({ invoice }) => invoice.number) },
    ...{ step: row.leadStep, result: row.state, by: row.automatic ? 'machine' : 'staff' },
    ...{ reference: row.dispatch?.trackingNo ?? null, note: null, contentHash: row.document?.contentHash ?? null },
  }));
}

async function answers(db: Db, { debtorId, caseId }: LogSubject) {
  // A reply that names no case concerns all of its debtor's.
  const rows = await db.reply.findMany({
    where: { debtorId, ...(caseId === null ? {} : { OR: [{ caseId }, { caseId: null }] }) },
    include: {
      document: { select: { contentHash: true } },
      case: { select: { invoice: { select: { number: true } } } },
    },
  });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.receivedAt, direction: 'in' as const, channel: row.channel, person: null },
    ...{ invoices: [row.case?.invoice.number ?? []].flat(), step: null, result: row.meaning, by: 'debtor' },
    ...{ reference: null, note: null, contentHash: row.document.contentHash },
  }));
}

async function conversations(db: Db, { debtorId, caseId }: LogSubject) {
  const ofCase = caseId === null ? {} : { OR: [{ caseId }, { covers: { some: { caseId } } }] };
  const rows = await db.task.findMany({
    where: { debtorId, kind: { in: ['call', 'visit'] }, status: { in: ['closed', 'done'] }, ...ofCase },
    include: {
      invoice: { select: { number: true } },
      covers: { include: { invoice: { select: { number: true } } }, orderBy: { id: 'asc' } },
      point: { select: { person: { select: { role: true } } } },
    },
  });
  return rows.map((row) => ({
    ...{ id: row.id, at: row.endedAt ?? row.closedAt ?? row.at, direction: 'both' as const, channel: row.kind },
    person: row.point?.person?.role ?? null,
    invoices: [row.invoice, ...row.covers.map(({ invoice }) => invoice)].flatMap((invoice) => invoice?.number ?? []),
    ...{ step: row.stepId, result: row.outcome, by: row.closedBy ?? 'staff', reference: row.recordingRef },
    ...{ note: row.note, contentHash: null },
  }));
}

// The facts that prove a communication, and what they call it.
const proving = ['contactReserved', 'contactSent', 'contactUnknown', 'replyReceived', 'taskClosed'];
const named = z.object({
  contactId: z.string().nullish(),
  replyId: z.string().nullish(),
  taskId: z.string().nullish(),
  noteHash: z.string().nullish(),
});

async function proofs(db: Db, debtorId: string) {
  const cases = await db.collectionCase.findMany({ where: { debtorId }, select: { id: true } });
  const chains = [{ kind: 'debtor' as const, id: debtorId }, ...cases.map(({ id }) => ({ kind: 'case' as const, id }))];
  const rows = await db.evidence.findMany({
    where: { chainId: { in: chains.map(chainIdOf) }, kind: { in: proving } },
    orderBy: [{ at: 'asc' }, { seq: 'asc' }],
  });
  const found = new Map<string, Proof & { readonly noteHash: string | null }>();
  for (const { chainId: chain, seq, hash, content } of rows) {
    const { contactId, replyId, taskId, noteHash } = named.safeParse(JSON.parse(content)).data ?? {};
    // An answer names our message, too: its own id comes first. The last row says most.
    const id = replyId ?? taskId ?? contactId;
    if (id) found.set(id, { chain, seq, hash, noteHash: noteHash ?? null });
  }
  return found;
}

/** Every communication about a case, in order, with its proof (S210, S233). */
export async function contactLogOfCase(db: Db, caseId: string): Promise<LoggedContact[]> {
  const { debtorId } = await db.collectionCase.findUniqueOrThrow({ where: { id: caseId }, select: { debtorId: true } });
  return logOf(db, { debtorId, caseId });
}

/** Every communication with a debtor, in order: the time line of its contacts (S205). */
export const contactLogOfDebtor = (db: Db, debtorId: string): Promise<LoggedContact[]> =>
  logOf(db, { debtorId, caseId: null });

/**
 * What, with whom, what came of it, and the row of evidence that proves it (S196, S208). A communication without proof shows
 * `evidence: null`.
 */
async function logOf(db: Db, subject: LogSubject): Promise<LoggedContact[]> {
  const all = [
    ...(await messages(db, subject)),
    ...(await answers(db, subject)),
    ...(await conversations(db, subject)),
  ];
  const found = await proofs(db, subject.debtorId);
  return all
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .map((row) => {
      const { noteHash = null, ...proof } = found.get(row.id) ?? {};
      const evidence = 'chain' in proof ? proof : null;
      return { ...row, at: row.at.toISOString(), contentHash: row.contentHash ?? noteHash, evidence };
    });
}

const columns = [
  ...['at', 'direction', 'channel', 'person', 'invoices', 'step', 'result', 'by', 'reference', 'note', 'contentHash'],
  ...['evidenceChain', 'evidenceSeq', 'evidenceHash'],
];

// A spreadsheet takes what begins so for a formula.
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
const cell = (text: string): string => `"${guarded(text).replaceAll('"', '""')}"`;

/** A contact log as CSV (RFC 4180) with a heading; cells that a spreadsheet would take for formulas are made text. */
export function contactLogCsv(log: readonly LoggedContact[]): string {
  const rows = log.map(({ evidence, ...row }) => [
    ...[row.at, row.direction, row.channel, row.person, row.invoices.join(' '), row.step, row.result, row.by],
    ...[row.reference, row.note, row.contentHash, evidence?.chain, evidence?.seq, evidence?.hash],
  ]);
  const lines = [columns, ...rows].map((row) => row.map((value) => cell(String(value ?? ''))).join(','));
  return `${lines.join('\r\n')}\r\n`;
}
