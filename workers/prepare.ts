import { connectTemporal } from '../clients/temporal';
import { createPrisma } from '../clients/prisma';
import { loadConfig, requireServers } from '../config';
import { migrate } from '../prisma/migrate';
import { createFirstAdmin } from '../services/first-start';
import { ensureNamespace, ensureSearchAttributes } from './embedded/namespace';

/**
 * Makes servers that somebody else runs ready for the worker and the API, and ends: migrations, Temporal namespace and search
 * attributes, and on an empty database the administrator with the first API key, which is shown once. `npm start` does the
 * same by itself; this is its part for containers. May be repeated.
 */
async function prepare(): Promise<void> {
  const config = loadConfig();
  const { databaseUrl, temporal } = requireServers(config);
  const ownerUrl = config.databaseOwnerUrl ?? databaseUrl;
  const applied = await migrate(ownerUrl);
  console.log(applied.length === 0 ? 'Migrations: up to date.' : `Migrations: applied ${applied.join(', ')}.`);

  const { connection, close } = await connectTemporal(temporal);
  try {
    await ensureNamespace(connection, temporal.namespace);
    await ensureSearchAttributes(connection, temporal.namespace);
  } finally {
    await close();
  }
  console.log(`Temporal: namespace ${temporal.namespace} with its search attributes.`);

  const db = createPrisma(databaseUrl);
  try {
    await createFirstAdmin(db, (key) => console.log(`API key of the administrator, shown only this once: ${key}`));
  } finally {
    await db.$disconnect();
  }
}

prepare().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
