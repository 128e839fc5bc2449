import type { Db, Tx } from '../../clients/prisma';
import type { AttachmentKind } from '../../domain/plan';
import { instantOf } from '../../domain/time';
import { newId } from '../ids';
import { letterPdf } from '../letters/letter-pdf';
import { readStatement } from '../letters/read-statement';
import { statementLetter } from '../letters/statement';
import { sha256 } from '../sha256';
import type { Attachment } from './channel-sender';
import type { GateContext } from './contact-facts';
import type { RenderedText } from './message-content';

// SendGrid takes 30 MB a mail, in base64, which makes three bytes four; text and heads need little beside that.
const MAX_BYTES = 20 * 1024 * 1024;

// Files whose scan is still to come, or went badly, go nowhere.
const sendableScans = ['clean', 'unscanned'];

const pdf = 'application/pdf';

/** A name that every file system takes, in any script. */
const fileName = (...parts: readonly string[]): string =>
  parts.map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-')).join('-');

async function statementOf(tx: Tx, { rows, asOf }: GateContext): Promise<Attachment[]> {
  const query = { creditorId: rows.creditor.id, key: rows.debtor.id, now: new Date(instantOf(asOf)) };
  const read = await readStatement(tx, query);
  if (read === null) return [];
  const content = await letterPdf(statementLetter(read.facts, read.language));
  return [{ name: fileName('statement', rows.debtor.number, `${read.facts.asOf}.pdf`), mediaType: pdf, content }];
}

async function letterOf({ rows }: GateContext, { attachedLetter }: RenderedText): Promise<Attachment[]> {
  if (attachedLetter === null) return [];
  const name = fileName('letter', rows.debtor.number, `${attachedLetter.asOf}.pdf`);
  return [{ name, mediaType: pdf, content: await letterPdf(attachedLetter) }];
}

/** The copies of the invoices that somebody has uploaded; an invoice without one goes without. */
async function copiesOf(tx: Tx, invoiceIds: readonly string[]): Promise<Attachment[]> {
  const copies = await tx.upload.findMany({
    where: { invoiceId: { in: [...invoiceIds] }, kind: 'invoice', scan: { in: sendableScans }, content: { not: null } },
    orderBy: { id: 'asc' },
    select: { fileName: true, mediaType: true, content: true },
  });
  return copies.flatMap(({ fileName: name, mediaType, content }) =>
    content === null ? [] : [{ name, mediaType, content: Buffer.from(content) }],
  );
}

/** The message that documents go with. */
interface AttachedTo {
  readonly context: GateContext;
  readonly message: RenderedText;
  /** The invoices that it covers. */
  readonly invoiceIds: readonly string[];
}

async function contentsOf(tx: Tx, kind: AttachmentKind, about: AttachedTo): Promise<Attachment[]> {
  if (kind === 'statement') return statementOf(tx, about.context);
  if (kind === 'letter') return letterOf(about.context, about.message);
  return copiesOf(tx, about.invoiceIds);
}

/** The first of them that fit into one mail; the others are left out, and evidence says so. */
function fitting(documents: readonly Attachment[]): Attachment[] {
  let bytes = 0;
  return documents.filter(({ content }) => {
    if (bytes + content.length > MAX_BYTES) return false;
    bytes += content.length;
    return true;
  });
}

/** A document that goes with a message, with the hash by which evidence names it. */
export interface PreparedDocument extends Attachment {
  readonly id: string;
  readonly hash: string;
}

/** The documents that go with a message, as they are now; `leftOut`: how many did not fit. */
export interface PreparedDocuments {
  readonly documents: readonly PreparedDocument[];
  readonly leftOut: number;
}

/** Makes the documents that go with a message; nothing is written yet. */
export async function prepareAttachments(tx: Tx, about: AttachedTo): Promise<PreparedDocuments> {
  const all: Attachment[] = [];
  for (const kind of about.message.attach) all.push(...(await contentsOf(tx, kind, about)));
  const documents = fitting(all).map((document) => ({
    ...document,
    id: newId(),
    hash: sha256(document.content),
  }));
  return { documents, leftOut: all.length - documents.length };
}

/** Keeps the documents of a message: what is kept is what is sent. Those of an earlier try of the reservation go. */
export async function writeAttachments(
  tx: Tx,
  contactId: string,
  { debtor }: Pick<GateContext['rows'], 'debtor'>,
  { documents }: PreparedDocuments,
): Promise<void> {
  if (documents.length === 0) return;
  await tx.contactAttachment.deleteMany({ where: { contactId } });
  await tx.document.createMany({
    data: documents.map(({ id, hash: contentHash, mediaType, content }) => ({
      ...{ id, debtorId: debtor.id, kind: 'attachment', mediaType, contentHash },
      content: new Uint8Array(content),
    })),
  });
  await tx.contactAttachment.createMany({
    data: documents.map(({ id: documentId, name }) => ({ id: newId(), contactId, documentId, name })),
  });
}

/** The documents of a message as they were kept. */
export async function readAttachments(db: Db, contactId: string): Promise<Attachment[]> {
  const rows = await db.contactAttachment.findMany({
    where: { contactId },
    orderBy: { id: 'asc' },
    select: { name: true, document: { select: { mediaType: true, content: true } } },
  });
  return rows.map(({ name, document: { mediaType, content } }) => ({ name, mediaType, content: Buffer.from(content) }));
}
