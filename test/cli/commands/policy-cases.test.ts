import type { FastifyInstance } from 'fastify';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import { z } from 'zod';
import { contextOpener } from '../../../cli/commands/context';
import { registerPolicy } from '../../../cli/commands/policy';
import { minuteOf } from '../../../domain/time';
import { sliceOf } from '../../../services/case-facts';
import { newId } from '../../../services/ids';
import { policyHash } from '../../../services/policy-document';
import type { CaseReader } from '../../../services/policy-migration';
import { aCaller, testApp, testNow } from '../../api/app-under-test';
import { aBookedCase } from '../../api/book';
import { aPlan, aState } from '../../support/builders';
import { testDatabase } from '../../support/database';
import { listen } from './run-cli';

const { db, reset } = testDatabase();
let app: FastifyInstance;
let access: { url: string; key: string };

/** Every case runs under a plan of the tests and has not taken a step yet, on the day after its due date. */
const reader: CaseReader = {
  read: async (invoiceId) => {
    const plan = aPlan();
    const now = minuteOf(testNow.toISOString());
    const place = { creditor: { zone: 'Asia/Shanghai' }, debtor: { zone: 'Asia/Shanghai', country: 'CN' } };
    const state = aState(plan, { invoiceId, openedAt: now });
    return { plan, state, slice: sliceOf(place, now, null) };
  },
};

async function storeVersion2(): Promise<void> {
  const first = await db.policyVersion.findFirstOrThrow({ where: { name: 'standard', version: 1 } });
  const document = { ...z.record(z.string(), z.json()).parse(first.document), version: 2 };
  const templates = z.record(z.string(), z.string()).parse(first.templates);
  const hash = policyHash(document, templates);
  await db.policyVersion.create({ data: { id: newId(), name: 'standard', version: 2, hash, document, templates } });
}

beforeEach(async () => {
  await reset();
  app = await testApp(db, { caseReader: reader });
  const caller = await aCaller(db);
  access = { url: await listen(app), key: caller.key };
  for (const number of ['INV-1', 'INV-2']) await aBookedCase(db, { creditorId: caller.creditorId, number });
  await storeVersion2();
});
afterEach(() => app.close());

async function policy(...args: string[]): Promise<string> {
  process.env['DUNWELL_API_URL'] = access.url;
  process.env['DUNWELL_API_KEY'] = access.key;
  const chunks: string[] = [];
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const none = () => undefined;
  const progress = { start: none, note: none, done: none, close: none, phases: () => [] };
  const boot = { root: '/nowhere', dataFolder: '/nowhere', progress, interrupts: { handle: none } };
  const program = new Command('dunwell').exitOverride();
  registerPolicy(program, boot, none, contextOpener('/nowhere', { stdout, stderr }), { stdout, stderr });
  await program.parseAsync(['policy', ...args], { from: 'user' });
  return chunks.join('');
}

const moved = () => db.collectionCase.count({ where: { policyVersion: { version: 2 } } });

describe('dunwell policy', () => {
  it('[R17] lists old and new next step of each case without moving it, and moves them when a reason is given', async () => {
    const list = await policy('migrate', 'standard', '--to', '2', '--dry-run');
    expect(list).toMatch(/INV-1 .* friendly \(e-mail\) .* friendlyReminder \(e-mail\)/);
    expect(list).toContain('2 running cases; the next step of 2 changes. Nothing was moved.');
    expect(await moved()).toBe(0);
    await expect(policy('migrate', 'standard', '--to', '2')).rejects.toThrow('Moving cases needs --reason');

    const done = await policy('migrate', 'standard', '--to', '2', '--reason', 'new year', '--lang', 'zh-CN');
    expect(done).toContain('已迁移 2 件。');
    expect(await moved()).toBe(2);
    const again: unknown = JSON.parse(await policy('migrate', 'standard', '--to', '2', '--reason', 'again', '--json'));
    expect(again).toMatchObject({ target: { policy: 'standard', version: 2 }, cases: [], moved: 0, remaining: 0 });
  });

  it('[S74] shows what a running case does from now on', async () => {
    const { rows } = z
      .object({ rows: z.array(z.object({ step: z.string() })) })
      .parse(JSON.parse(await policy('preview', 'INV-1', '--json')));
    expect(rows.map(({ step }) => step)).toEqual(['friendly', 'call', 'letter', 'lawyer']);
    expect(await policy('preview', 'INV-1', '--lang', 'zh-CN')).toContain('律师');
  });

  it('says that a version is not stored', async () => {
    await expect(policy('migrate', 'standard', '--to', '7', '--dry-run')).rejects.toThrow(
      'Version 7 of policy standard',
    );
  });
});
