import type { Db, Tx } from '../../clients/prisma';
import { paperTypes, type PaperKind, type PaperType } from '../../domain/papers';
import type { Accepted } from '../commands/command';
import { sha256 } from '../sha256';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { newId } from '../ids';
import { type Refused, refused } from '../problems';
import { paperTypeOf } from './paper-type';
import { tellPapers } from './papers';

/** A file about a debtor or, with `invoiceNumber`, about one of its invoices. */
export interface StoreUpload {
  readonly creditorId: string;
  readonly subject: { readonly debtorNumber: string } | { readonly invoiceNumber: string };
  readonly kind: PaperKind;
  readonly fileName: string;
  readonly content: Buffer;
  /** Whether somebody scans uploads here: until then it is quarantined. */
  readonly isScanned: boolean;
  readonly actor: string;
  readonly at: Date;
}

/** Ten megabytes: a contract of a hundred scanned pages. Several of them still fit into one mail. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

export type UploadAccepted = Accepted & {
  readonly uploadId: string;
  readonly scan: string;
  readonly contentHash: string;
};

async function subjectOf(tx: Tx, { creditorId, subject }: StoreUpload) {
  if ('invoiceNumber' in subject) {
    const number = subject.invoiceNumber;
    const found = await tx.invoice.findUnique({ where: { creditorId_number: { creditorId, number } } });
    return found === null
      ? refused('unknownInvoice', `There is no invoice ${number}`)
      : { debtorId: found.debtorId, invoiceId: found.id };
  }
  const number = subject.debtorNumber;
  const found = await tx.debtor.findUnique({ where: { creditorId_number: { creditorId, number } } });
  return found === null
    ? refused('unknownDebtor', `There is no debtor ${number}`)
    : { debtorId: found.id, invoiceId: null };
}

/**
 * Keeps a file after its size and its first bytes have been checked, and tells the cases how their papers stand. The same content
 * of the same kind in the same place is kept once.
 */
export async function storeUpload(
  { db }: { readonly db: Db },
  command: StoreUpload,
): Promise<UploadAccepted | Refused> {
  const { content, fileName } = command;
  const mediaType = paperTypeOf(content);
  if (content.length > MAX_UPLOAD_BYTES)
    return refused('badFile', `${fileName} has ${content.length} bytes; expected at most ${MAX_UPLOAD_BYTES}`);
  if (mediaType === null)
    return refused('badFile', `${fileName} is none of ${paperTypes.join(', ')} by its first bytes`);
  return db.$transaction(async (tx) => {
    const subject = await subjectOf(tx, command);
    return 'ok' in subject ? subject : keep(tx, command, subject, mediaType);
  });
}

async function keep(
  tx: Tx,
  { kind, fileName, content, isScanned, actor, at }: StoreUpload,
  subject: { readonly debtorId: string; readonly invoiceId: string | null },
  mediaType: PaperType,
): Promise<UploadAccepted> {
  const { debtorId, invoiceId } = subject;
  await lockDebtors(tx, [debtorId]);
  const contentHash = sha256(content);
  const known = await tx.upload.findFirst({ where: { debtorId, invoiceId, kind, contentHash } });
  if (known !== null) return { ok: true, messageIds: [], uploadId: known.id, scan: known.scan, contentHash };
  const uploadId = newId();
  const scan = isScanned ? 'pending' : 'unscanned';
  const file = { kind, fileName, mediaType, sizeBytes: content.length, contentHash, content: new Uint8Array(content) };
  await tx.upload.create({ data: { id: uploadId, debtorId, invoiceId, ...file, scan, uploadedBy: actor, at } });
  const evidence = { uploadId, invoiceId, paper: kind, contentHash, mediaType, scan, actor };
  await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'paperUploaded', at, content: evidence }]);
  // What waits for a scanner proves nothing yet.
  const messageIds = isScanned ? [] : await tellPapers(tx, subject, at);
  return { ok: true, messageIds, uploadId, scan, contentHash };
}
