import { mkdtempSync, writeFileSync } from 'node:fs';
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

const { db } = testDatabase();
const key = `dw_${'k'.repeat(40)}`;
let app: FastifyInstance;
let access: { url: string; key: string };
const run = (...args: string[]) => runCli(args, access);

beforeAll(async () => {
  app = await testApp(db, { clock: () => new Date('2026-03-05T02:00:00.000Z') });
  access = { url: await listen(app), key };
});
afterAll(() => app.close());

const aFile = (name: string, content: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'dunwell-message-')), name);
  writeFileSync(path, content);
  return path;
};

it('reads, edits, rejects and releases messages, takes or skips a step, and keeps papers', async () => {
  const { call, policies, creditorId } = await aSending(db);
  const keys = { create: { name: 'test', hash: hashApiKey(key) } };
  await db.staff.create({
    data: { name: 'Li', email: 'li@example.com', role: 'collector', creditorId, apiKeys: keys },
  });
  await announce(db, call);
  expect((await run('proposals')).stdout).toContain('No message waits');
  await db.debtor.updateMany({ data: { reviewMessages: true } });
  await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9'), call);
  const { id } = await db.proposal.findFirstOrThrow();
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
