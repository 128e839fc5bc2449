import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sendStep } from '../../../services/contact/send-step';
import { hashApiKey } from '../../../services/first-start';
import { testDatabase } from '../../support/database';
import { testApp } from '../../api/app-under-test';
import { aSending, sendDeps } from '../../support/sending';
import { announce } from '../../support/several-cases';
import { listen, runCli } from './run-cli';

const { db, reset } = testDatabase();
const key = `dw_${'k'.repeat(40)}`;
let app: FastifyInstance;
let access: { url: string; key: string };
const run = (...args: string[]) => runCli(args, access);

beforeAll(async () => {
  app = await testApp(db, { clock: () => new Date('2026-03-05T02:00:00.000Z') });
  access = { url: await listen(app), key };
});
afterAll(() => app.close());
beforeEach(reset);

/** A case with somebody of its creditor who may use the API. */
async function aBook() {
  const sending = await aSending(db);
  const { creditorId } = sending;
  const keys = { create: { name: 'test', hash: hashApiKey(key) } };
  await db.staff.create({
    data: { name: 'Li', email: 'li@example.com', role: 'collector', creditorId, apiKeys: keys },
  });
  return sending;
}

const aFile = (name: string, content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'dunwell-message-')), name);
  writeFileSync(path, content);
  return path;
};

it('[S210][S233] shows and exports the communications about a case, or with a debtor', async () => {
  const { call, policies } = await aBook();
  expect((await run('contacts', 'I-1')).stdout).toContain('no communication yet');
  await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] }), call);
  expect((await run('contacts', 'I-1')).stdout).toMatch(/2026-03-05 02:00 .*out .*email .*I-1 .*sent/);
  const file = aFile('log.csv', '');
  expect((await run('contacts', 'D-1', '--debtor', '--csv', file)).stdout).toContain('1 communications written');
  expect(readFileSync(file, 'utf8').split('\r\n')[1]).toContain('"out","email"');
});

it('reads, edits, rejects and releases messages, takes or skips a step, and keeps papers', async () => {
  const { call, policies } = await aBook();
  await announce(db, call);
  expect((await run('proposals')).stdout).toContain('No message waits');
  const preview = (...more: string[]) => run('preview', 'I-1', '--step', 'friendlyReminder', ...more);
  expect((await preview()).stdout).not.toContain('review ');
  await db.debtor.updateMany({ data: { reviewMessages: true } });
  expect((await preview()).stdout).toContain('review    a person reads it before it goes out');
  await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9'), call);
  const { id } = await db.proposal.findFirstOrThrow();
  expect((await preview()).stdout).toContain(`review    proposal ${id} is waiting`);
  expect((await run('proposals')).stdout).toMatch(/ap-d-1@example\.com .*I-1 friendlyReminder .*waiting/);
  expect((await run('proposals', 'list', id)).stdout).toContain('CNY 1,000.00');
  expect((await run('send-now', 'I-1', '--reason', 'they asked')).failure).toContain(
    'a proposal of this message waits',
  );
  expect((await run('proposals', 'edit', id, aFile('a.txt', 'Pay or we call your wife.'))).failure).toContain(
    'your wife',
  );
  expect((await run('proposals', 'edit', id, aFile('b.txt', 'Please pay CNY 1,000.00.'))).stdout).toContain('new text');
  expect((await run('proposals', 'release', id)).stdout).toContain(`${id}: released`);
  expect((await run('proposals', 'reject', id, '--reason', 'no')).stdout).toContain('expected one that waits');
  expect((await run('skip', 'I-1', '--step', 'other', '--reason', 'no')).failure).toContain(
    'friendlyReminder next, not other',
  );
  expect((await run('skip', 'I-1', '--reason', 'we called')).stdout).toContain(
    'friendlyReminder is recorded as skipped',
  );
  const note = ['--invoice', 'I-1', '--kind', 'deliveryNote'];
  expect((await run('upload', aFile('note.pdf', '%PDF-1.7 note'), ...note)).stdout).toContain(
    'note.pdf is stored (unscanned)',
  );
  expect((await run('upload', aFile('note.exe', 'MZ'), ...note)).failure).toContain('by its first bytes');
  expect((await run('uploads', '--invoice', 'I-1')).stdout).toMatch(/note\.pdf .*deliveryNote .*unscanned/);
});

it('posts letters and records their journeys, consents and recordings', async () => {
  const { call, policies } = await aBook();
  const deps = sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] });
  const letter = { step: 'formalLetter', day: 20, effect: 'sendLetter', asOf: '2026-03-23T02:00:00.000Z' } as const;
  await sendStep(deps, { ...call, ...letter });
  const { id } = await db.contact.findFirstOrThrow();
  const folder = mkdtempSync(join(tmpdir(), 'dunwell-letters-'));
  expect((await run('letters', '--waiting', '--pdf', folder)).stdout).toMatch(new RegExp(`${id} .*waits to be posted`));
  expect(readFileSync(join(folder, `${id}.pdf`), 'latin1').slice(0, 4)).toBe('%PDF');
  const on = ['--on', '2026-03-24'];
  expect((await run('letters', 'delivered', id, ...on)).failure).toContain('handed');
  expect((await run('letters', 'hand-over', id, '--number', 'EA1CN', ...on)).stdout).toContain('under EA1CN');
  expect((await run('letters', '--waiting')).stdout).toContain('There are no such letters.');
  expect((await run('letters', 'returned', id, ...on)).stdout).toContain('returned on 2026-03-24');
  expect((await run('letters')).stdout).toMatch(/EMS .*EA1CN .*returned on 2026-03-24/);
  const { address } = await db.contactPoint.findFirstOrThrow({ where: { kind: 'phone' } });
  const consent = ['consent', 'D-1', address, '--to', 'voice', '--how', 'Signed form of 1 March 2026'];
  expect((await run(...consent)).stdout).toContain('consent to voice is recorded as given');
  expect((await run(...consent, '--withdrawn')).stdout).toContain('withdrawn');
  const { caseId, debtorId } = call;
  const at = new Date('2026-03-24T02:00:00.000Z');
  const { id: taskId } = await db.task.create({
    data: { debtorId, caseId, kind: 'call', role: 'owner', why: { code: 'due' }, at },
  });
  expect((await run('recording', taskId, 'pbx:4711', '--notice-given')).failure).toContain('polic');
});
