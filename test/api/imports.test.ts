import type { FastifyInstance } from 'fastify';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';

const header = 'debtor_number,debtor_name,email,invoice_number,invoice_date,due_date,amount,currency';
const row = (number: string, amount = '100.00', due = '2026-02-01') =>
  `D-1,Debtor One,ap@example.com,${number},2026-01-01,${due},${amount},CNY`;
const csv = (...rows: string[]) => `${[header, ...rows].join('\n')}\n`;

function form(parts: { name: string; content: string; file?: string }[]) {
  const boundary = 'test-boundary';
  const body = parts.map(({ name, content, file }) => {
    const disposition = `form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}`;
    return `--${boundary}\r\ncontent-disposition: ${disposition}\r\n\r\n${content}\r\n`;
  });
  return {
    payload: `${body.join('')}--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** Other test files upload at the same time: theirs are gone within moments, one that was forgotten stays. */
async function noUploadLeft(): Promise<void> {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('dunwell-upload-'));
  for (let tries = 0; left().length > 0 && tries < 600; tries += 1) await setTimeout(50);
  expect(left()).toEqual([]);
}

describe('importing a file', () => {
  const { db, reset } = testDatabase();
  let app: FastifyInstance;
  let caller: TestCaller;
  const upload = (payload: string, query = '', headers: Record<string, string> = {}) =>
    asCaller(app, caller).post(`/v1/imports${query}`, payload, { 'content-type': 'text/csv', ...headers });

  beforeAll(async () => {
    app = await testApp(db);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await reset();
    caller = await aCaller(db);
  });

  it('takes the good rows in, reports the bad ones by line and column, and changes nothing the second time', async () => {
    const file = csv(row('INV-1'), row('INV-2', '-5.00'), row('INV-3', '1.00', '2026-02-30'));
    const first = await upload(file);
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({
      rows: 3,
      invoices: { created: 1, updated: 0, unchanged: 0 },
      failedRows: 2,
      errors: [
        { line: 3, column: 'amount', value: '-5.00' },
        { line: 4, column: 'due_date', value: '2026-02-30' },
      ],
    });
    const second = await upload(file);
    expect(second.json()).toMatchObject({ changes: 0, invoices: { created: 0, updated: 0, unchanged: 1 } });
    const read = asCaller(app, caller);
    expect((await read.get('/v1/invoices')).json()).toMatchObject({ items: [{ number: 'INV-1', open: '100.00' }] });
    expect((await read.get('/v1/debtors/D-1')).json()).toMatchObject({
      points: [{ kind: 'email', address: 'ap@example.com' }],
    });
    expect((await read.get('/v1/debtors')).json()).toMatchObject({ items: [{ number: 'D-1' }] });
    const reach = await read.get('/v1/reachability?asOf=2026-03-01');
    expect(reach.json()).toMatchObject({
      overdue: { debtors: 1, open: [{ amount: '100.00', currency: 'CNY' }] },
      unreachable: { debtors: 0 },
    });
  });

  it('remembers the answer of a key and refuses the key for another file', async () => {
    const key = { 'idempotency-key': 'file-1' };
    await upload(csv(row('INV-1')), '', key);
    expect((await upload(csv(row('INV-1')), '', key)).headers['idempotent-replayed']).toBe('true');
    expect((await upload(csv(row('INV-2')), '', key)).statusCode).toBe(422);
    expect(await db.invoice.count()).toBe(1);
  });

  it('changes nothing in a dry run', async () => {
    const answer = await upload(csv(row('INV-1')), '?dryRun=true');
    expect(answer.json()).toMatchObject({ dryRun: true, importId: null, invoices: { created: 1 } });
    expect(await db.invoice.count()).toBe(0);
  });

  it('takes a form with a file and a mapping of columns', async () => {
    const mapping = {
      name: 'ours',
      dateFormat: 'D.M.YYYY',
      columns: {
        debtorNumber: 'Kunde',
        invoiceNumber: 'Nr',
        invoiceDate: 'Datum',
        dueDate: 'fällig',
        amount: 'Betrag',
      },
    };
    const content = 'Kunde,Nr,Datum,fällig,Betrag\nK1,R1,1.1.2026,31.1.2026,50.00\n';
    const { payload, headers } = form([
      { name: 'file', content, file: 'book.csv' },
      { name: 'mapping', content: JSON.stringify(mapping) },
    ]);
    const answer = await asCaller(app, caller).post('/v1/imports?currency=EUR', payload, headers);
    expect(answer.json()).toMatchObject({ invoices: { created: 1 }, errors: [] });
    expect(await db.import.findFirst()).toMatchObject({ source: 'book.csv', preset: 'ours' });
  });

  const badForms: [string, Parameters<typeof form>[0], string][] = [
    ['no file', [{ name: 'mapping', content: '{"name":"x","columns":{}}' }], 'mapping'],
    ['only an unknown part', [{ name: 'isAdmin', content: 'true' }], 'isAdmin'],
    ['nothing', [], 'file'],
    ['a mapping that is no JSON', [{ name: 'mapping', content: '{' }], 'mapping'],
    [
      'two files',
      [
        { name: 'file', content: csv(), file: 'a' },
        { name: 'file', content: csv(), file: 'b' },
      ],
      'file',
    ],
  ];
  it.each(badForms)('refuses a form with %s and leaves no file behind [F9]', async (_name, parts, field) => {
    const { payload, headers } = form(parts);
    const answer = await asCaller(app, caller).post('/v1/imports', payload, headers);
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors?: { path: string }[] }>().errors?.[0]?.path ?? '').toContain(field);
    await noUploadLeft();
    expect(await db.invoice.count()).toBe(0);
  });

  it.each([
    ['preset=nothing', 'preset'],
    ['currency=eur', 'currency'],
    ['payments=some', 'payments'],
    ['dryRun=1', 'dryRun'],
    ['zone=Mars/Olympus', 'zone'],
    ['creditorId=x', 'creditorId'],
  ])('refuses ?%s and names the field [F9]', async (query, field) => {
    const answer = await upload(csv(row('INV-1')), `?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ path: field }] });
  });

  it('refuses what is no CSV file of ours with a sentence', async () => {
    for (const content of ['', 'a,b\n1,2\n', '\u0000\u0001\u0002']) {
      const answer = await upload(content);
      expect([400, 422]).toContain(answer.statusCode);
      expect(answer.json<{ detail: string }>().detail.length).toBeGreaterThan(20);
    }
    expect((await upload('{}', '', { 'content-type': 'application/json' })).statusCode).toBe(415);
    expect((await app.inject({ method: 'POST', url: '/v1/imports', payload: csv() })).statusCode).toBe(401);
  });
});
