import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import { Client, DatabaseError, Pool } from 'pg';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

// PostgreSQL's one-byte type "char", used by the catalogues alone, which the adapter refuses and the engine wants.
const charType = 18;
const textType = 25;

class MigrationPool extends Pool {
  /** The names of the columns that came as "char"; no catalogue query uses one of them for anything else. */
  readonly charColumns = new Set<string>();

  constructor(url: string) {
    // Five seconds: a database that does not answer by then is down, and a start should say so soon.
    super({ connectionString: url, connectionTimeoutMillis: 5_000 });
    this.on('connect', (client) => {
      if (!(client instanceof Client)) return;
      client.connection.on('rowDescription', (message: { fields: { name: string; dataTypeID: number }[] }) => {
        for (const field of message.fields) {
          if (field.dataTypeID !== charType) continue;
          field.dataTypeID = textType;
          this.charColumns.add(field.name);
        }
      });
    });
  }
}

// The engine shows an error only in the form of its own adapters; any other becomes "external error".
function rethrowForEngine(error: unknown): never {
  if (!(error instanceof DatabaseError)) throw error;
  const { code = '', severity = 'ERROR', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/**
 * Prisma's PostgreSQL adapter with what migrations need and it lacks: a script goes to the server as one query (the adapter
 * splits at every semicolon, which breaks functions and triggers; as one query it is also one transaction), the type "char"
 * is known, a shadow database is a database of its own and is dropped after its connections are closed.
 */
export class MigrationPg extends PrismaPg {
  private readonly opened: Adapter[] = [];

  constructor(private readonly url: string) {
    super({ connectionString: url });
  }

  override async connect(): Promise<Adapter> {
    return this.open(this.url);
  }

  override async connectToShadowDb(): Promise<Adapter> {
    const name = `shadow_${randomUUID()}`;
    await this.administer(`create database "${name}"`);
    const shadowUrl = new URL(this.url);
    shadowUrl.pathname = `/${name}`;
    const adapter = await this.open(shadowUrl.href);
    const dispose = adapter.dispose.bind(adapter);
    let disposed = false;
    adapter.dispose = async () => {
      if (disposed) return;
      disposed = true;
      await dispose();
      await this.administer(`drop database "${name}" with (force)`);
    };
    return adapter;
  }

  /** Closes all connections, also those that the engine forgot. */
  async disposeAll(): Promise<void> {
    for (const adapter of this.opened) await adapter.dispose();
  }

  private async open(url: string): Promise<Adapter> {
    const pool = new MigrationPool(url);
    const adapter = await new PrismaPg(pool, { disposeExternalPool: false }).connect();
    let ended = false;
    adapter.dispose = async () => {
      if (ended) return;
      ended = true;
      await pool.end();
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnNames.map((name, column) =>
        pool.charColumns.has(name) ? ColumnTypeEnum.Character : (result.columnTypes[column] ?? ColumnTypeEnum.Text),
      );
      return { ...result, columnTypes };
    };
    adapter.executeScript = async (script) => {
      await pool.query(script).catch(rethrowForEngine);
    };
    this.opened.push(adapter);
    return adapter;
  }

  private async administer(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
