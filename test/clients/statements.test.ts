import { OneByOnePrismaPg } from '../../clients/one-by-one';
import { createStatementNames } from '../../clients/statement-names';
import { testDatabase } from '../support/database';

const { url } = testDatabase();

it('sends the statements of a transaction one after the other, as pg wants it, also after one that fails', async () => {
  const adapter = await new OneByOnePrismaPg(url).connect();
  const tx = await adapter.startTransaction();
  const ask = (sql: string) => tx.queryRaw({ sql, args: [], argTypes: [] });
  const order: string[] = [];
  // Asked side by side; the first takes longest, and its answer still comes first.
  const slow = ask('select pg_sleep(0.05)::text').then(() => order.push('slow'));
  const quick = ask('select 2 as n').then(({ rows }) => order.push(`quick ${String(rows[0]?.[0])}`));
  const wrong = ask('select 1/0').catch(() => order.push('wrong'));
  const after = ask('select 3').catch(() => order.push('aborted'));
  await Promise.all([slow, quick, wrong, after]);
  await tx.executeRaw({ sql: 'rollback', args: [], argTypes: [] });
  await tx.rollback();
  await adapter.dispose();
  expect(order).toEqual(['slow', 'quick 2', 'wrong', 'aborted']);
});

it('names a statement by its text, and no more than its connections can keep', () => {
  const nameOf = createStatementNames();
  const first = nameOf({ sql: 'select 1' });
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  for (let n = 0; n < 600; n += 1) nameOf({ sql: `select ${n}, 1` });
  expect(nameOf({ sql: 'select 1' })).toBe(first);
  expect(nameOf({ sql: 'select 601, 1' })).toBe('');
});
