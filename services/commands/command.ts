import { type IsoDate } from '../../domain/time';
import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { newId } from '../ids';
import { localDateIn } from '../local-day';
import { type Refused, refused } from '../problems';
import { sha256 } from '../sha256';

/** Who commands what, why and when. `actor` is an id; `reason` is free text, kept as a document and never in a history. */
export interface CaseCommand {
  readonly caseId: string;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/** A command that is committed: its messages are delivered next (decisions 3.1). */
export interface Accepted {
  readonly ok: true;
  readonly messageIds: readonly string[];
}

/** A case under its debtor's lock, with what commands ask for. */
export interface LockedCase {
  readonly id: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly creditorId: string;
  readonly currency: string;
  readonly endedAt: Date | null;
  /** The date in the creditor's zone at the instant of the command. */
  readonly today: IsoDate;
}

/**
 * Runs a command on an open case: one transaction under the lock of its debtor, so that an acknowledged command stops a
 * contact that is about to be reserved. An unknown case and a closed one are refused.
 */
export async function onOpenCase<T>(
  db: Db,
  command: CaseCommand,
  work: (tx: Tx, found: LockedCase) => Promise<T | Refused>,
): Promise<T | Refused> {
  const { caseId, at } = command;
  return db.$transaction(async (tx) => {
    const row = await tx.collectionCase.findUnique({ where: { id: caseId }, select: { debtorId: true } });
    if (row === null) return refused('unknownCase', `There is no collection case ${caseId}`);
    await lockDebtors(tx, [row.debtorId]);
    const { creditor, ...found } = await tx.collectionCase.findUniqueOrThrow({
      where: { id: caseId },
      include: { creditor: { select: { zone: true } } },
    });
    if (found.endedAt !== null) {
      return refused('caseClosed', `Case ${caseId} ended (${found.outcome ?? 'no outcome'}); expected an open case`);
    }
    return work(tx, { ...found, today: localDateIn(creditor.zone, at) });
  });
}

/** The open cases of a debtor except one, in id order. */
export async function otherOpenCases(tx: Tx, debtorId: string, caseId: string): Promise<string[]> {
  const rows = await tx.collectionCase.findMany({
    where: { debtorId, endedAt: null, id: { not: caseId } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => row.id);
}

/** A text that people wrote, where evidence and histories may only refer to it. */
export interface KeptText {
  readonly documentId: string;
  readonly contentHash: string;
}

/** Keeps free text, such as the reason of a command, as a document; evidence has its hash, messages its id (decisions 3.2). */
export async function keepText(
  tx: Tx,
  owner: { readonly debtorId: string | null; readonly caseId: string | null },
  text: string,
  kind: 'reason' | 'reply' = 'reason',
): Promise<KeptText> {
  const content = Buffer.from(text, 'utf8');
  const contentHash = sha256(content);
  const documentId = newId();
  const form = { kind, mediaType: 'text/plain; charset=utf-8' };
  await tx.document.create({ data: { id: documentId, ...owner, ...form, contentHash, content } });
  return { documentId, contentHash };
}
