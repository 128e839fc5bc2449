import type { FastifyInstance } from 'fastify';
import { createLinkSigner } from '../../clients/link-token';
import { sendStep } from '../../services/contact/send-step';
import { testDatabase } from '../support/database';
import { aSending, sendDeps } from '../support/sending';
import { testApp } from './app-under-test';

const { db, reset } = testDatabase();
const signer = createLinkSigner('k'.repeat(32), 'unsubscribe');
let app: FastifyInstance;

beforeAll(async () => {
  app = await testApp(db, { unsubscribeLinks: signer });
});
afterAll(() => app.close());
beforeEach(reset);

/** A reminder that went to the outbox, and the link that it would have had. */
async function aMail() {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, 'http://127.0.0.1:1', { mode: 'outbox', allowlist: [] });
  await sendStep(deps, call);
  const { id } = await db.contact.findFirstOrThrow();
  return { call, deps, id, url: `/v1/unsubscribe/${signer.sign(id)}` };
}

const optedOut = async () => (await db.contactPoint.findFirstOrThrow({ where: { kind: 'email' } })).optedOut;

const oneClick = (url: string) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  });

it('asks on a page first, which changes nothing: scanners of links look at it too', async () => {
  const { url } = await aMail();
  const page = await app.inject({ method: 'GET', url });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.body).toContain('<form method="post">');
  expect(page.body).not.toContain('D-1');
  expect(await optedOut()).toEqual([]);
});

it('ends reminders to the address by one post without a key, once, with evidence (RFC 8058)', async () => {
  const { id, url } = await aMail();
  expect((await oneClick(url)).statusCode).toBe(200);
  expect((await oneClick(url)).statusCode).toBe(200);
  expect(await optedOut()).toEqual(['email']);
  const [row, ...others] = await db.evidence.findMany({ where: { kind: 'optedOut' } });
  expect(others).toEqual([]);
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({ channel: 'email', source: `unsubscribe:${id}` });
});

it('leaves formal notices alone: their recipients cannot refuse them', async () => {
  const { url } = await aMail();
  await db.contact.updateMany({ data: { formal: true } });
  expect((await oneClick(url)).statusCode).toBe(404);
  expect(await optedOut()).toEqual([]);
});

it.each([
  ['a contact id without a signature', (id: string) => id],
  [
    'a signature of another contact',
    (id: string) => `${id}.${signer.sign('019ca000-0000-7000-8000-000000000001').split('.')[1]}`,
  ],
  ['a signature of another installation', (id: string) => createLinkSigner('x'.repeat(32), 'unsubscribe').sign(id)],
  ['something else', () => 'hello'],
])('refuses %s', async (_name, tokenOf) => {
  const { id } = await aMail();
  expect((await oneClick(`/v1/unsubscribe/${tokenOf(id)}`)).statusCode).toBe(404);
  expect(await optedOut()).toEqual([]);
});
