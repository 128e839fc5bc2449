import { migrate } from '../../../prisma/migrate';
import { ensureRuntimeRole, startPostgres } from '../postgres';
import { lastLinesOf, logFileOf } from './logs';
import { dataPlaces } from './orphans';
import type { StartContext } from './start-context';
import type { Part } from './supervisor';

/** The account under which the product works; `ownerUrl` migrates. */
export interface Database {
  runtimeUrl: string;
}

/** The embedded PostgreSQL as a part. `ready` hears the owner's URL with every start. */
function postgresPart({ config, dataFolder }: StartContext, ready: (ownerUrl: string) => void): Part {
  const logFile = logFileOf(dataFolder, 'postgres');
  return {
    name: 'postgres',
    lastLines: () => lastLinesOf(logFile),
    start: async ({ spawned, exited }) => {
      const postgres = await startPostgres({
        folder: dataPlaces(dataFolder).postgres,
        port: config.postgresPort,
        logFile,
        onExit: exited,
      });
      spawned(postgres);
      ready(postgres.ownerUrl);
    },
  };
}

async function startEmbedded(context: StartContext): Promise<{ ownerUrl: string; runtimeUrl: string }> {
  const { config, dataFolder, progress, supervisor } = context;
  progress.start('PostgreSQL');
  let ownerUrl = '';
  await supervisor.start(postgresPart(context, (url) => (ownerUrl = url)));
  const runtimeUrl = await ensureRuntimeRole(ownerUrl, dataPlaces(dataFolder).runtimePassword);
  progress.done('PostgreSQL', `embedded, port ${config.postgresPort}`);
  return { ownerUrl, runtimeUrl };
}

/**
 * Starts PostgreSQL unless DATABASE_URL names one, and applies the migrations that are missing.
 *
 * @throws the error of the embedded server or of a migration
 */
export async function startDatabase(context: StartContext): Promise<Database> {
  const { config, progress } = context;
  const { ownerUrl, runtimeUrl } =
    config.databaseUrl === undefined
      ? await startEmbedded(context)
      : { ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl, runtimeUrl: config.databaseUrl };
  progress.start('Migrations');
  const applied = await migrate(ownerUrl);
  progress.done('Migrations', applied.length === 0 ? 'up to date' : `applied ${applied.length}`);
  return { runtimeUrl };
}
