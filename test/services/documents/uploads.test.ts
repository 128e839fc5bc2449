import type { PaperKind } from '../../../domain/papers';
import { scanUploads } from '../../../services/documents/scan-uploads';
import { storeUpload, type StoreUpload } from '../../../services/documents/store-upload';
import { openCase } from '../../../services/open-case';
import { findUpload } from '../../../services/queries/uploads';
import { anEnrolledBook, anInvoiceRow, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
let book: Awaited<ReturnType<typeof anEnrolledBook>>;

beforeEach(async () => {
  await reset();
  book = await anEnrolledBook(db, [anInvoiceRow(), anInvoiceRow({ invoice_number: 'INV-2' })]);
});

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
const store = (kind: PaperKind, over: Partial<StoreUpload> = {}) =>
  storeUpload(
    { db },
    {
      ...{ creditorId: book.creditorId, subject: { invoiceNumber: 'INV-1' }, kind, fileName: `${kind}.pdf` },
      ...{ content: pdf(kind), isScanned: false, actor: 'staff:1', at: noon, ...over },
    },
  );
const told = async (number: string) => {
  const rows = await db.signalOutbox.findMany({ where: { caseId: book.caseOf(number) }, orderBy: { id: 'asc' } });
  return rows
    .map(({ kind, payload }) => `${kind} ${JSON.stringify(payload)}`)
    .map((line) => /"evidence":"?(\w+)/.exec(line)?.[1]);
};
const evidenceAtOpening = async (number: string) => {
  const asOf = noon.toISOString();
  const caseId = book.caseOf(number);
  const opened = await openCase({ db, plans: book.plans }, { v: 1, id: caseId, caseId, clockOffsetMs: 0, asOf });
  return opened.state.facts.evidence;
};

it('[S73] tells the case when its papers begin, and when they are complete; the contract counts for every invoice', async () => {
  expect(await evidenceAtOpening('INV-1')).toBeNull();
  await store('contract', { subject: { debtorNumber: 'D1' } });
  expect([await told('INV-1'), await told('INV-2')]).toEqual([['incomplete'], ['incomplete']]);
  for (const kind of ['deliveryNote', 'acceptance', 'invoice'] as const) await store(kind);
  expect(await told('INV-1')).toEqual(['incomplete', 'incomplete', 'incomplete', 'complete']);
  expect(await told('INV-2')).toEqual(['incomplete']);
  expect([await evidenceAtOpening('INV-1'), await evidenceAtOpening('INV-2')]).toEqual(['complete', 'incomplete']);
});

it('keeps the same file once, by its hash, with evidence of who brought it', async () => {
  const first = await store('invoice');
  expect(await store('invoice')).toEqual({ ...first, messageIds: [] });
  expect(await db.upload.count()).toBe(1);
  const { content } = await db.evidence.findFirstOrThrow({ where: { kind: 'paperUploaded' } });
  expect(JSON.parse(content)).toMatchObject({ paper: 'invoice', scan: 'unscanned', actor: 'staff:1' });
});

it.each([
  ['a program that calls itself a PDF', Buffer.from('MZ\u0090\u0000 invoice.pdf')],
  ['a page of HTML', Buffer.from('<html><script>alert(1)</script></html>')],
  ['nothing at all', Buffer.alloc(0)],
  ['eleven megabytes', Buffer.concat([pdf(''), Buffer.alloc(11 * 1024 * 1024)])],
])('refuses %s', async (_name, content) => {
  expect(await store('invoice', { content, fileName: 'invoice.pdf' })).toMatchObject({
    problem: { reason: 'badFile' },
  });
  expect(await db.upload.count()).toBe(0);
});

it('refuses a file about what is not in the book', async () => {
  expect(await store('invoice', { subject: { invoiceNumber: 'INV-9' } })).toMatchObject({
    problem: { reason: 'unknownInvoice' },
  });
  expect(await store('invoice', { subject: { debtorNumber: 'D9' } })).toMatchObject({
    problem: { reason: 'unknownDebtor' },
  });
});

describe('with a virus scanner', () => {
  const scanner = {
    scan: async (content: Uint8Array) => (Buffer.from(content).includes('EICAR') ? 'infected' : 'clean'),
  } as const;
  const scanned = { isScanned: true } as const;

  it('quarantines a file until it is clean: nobody reads it, and it proves nothing', async () => {
    const stored = await store('invoice', scanned);
    const id = stored.ok ? stored.uploadId : '';
    expect(await told('INV-1')).toEqual([]);
    expect(await findUpload(db, book.creditorId, id)).toMatchObject({ scan: 'pending', content: null });
    expect(await scanUploads({ db, scanner, now: noon })).toBe(1);
    expect(await told('INV-1')).toEqual(['incomplete']);
    expect(await findUpload(db, book.creditorId, id)).toMatchObject({ scan: 'clean', content: pdf('invoice') });
    expect(await scanUploads({ db, scanner, now: noon })).toBe(0);
  });

  it('throws an infected file away and keeps its hash', async () => {
    await store('invoice', { ...scanned, content: pdf('EICAR') });
    await scanUploads({ db, scanner, now: noon });
    expect(await db.upload.findFirstOrThrow()).toMatchObject({ scan: 'infected', content: null });
    expect(await evidenceAtOpening('INV-1')).toBeNull();
  });

  it('leaves a file in quarantine while the scanner does not work', async () => {
    await store('invoice', scanned);
    const broken = { scan: () => Promise.reject(new Error('clamd is away')) };
    await expect(scanUploads({ db, scanner: broken, now: noon })).rejects.toThrow('clamd is away');
    expect(await db.upload.findFirstOrThrow()).toMatchObject({ scan: 'pending' });
  });
});
