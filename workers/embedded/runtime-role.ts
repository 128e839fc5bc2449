import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Client } from 'pg';

const role = 'dunwell_runtime';

/**
 * Makes sure that the role under which the product works exists, with the password kept in `passwordFile` (created with mode
 * 0600), and returns its URL. The role may log in and nothing else; its rights on tables are granted by the migrations, so it
 * must exist before they run.
 *
 * @throws Error when the owner may not create roles or the database does not answer.
 */
export async function ensureRuntimeRole(ownerUrl: string, passwordFile: string): Promise<string> {
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  const password = readFileSync(passwordFile, 'utf8').trim();
  // Only what randomBytes can give: the password becomes part of a statement that takes no parameters.
  if (!/^[\w-]{16,}$/.test(password))
    throw new Error(`${passwordFile} does not hold a password of letters, digits, - and _.`);
  // Five seconds: the database is on this machine or in the next rack.
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    const verb = rowCount === 0 ? 'create' : 'alter';
    // Whatever else a role may do is off by default.
    await client.query(`${verb} role ${role} with login password '${password}'`);
    // Tables that are older than the role: the migrations could not grant anything on them.
    const { rows } = await client.query<{ present: boolean }>(
      `select to_regprocedure('grant_runtime_role()') is not null as present`,
    );
    if (rows[0]?.present === true) await client.query('select grant_runtime_role()');
  } finally {
    await client.end();
  }
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
