import { Client } from 'pg';
import { testDatabase } from '../support/database';

const { db, url, ownerUrl, reset } = testDatabase();

let runtime: Client;
let owner: Client;

const insufficientPrivilege = '42501';

async function sqlState(client: Client, statement: string): Promise<string | undefined> {
  try {
    await client.query(statement);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : undefined;
  }
}

beforeAll(async () => {
  runtime = new Client({ connectionString: url });
  owner = new Client({ connectionString: ownerUrl });
  await runtime.connect();
  await owner.connect();
});

afterAll(async () => {
  await runtime.end();
  await owner.end();
});

beforeEach(async () => {
  await reset();
  const creditor = await db.creditor.create({
    data: {
      name: 'Northwind',
      legalName: 'Northwind Ltd',
      country: 'GB',
      zone: 'Europe/London',
      currency: 'GBP',
      language: 'en',
    },
  });
  const debtor = await db.debtor.create({
    data: {
      creditorId: creditor.id,
      number: 'D-1',
      name: 'Acme',
      country: 'GB',
      zone: 'Europe/London',
      language: 'en',
    },
  });
  await db.ledgerEntry.create({
    data: {
      debtorId: debtor.id,
      type: 'invoice',
      amountMinor: 100n,
      openEffectMinor: 100n,
      currency: 'GBP',
      valueDate: new Date('2026-01-31'),
      document: 'INV-1',
      actor: 'test',
    },
  });
  await db.evidenceChain.create({ data: { id: 'system', seq: 1, hash: 'h' } });
  await db.evidence.create({
    data: {
      chainId: 'system',
      seq: 1,
      v: 1,
      kind: 'test',
      at: new Date('2026-01-31'),
      content: '{}',
      previousHash: '',
      hash: 'h',
    },
  });
});

describe.each(['ledger_entry', 'evidence'])('the append-only table %s', (table) => {
  const changes = [`update ${table} set created_at = now()`, `delete from ${table}`, `truncate ${table} cascade`];

  it.each(changes)('answers 42501 to the runtime role: %s', async (statement) => {
    expect(await sqlState(runtime, statement)).toBe(insufficientPrivilege);
  });

  it.each([
    `drop table ${table} cascade`,
    `alter table ${table} disable trigger all`,
    `grant delete on ${table} to public`,
  ])('answers 42501 or changes nothing for the runtime role: %s', async (statement) => {
    const state = await sqlState(runtime, statement);
    expect([insufficientPrivilege, undefined]).toContain(state);
    expect(await sqlState(runtime, `delete from ${table}`)).toBe(insufficientPrivilege);
  });

  it.each(changes)('refuses the owner too, with a sentence: %s', async (statement) => {
    await expect(owner.query(statement)).rejects.toThrow(new RegExp(`^${table} is append-only`));
    const { rows } = await owner.query<{ count: string }>(`select count(*) from ${table}`);
    expect(rows).toEqual([{ count: '1' }]);
  });
});

describe('the runtime role', () => {
  it('may do its work on every other table, but not on the list of migrations', async () => {
    const { rows } = await runtime.query<{ name: string; may: boolean }>(
      `select relname as name, has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
              and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete') as may
         from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
    );
    const barred = rows.filter((row) => !row.may).map((row) => row.name);
    expect(barred.sort()).toEqual(['_prisma_migrations', 'evidence', 'ledger_entry']);
    expect(rows.length).toBeGreaterThan(30);
  });

  it('may use tables of later migrations without a new grant', async () => {
    await owner.query('create table later (id int)');
    expect(await sqlState(runtime, 'insert into later values (1)')).toBeUndefined();
    await owner.query('drop table later');
  });

  it.each(['create table mine (id int)', 'drop table debtor', 'create role other', 'select grant_runtime_role()'])(
    'may not change the structure: %s',
    async (statement) => {
      expect(await sqlState(runtime, statement)).toBe(insufficientPrivilege);
    },
  );
});

describe('amounts', () => {
  it('are refused by the database when negative or beyond safe integers', async () => {
    const [debtor] = await db.debtor.findMany();
    const purchase = (amountMinor: bigint) => ({
      data: { debtorId: debtor?.id ?? '', number: 'P', amountMinor, currency: 'GBP', dueDate: new Date('2026-01-31') },
    });
    await expect(db.purchase.create(purchase(-1n))).rejects.toThrow(/purchase_amount_check/);
    await expect(db.purchase.create(purchase(2n ** 53n))).rejects.toThrow(/purchase_amount_check/);
    await expect(db.purchase.create(purchase(2n ** 53n - 1n))).resolves.toBeDefined();
  });
});
