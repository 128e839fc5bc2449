import { Client } from 'pg';
import { type EvidenceEntry, appendEvidence, verifyChain } from '../../services/evidence';
import { testDatabase } from '../support/database';

const { db, url, ownerUrl, reset } = testDatabase();
beforeEach(reset);

const at = new Date('2026-03-18T04:00:00.123Z');
const entry = (id: string, n: number): EvidenceEntry => ({
  chain: { kind: 'case', id },
  kind: 'fact',
  at,
  content: { n, b: 1, a: 'ü' },
});

const append = (entries: readonly EvidenceEntry[]) => db.$transaction((tx) => appendEvidence(tx, entries));

it('chains rows per chain, over several transactions, with canonical content', async () => {
  await append([entry('x', 1), entry('y', 1), entry('x', 2)]);
  await append([entry('x', 3)]);
  expect(await verifyChain(db, 'case:x')).toMatchObject({ ok: true, length: 3 });
  expect(await verifyChain(db, 'case:y')).toMatchObject({ ok: true, length: 1 });
  expect(await verifyChain(db, 'case:unknown')).toMatchObject({ ok: true, length: 0 });
  const rows = await db.evidence.findMany({ where: { chainId: 'case:x' }, orderBy: { seq: 'asc' } });
  expect(rows.map((row) => [row.seq, row.v, row.content])).toEqual([
    [1, 1, '{"a":"ü","b":1,"n":1}'],
    [2, 1, '{"a":"ü","b":1,"n":2}'],
    [3, 1, '{"a":"ü","b":1,"n":3}'],
  ]);
  expect(rows.map((row) => row.previousHash)).toEqual(['0'.repeat(64), rows[0]?.hash, rows[1]?.hash]);
});

it('hashes text of every kind as the check does', async () => {
  const text = 'quote " backslash \\ slash / line\n tab\t bell\u0007 催收 \u2028 \u{20BB7} \u007f <b>&';
  await append([{ ...entry('x "1" \\', 1), kind: 'a "kind"', content: { [text]: [text] } }]);
  expect(await verifyChain(db, 'case:x "1" \\')).toMatchObject({ ok: true, length: 1 });
});

it('leaves nothing behind when its transaction is rolled back', async () => {
  await expect(append([entry('x', 1), { ...entry('x', 2), content: { when: at } }])).rejects.toThrow('$.when');
  expect(await db.evidence.count()).toBe(0);
});

it('keeps chains whole under concurrent transactions that name them in different orders', async () => {
  const ids = ['a', 'b', 'c'];
  const orders = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? ids : [...ids].reverse()));
  await Promise.all(orders.map((order, n) => append(order.map((id) => entry(id, n)))));
  for (const id of ids) expect(await verifyChain(db, `case:${id}`)).toMatchObject({ ok: true, length: 12 });
});

describe('a record that somebody touched', () => {
  const tamper = async (sql: string) => {
    const owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(`begin; set local session_replication_role = replica; ${sql}; commit`);
    await owner.end();
  };

  beforeEach(() => append([1, 2, 3].map((n) => entry('x', n))));

  it.each([
    ['changed content', `update evidence set content = '{"n":9}' where seq = 2`, 2],
    ['a changed kind', `update evidence set kind = 'other' where seq = 2`, 2],
    ['a changed instant', `update evidence set at = at + interval '1 ms' where seq = 3`, 3],
    ['a removed row', 'delete from evidence where seq = 2', 2],
    ['a removed last row', 'delete from evidence where seq = 3', 3],
  ])('is found and named: %s', async (_, sql, seq) => {
    await tamper(sql);
    expect(await verifyChain(db, 'case:x')).toMatchObject({ ok: false, seq });
  });
});

it('cannot be changed or deleted with the rights of the product', async () => {
  await append([entry('x', 1)]);
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const sql of ['update evidence set kind = kind', 'delete from evidence', 'truncate evidence']) {
    await expect(client.query(sql)).rejects.toThrow();
  }
  await client.end();
});
