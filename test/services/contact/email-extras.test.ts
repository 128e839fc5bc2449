import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createLinkSigner } from '../../../clients/link-token';
import type { PlanStep } from '../../../domain/plan';
import { createTemplateRenderer } from '../../../services/contact/template-renderer';
import { reserveContact } from '../../../services/contact/reserve-contact';
import { sendStep } from '../../../services/contact/send-step';
import { newId } from '../../../services/ids';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps, withStep } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

const linkKey = 'k'.repeat(32);
const settings = { PUBLIC_BASE_URL: 'https://dunwell.example.com', LINK_SIGNING_KEY: linkKey };

/** Sends the friendly reminder, changed as said. */
async function sendWith(change: Partial<PlanStep>, env: NodeJS.ProcessEnv = settings) {
  const { call, policies } = await aSending(db);
  const changed = withStep(policies, call.step, change);
  const deps = sendDeps(db, changed, provider.url, undefined, env);
  return { call, deps, result: await sendStep(deps, call) };
}

const mailSchema = z.object({
  headers: z.record(z.string(), z.string()).optional(),
  content: z.array(z.object({ type: z.string(), value: z.string() })),
  attachments: z.array(z.object({ filename: z.string(), type: z.string(), content: z.string() })).default([]),
});
const sentMail = () => mailSchema.parse(JSON.parse(provider.accepted[0]?.body ?? '{}'));
const bytesOf = (content: string) => Buffer.from(content, 'base64');

/** An uploaded copy of the case's invoice. */
const upload = (ids: { debtorId: string; invoiceId: string }, fileName: string, scan: string) =>
  db.upload.create({
    data: {
      id: newId(),
      ...ids,
      kind: 'invoice',
      fileName,
      mediaType: 'application/pdf',
      sizeBytes: 4,
      contentHash: 'hash',
      content: new Uint8Array(Buffer.from('%PDF')),
      scan,
      uploadedBy: 'test',
      at: new Date('2026-03-01T00:00:00.000Z'),
    },
  });

it('sends the statement of account along as the policy says, and keeps and proves what it sent', async () => {
  const { result } = await sendWith({ attach: ['statement'] });
  expect(result).toMatchObject({ kind: 'sent', channel: 'email' });
  const [attached] = sentMail().attachments;
  expect(attached).toMatchObject({ filename: 'statement-D-1-2026-03-05.pdf', type: 'application/pdf' });
  const sent = bytesOf(attached?.content ?? '');
  expect(sent.subarray(0, 5).toString()).toBe('%PDF-');
  const kept = await db.contactAttachment.findFirstOrThrow({ include: { document: true } });
  expect(Buffer.from(kept.document.content).equals(sent)).toBe(true);
  const hash = createHash('sha256').update(sent).digest('hex');
  const [row] = await db.evidence.findMany({ where: { kind: 'contactReserved' } });
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({ attached: [hash], leftOut: 0 });
});

it('sends the letter along where a letter goes by e-mail, and uploaded copies of the invoices, but none that is not clean', async () => {
  const { call, policies } = await aSending(db);
  const { debtorId, invoiceId } = call;
  await upload({ debtorId, invoiceId }, 'I-1.pdf', 'clean');
  await upload({ debtorId, invoiceId }, 'bad.pdf', 'infected');
  await upload({ debtorId, invoiceId }, 'new.pdf', 'pending');
  const letter = { step: 'formalLetter', day: 20, effect: 'sendLetter', asOf: '2026-03-23T02:00:00.000Z' } as const;
  const changed = withStep(policies, letter.step, { channel: 'email', fallback: [], attach: ['letter', 'invoice'] });
  expect(
    await sendStep(sendDeps(db, changed, provider.url, undefined, settings), { ...call, ...letter }),
  ).toMatchObject({
    kind: 'sent',
    channel: 'email',
  });
  const mail = sentMail();
  expect(mail.attachments.map(({ filename }) => filename)).toEqual(['letter-D-1-2026-03-23.pdf', 'I-1.pdf']);
  expect(mail.headers).toBeUndefined();
});

it('sends no document where the policy names none, and none with another channel', async () => {
  await sendWith({});
  expect(sentMail().attachments).toEqual([]);
  expect(await db.contactAttachment.count()).toBe(0);
});

it('sends the same documents once when it goes on with its own reservation after a crash', async () => {
  const { call, policies } = await aSending(db);
  const changed = withStep(policies, call.step, { attach: ['statement'] });
  const deps = sendDeps(db, changed, provider.url, undefined, settings);
  await reserveContact(deps, call);
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent' });
  expect(sentMail().attachments).toHaveLength(1);
  expect(await db.contactAttachment.count()).toBe(1);
});

it('lets mail programs offer to unsubscribe from reminders, by a link that we signed (RFC 8058)', async () => {
  await sendWith({});
  const { id } = await db.contact.findFirstOrThrow();
  const { headers = {} } = sentMail();
  expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
  const token = /^<https:\/\/dunwell\.example\.com\/v1\/unsubscribe\/([^>]+)>$/.exec(
    headers['List-Unsubscribe'] ?? '',
  )?.[1];
  expect(createLinkSigner(linkKey, 'unsubscribe').read(token ?? '')).toBe(id);
  expect(createLinkSigner('x'.repeat(32), 'unsubscribe').read(token ?? '')).toBeNull();
});

it.each<[string, Partial<PlanStep>, NodeJS.ProcessEnv]>([
  ['from formal notices', { formal: true }, settings],
  ['without a public address', {}, { LINK_SIGNING_KEY: linkKey }],
  ['without a key to sign with', {}, { PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL }],
])('offers nothing of the kind %s', async (_name, change, env) => {
  await sendWith(change, env);
  expect(sentMail().headers).toBeUndefined();
});

it('[S191] makes the page to pay on a link that can be clicked', async () => {
  const { call, policies } = await aSending(db);
  const bill = withStep(policies, call.step, {});
  const templatesOf = async () => ({
    'friendly.en.email':
      'Subject: Bill\n\n{{ creditor }} asks you to pay here: {{ paymentLink }}. Thank you & "goodbye".',
  });
  const deps = sendDeps(db, { ...bill, templatesOf }, provider.url);
  const link = 'https://pay.example.com/{debtor}?invoice={invoice}&lang=en';
  const renderer = createTemplateRenderer({ ...bill, templatesOf }, link);
  expect(await sendStep({ ...deps, renderer }, call)).toMatchObject({ kind: 'sent' });
  const html = sentMail().content.find(({ type }) => type === 'text/html')?.value;
  const address = 'https://pay.example.com/D-1?invoice=I-1&amp;lang=en';
  expect(html).toContain(`here: <a href="${address}">${address}</a>. Thank you &amp; &quot;goodbye&quot;.`);
});
