import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { testDatabase } from '../../support/database';
import { aCaller, testApp, testNow } from '../../api/app-under-test';
import { type BookedCase, aBookedCase } from '../../api/book';
import { listen, runCli } from './run-cli';

const csv = `debtor_number,debtor_name,email,invoice_number,invoice_date,due_date,amount,currency
D-7,Seven Ltd,ap@example.com,INV-7,2026-01-01,2026-02-01,70.00,CNY
D-8,Eight Ltd,,INV-8,2026-01-01,2026-02-01,80.00,CNY
D-9,Nine Ltd,,INV-9,2026-01-01,2026-02-30,90.00,CNY
`;

describe('the dunwell command', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let url: string;
  let key: string;
  let booked: BookedCase;
  let folder: string;
  let sweeps: { running: boolean; started: number }[];
  const run = (...args: string[]) => runCli(args, { url, key });
  const json = async (...args: string[]): Promise<unknown> => {
    const { stdout, failure } = await run(...args, '--json');
    expect(failure).toBeNull();
    return JSON.parse(stdout);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dunwell-cli-'));
    app = await testApp(db, {
      enrolment: {
        trigger: async () => ({ started: true }),
        progress: async () => {
          const { running, started } = sweeps.shift() ?? { running: false, started: 2 };
          return { running, eligible: 0, enrolled: 2, started, failure: null };
        },
      },
    });
    url = await listen(app);
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    await reset();
    sweeps = [{ running: true, started: 1 }];
    const caller = await aCaller(db);
    key = caller.key;
    booked = await aBookedCase(db, { creditorId: caller.creditorId });
  });

  it('lists cases with what comes next and why, amounts on the right, without colours where there is no terminal', async () => {
    const { stdout, failure } = await run('cases');
    expect(failure).toBeNull();
    expect(stdout).toMatch(
      /INV-1 .*Debtor D-1 .*2026-02-01 .* 1000\.00 .*CNY.*reminder-1 by email.*too early for reminder-1/,
    );
    // eslint-disable-next-line no-control-regex -- colours are control characters
    expect(stdout).not.toMatch(/\u001b\[/);
    expect(await json('cases')).toMatchObject({ items: [{ invoice: 'INV-1' }], more: false });
    expect((await run('cases', '--status', 'ended')).stdout).toContain('There are no such cases.');
  });

  it('reads list after list when more is wanted than one page holds', async () => {
    const { creditorId } = await db.collectionCase.findFirstOrThrow({ select: { creditorId: true } });
    for (const number of ['INV-2', 'INV-3']) await aBookedCase(db, { creditorId, number });
    expect(await json('cases', '--limit', '2')).toMatchObject({ items: [{}, {}], more: true });
    expect((await run('cases', '--limit', 'two')).failure).toContain('Expected a whole number above zero');
  });

  it('shows one case and what happened to it', async () => {
    const { stdout } = await run('case', 'INV-1');
    expect(stdout).toContain('open    1000.00 of 1000.00 CNY, due 2026-02-01');
    expect(stdout).toContain('because too early for reminder-1');
    expect(stdout).toContain('invoice over 1000.00 CNY');
    expect(await json('case', booked.caseId)).toMatchObject({
      id: booked.caseId,
      timeline: [{ code: 'ledger.invoice' }],
    });
    expect((await run('case', 'INV-404')).failure).toBe('No such record: There is no case INV-404 in your book.');
  });

  it('books a payment and says on what', async () => {
    const args = [
      'pay',
      '400',
      '--currency',
      'CNY',
      '--date',
      '2026-03-01',
      '--reference',
      'B-1',
      '--invoice',
      'INV-1',
    ];
    const { stdout } = await run(...args);
    expect(stdout).toContain('Payment B-1 is booked.');
    expect(stdout).toMatch(/INV-1 .* 400\.00/);
    expect(await json(...args)).toMatchObject({ created: false, applied: true });
  });

  it('prints a refusal as a sentence that names the field', async () => {
    const { failure, stdout } = await run(
      'pay',
      '-5',
      '--currency',
      'CNY',
      '--date',
      '2026-02-30',
      '--reference',
      'B-1',
    );
    expect(stdout).toBe('');
    expect(failure).toMatch(/unknown option|amount/);
    const date = await run('pay', '5', '--currency', 'CNY', '--date', '2026-02-30', '--reference', 'B-1');
    expect(date.failure).toBe(
      'The request is not valid: valueDate is "2026-02-30", expected a calendar date YYYY-MM-DD.',
    );
  });

  it('imports a file, reports bad rows by line and shows who can be reached before enrolment [K1]', async () => {
    const file = join(folder, 'book.csv');
    writeFileSync(file, csv);
    const dry = await run('import', file, '--dry-run');
    expect(dry.stdout).toContain('nothing was changed (dry run)');
    const first = await run('import', file);
    expect(first.failure).toBeNull();
    expect(first.stdout).toMatch(/invoices .* 2 .* 0 .* 0/);
    expect(first.stdout).toContain('line 4, due_date: found "2026-02-30", expected');
    expect(first.stdout).toMatch(/Overdue debtors: 3\. Reachable by email 66\.7 % \(2\)/);
    const second = await runCli(['import', file, '--json'], { url, key });
    expect(JSON.parse(second.stdout)).toMatchObject({ changes: 0, failedRows: 1 });
    expect(second.stderr).toContain('Overdue debtors: 3.');
  });

  it('imports with a mapping file and refuses one that cannot be read, and a file that is not there', async () => {
    const [file, map] = [join(folder, 'ours.csv'), join(folder, 'map.yaml')];
    writeFileSync(file, 'Kunde,Nr,Datum,Faellig,Betrag\nK1,R1,1.1.2026,31.1.2026,50.00\n');
    const columns = '{ debtorNumber: Kunde, invoiceNumber: Nr, invoiceDate: Datum, dueDate: Faellig, amount: Betrag }';
    writeFileSync(map, `name: ours\ndateFormat: D.M.YYYY\ncolumns: ${columns}\n`);
    expect(await json('import', file, '--map', map, '--currency', 'EUR')).toMatchObject({ invoices: { created: 1 } });
    expect((await run('import', file, '--map', 'nowhere')).failure).toMatch(
      /--map nowhere is no preset \(dunwell, ibm-ar\)/,
    );
    expect((await run('import', join(folder, 'nothing.csv'))).failure).toMatch(
      /nothing\.csv is no file that can be read/,
    );
  });

  it('enrols with progress and waits for the end', async () => {
    const { stdout, stderr } = await run('enrol');
    expect(stderr).toBe('Enrolled: 1 of 2\nEnrolled: 2 of 2\n');
    expect(stdout).toContain('2 invoices have a case, 2 cases run.');
    expect(await json('enrol')).toMatchObject({ running: false, enrolled: 2 });
  });

  it('records promise, hold, release, escalation and cancellation', async () => {
    const because = ['--reason', 'the debtor called'];
    expect((await run('promise', 'INV-1', '2026-03-10', ...because)).stdout).toContain(
      'The promise for 2026-03-10 is recorded',
    );
    expect((await run('hold', 'INV-1', '--from', '2026-03-02', ...because)).stdout).toContain(
      'is placed from 2026-03-02',
    );
    expect((await run('release', 'INV-1', ...because)).stdout).toMatch(/Released: [0-9a-f-]{36}\./);
    expect((await run('release', 'INV-1', ...because)).stdout).toContain('There was nothing to release.');
    expect((await run('escalate', 'INV-1', ...because)).stdout).toContain('handed to the manager');
    expect(await json('cancel', 'INV-1', ...because)).toEqual({ caseId: booked.caseId, applied: true });
    expect((await run('cancel', 'INV-1')).failure).toContain("required option '--reason <text>'");
  });

  it('closes a task, decides an approval, and lists both kinds of work', async () => {
    const { caseId, invoiceId, debtorId } = booked;
    const task = await db.task.create({
      data: {
        debtorId,
        caseId,
        invoiceId,
        kind: 'call',
        role: 'collector',
        why: { code: 'due', step: 'call-1' },
        at: testNow,
      },
    });
    const approval = await db.approval.create({
      data: { caseId, stepId: 'lawyer', occurrence: 1, kind: 'step', role: 'manager', at: testNow },
    });
    expect((await run('tasks')).stdout).toContain('call-1 is due');
    expect((await run('call', task.id, 'noAnswer', '--note', 'rang twice')).stdout).toContain(
      'The task is closed: noAnswer.',
    );
    expect((await run('tasks')).stdout).toContain('There are no such tasks.');
    expect(await json('tasks', '--all')).toMatchObject({ items: [{ outcome: 'noAnswer' }] });
    expect((await run('approve', approval.id, '--refuse', '--reason', 'too early')).stdout).toContain(
      'The step is refused.',
    );
    expect((await run('outbox')).stdout).toContain('The outbox is empty.');
  });

  it('says in one sentence that the server does not answer, that a key is wrong, and that it is no Dunwell', async () => {
    const stopped = await runCli(['cases'], { url: 'http://127.0.0.1:1', key });
    expect(stopped.failure).toMatch(
      /^The server at http:\/\/127\.0\.0\.1:1 does not answer \(.+\)\. Is it running\? Start it with npm start\.$/,
    );
    const stranger = await runCli(['cases'], { url, key: `dw_${'x'.repeat(43)}` });
    expect(stranger.failure).toBe('A valid API key is needed: This API key is unknown or no longer valid.');
  });

  it('explains itself', async () => {
    const { stdout } = await run('--help');
    for (const name of [
      'import',
      'enrol',
      'cases',
      'case',
      'pay',
      'outbox',
      'tasks',
      'promise',
      'call',
      'hold',
      'release',
      'escalate',
      'cancel',
      'approve',
    ]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect((await run(name, '--help')).stdout).toContain('--json');
    }
  });
});
