import { type Prisma, PrismaClient } from './generated/prisma/client';
import { OneByOnePrismaPg } from './one-by-one';
import { createStatementNames } from './statement-names';

/** The database, as services and activities receive it. Close it with `$disconnect()`. */
export type Db = PrismaClient;

/** The same inside `db.$transaction(async (tx) => …)`. */
export type Tx = Prisma.TransactionClient;

/** Where the pool reports connections that broke while they were idle; a pino logger fits. */
export interface PrismaLogger {
  warn(details: object, message: string): void;
}

/**
 * Connections in the pool of a process. Enough for the activities of one worker on two cores; PostgreSQL's own limit of 100
 * leaves room for nine more processes.
 */
export const POOL_SIZE = 10;

// A database that does not answer by then is down; the caller's retry is better than a long silence.
const connectTimeoutMs = 5_000;

/**
 * A client of the database at `url` with at most `max` connections, opened when first used. A transaction waits up to ten
 * seconds for a connection, because many reservations queue on one pool, and may last thirty, as long as the longest import
 * batch.
 */
export function createPrisma(url: string, options: { max?: number; logger?: PrismaLogger } = {}): Db {
  const { max = POOL_SIZE, logger } = options;
  const adapter = new OneByOnePrismaPg(
    { connectionString: url, max, connectionTimeoutMillis: connectTimeoutMs },
    {
      statementNameGenerator: createStatementNames(),
      onPoolError: (error) => logger?.warn({ err: error }, 'A connection to the database broke while it was idle'),
    },
  );
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } });
}
