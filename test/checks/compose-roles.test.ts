import { mkdtempSync, chmodSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { parse } from 'yaml';
import { z } from 'zod';
import { migrate } from '../../prisma/migrate';
import { freePort } from '../../workers/embedded/free-port';
import { type EmbeddedPostgres, startPostgres } from '../../workers/embedded/postgres';

const compose = z
  .object({ configs: z.object({ roles: z.object({ content: z.string() }) }) })
  .parse(parse(readFileSync(path.resolve(__dirname, '../../docker-compose.yml'), 'utf8')));

/** The statements of the script as psql would send them: without its own commands, with the passwords put in. */
function statements(script: string, password: string): string[] {
  return script
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('\\'))
    .map((line) => line.replace(/:'\w+'/g, `'${password}'`));
}

describe('the roles that docker-compose.yml creates', () => {
  // An embedded server has a database `dunwell` already, and its superuser is the owner of that.
  const rename = (text: string) =>
    text.replaceAll(/\bdunwell\b/g, 'dunwell_compose').replaceAll('dunwell_owner', 'owner2');
  const password = 'compose-roles-test';
  let folder = '';
  let server: EmbeddedPostgres;

  const urlOf = (role: string, database: string) => {
    const url = new URL(server.ownerUrl);
    url.username = role;
    url.password = password;
    url.pathname = `/${database}`;
    return url.href;
  };

  async function query(url: string, sql: string): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  // A server of its own: roles belong to all databases of a server, and those of the other tests must not change.
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dunwell-compose-'));
    // As root PostgreSQL runs as another user, who has to pass through.
    chmodSync(folder, 0o711);
    server = await startPostgres({ folder: path.join(folder, 'postgres'), port: await freePort(), durable: false });
    for (const statement of statements(rename(compose.configs.roles.content), password)) {
      await query(server.ownerUrl, statement);
    }
    await migrate(urlOf('owner2', 'dunwell_compose'));
  });

  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('lets the owner migrate and the runtime role read and write', async () => {
    const runtime = urlOf('dunwell_runtime', 'dunwell_compose');
    await expect(query(runtime, 'select count(*) from invoice')).resolves.toBeUndefined();
    await expect(
      query(runtime, "insert into evidence_chain (id, seq, hash, updated_at) values ('t', 0, '', now())"),
    ).resolves.toBeUndefined();
  });

  it.each(['update evidence set v = 2', 'delete from ledger_entry', 'truncate evidence'])(
    'refuses to the runtime role: %s',
    async (sql) => {
      await expect(query(urlOf('dunwell_runtime', 'dunwell_compose'), sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('keeps our role out of the databases of Temporal, and lets Temporal make its tables', async () => {
    await expect(query(urlOf('dunwell_runtime', 'temporal'), 'select 1')).rejects.toMatchObject({ code: '42501' });
    for (const database of ['temporal', 'temporal_visibility']) {
      await expect(query(urlOf('temporal', database), 'create table t (id int)')).resolves.toBeUndefined();
    }
  });
});
