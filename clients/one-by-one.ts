import { PrismaPg } from '@prisma/adapter-pg';
import type { Transaction } from '@prisma/driver-adapter-utils';

/** A transaction whose statements wait for each other: Prisma loads relations side by side, and a connection has one statement at a time. */
function oneByOne(tx: Transaction): Transaction {
  const { queryRaw, executeRaw } = tx;
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run, run);
    last = mine;
    return mine;
  };
  tx.queryRaw = (query) => after(() => queryRaw.call(tx, query));
  tx.executeRaw = (query) => after(() => executeRaw.call(tx, query));
  return tx;
}

/** Prisma's adapter with transactions that `pg` need not queue: it deprecates `client.query()` on a client that is busy. */
export class OneByOnePrismaPg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => oneByOne(await start(isolationLevel));
    return adapter;
  }
}
