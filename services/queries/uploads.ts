import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { instantText } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const select = {
  id: true,
  kind: true,
  fileName: true,
  mediaType: true,
  sizeBytes: true,
  contentHash: true,
  scan: true,
  scannedAt: true,
  uploadedBy: true,
  createdAt: true,
  debtor: { select: { number: true } },
  invoice: { select: { number: true } },
} as const;

type UploadRecord = Prisma.UploadGetPayload<{ select: typeof select }>;

const itemOf = ({ debtor, invoice, scannedAt, createdAt, ...row }: UploadRecord) => ({
  ...row,
  debtor: debtor.number,
  invoice: invoice?.number ?? null,
  scannedAt: instantText(scannedAt),
  createdAt: createdAt.toISOString(),
});

/** A file that people gave us. */
export type UploadItem = ReturnType<typeof itemOf>;

/** A page of the creditor's uploads, newest first. */
export async function listUploads(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly debtor: string | undefined;
    readonly invoice: string | undefined;
    readonly page: PageRequest;
  },
): Promise<Page<UploadItem>> {
  const { creditorId, debtor, invoice, page } = query;
  const rows = await db.upload.findMany({
    where: {
      debtor: { creditorId, ...(debtor === undefined ? {} : { number: debtor }) },
      ...(invoice === undefined ? {} : { invoice: { number: invoice } }),
      ...createdBefore(page.after),
    },
    select,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** One upload with its content, which is null while or because nobody may read it; null when the creditor has none with this id. */
export async function findUpload(db: Db, creditorId: string, id: string) {
  const row = await db.upload.findFirst({ where: { id, debtor: { creditorId } } });
  if (row === null) return null;
  const { fileName, mediaType, scan } = row;
  const isReadable = scan === 'clean' || scan === 'unscanned';
  return { fileName, mediaType, scan, content: isReadable && row.content !== null ? Buffer.from(row.content) : null };
}
