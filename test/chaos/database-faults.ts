import type { Client } from '@temporalio/client';
import { Client as PgClient } from 'pg';
import { createPrisma } from '../../clients/prisma';
import { createSendGridSender } from '../../clients/sendgrid';
import { createActivities } from '../../workers/compose';
import { createWorkers } from '../../workers/create-workers';
import { aCaller, asCaller, testApp } from '../api/app-under-test';
import type { TestDatabase } from '../support/database';
import { until } from '../support/story-until';
import { testTemporal, workflowBundle } from '../support/temporal';
import { startCrashCase, type CrashCase } from './crash-cases';
import { acceptedFor, waitUntilIdle } from './crash-round';
import { crashSite } from './crash-site';
import { startDatabaseProxy } from './database-proxy';

/** What came of the messages that were due while the database had a fault. */
export interface DatabaseFigures {
  readonly fault: string;
  readonly due: number;
  readonly accepted: number;
  readonly duplicate: number;
  /** Of those in flight, the attempts that told the server all the time that they go on. */
  readonly reporting: number;
  /** Accepted while nothing could be reserved. */
  readonly unreserved: number;
  readonly unknown: number;
  readonly flagged: number;
  /** From the end of the fault until our record said what became of every message. */
  readonly recoveredMs: number;
  /** What the API answered to looks and commands during the fault. */
  readonly api: string;
}

// A retry comes after a minute at most; a busy machine may need as long again.
const RECOVERED_WITHIN_SECONDS = 150;

/** Whether the first attempt of a case's send is still under way, and has said so. */
async function isReporting(client: Client, { workflowId }: CrashCase): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).some(({ attempt, lastHeartbeatTime }) => attempt === 1 && lastHeartbeatTime);
}

/** One worker and one API behind a database that has faults, and cases whose messages fall due. */
export async function databaseFaults(database: TestDatabase) {
  const { db } = database;
  const { site, casesAt, close } = await crashSite(database);
  const proxy = await startDatabaseProxy(database.url);
  const owner = new PgClient({ connectionString: database.ownerUrl });
  await owner.connect();
  const behind = createPrisma(proxy.url);
  const temporal = await testTemporal();
  const { policies, provider, client } = site;
  const mails = createSendGridSender({ apiKey: 'SG.test', baseUrl: provider.url, from: 'credit@example.com' });
  const activities = createActivities({
    db: behind,
    client,
    policies,
    delivery: { mode: 'live', allowlist: [] },
    providers: new Map([['email', mails]]),
    virtualTime: true,
    people: 'live',
  });
  const { nativeConnection: connection, namespace } = temporal;
  const workers = await createWorkers({ connection, namespace, bundle: await workflowBundle(), activities });
  const running = workers.run();
  const app = await testApp(behind);
  const caller = await aCaller(db);
  const name = `"${new URL(database.url).pathname.slice(1)}"`;

  const start = (cases: readonly CrashCase[]) => Promise.all(cases.map((row) => startCrashCase(site, row)));
  const apiAnswers = async () => {
    const api = asCaller(app, caller);
    const payment = {
      invoiceNumbers: ['I-1'],
      amount: '1.00',
      currency: 'CNY',
      valueDate: '2026-03-01',
      reference: 'P',
    };
    const [look, command] = await Promise.all([api.get('/v1/cases'), api.post('/v1/payments', payment)]);
    return `${look.statusCode} ${command.statusCode}`;
  };
  const settled = async (cases: readonly CrashCase[]) => {
    const debtors = cases.map(({ debtorId }) => debtorId);
    const states = { in: ['sent', 'unknown'] };
    await until(
      'our record says what became of every message',
      async () => (await db.contact.count({ where: { debtorId: { in: debtors }, state: states } })) === cases.length,
      RECOVERED_WITHIN_SECONDS,
    );
    await waitUntilIdle(site, cases);
    return db.contact.findMany({ where: { debtorId: { in: debtors } } });
  };
  /** Lets messages fall due while `begin` has spoilt the database, until `end` after `seconds`. */
  const during = async (
    fault: string,
    cases: { readonly inFlight: readonly CrashCase[]; readonly due: readonly CrashCase[] },
    options: { readonly seconds: number; begin(): Promise<unknown>; end(): Promise<unknown> },
  ): Promise<DatabaseFigures> => {
    const all = [...cases.inFlight, ...cases.due];
    const acceptedOf = (rows: readonly CrashCase[]) => rows.map((row) => acceptedFor(provider, row));
    // The provider has them, and answers when the database is away.
    provider.faults.push(...cases.inFlight.map(() => ({ kind: 'slow', ms: 2_000 }) as const));
    await start(cases.inFlight);
    await until('those in flight are with the provider', async () => acceptedOf(cases.inFlight).every((n) => n > 0));
    await options.begin();
    const ends = performance.now() + options.seconds * 1_000;
    await start(cases.due);
    const meanwhile = new Set<string>();
    await until(
      'the time is over',
      async () => {
        meanwhile.add(await apiAnswers());
        return performance.now() > ends;
      },
      options.seconds + 60,
    );
    const reporting = await Promise.all(cases.inFlight.map((row) => isReporting(client, row)));
    const unreserved = acceptedOf(cases.due).filter((n) => n > 0).length;
    await options.end();
    const ended = performance.now();
    const contacts = await settled(all);
    const recoveredMs = Math.round(performance.now() - ended);
    await until('the API answers again', async () => (await apiAnswers()).startsWith('200'));
    const unknown = contacts.filter(({ state }) => state === 'unknown').map(({ debtorId }) => debtorId);
    const tasks = { kind: 'resolveUnknownSend', status: 'open', debtorId: { in: unknown } };
    return {
      fault,
      due: all.length,
      accepted: acceptedOf(all).reduce((sum, n) => sum + n, 0),
      duplicate: acceptedOf(all).filter((n) => n > 1).length,
      reporting: reporting.filter(Boolean).length,
      unreserved,
      unknown: unknown.length,
      flagged: await db.task.count({ where: tasks }),
      recoveredMs,
      api: [...meanwhile].join(', '),
    };
  };

  return {
    casesAt,
    stopped: (cases: { inFlight: CrashCase[]; due: CrashCase[] }, seconds: number) =>
      during(`stopped for ${seconds} s`, cases, { seconds, begin: proxy.stop, end: proxy.start }),
    full: (cases: { inFlight: CrashCase[]; due: CrashCase[] }, seconds: number) =>
      during(`out of connections for ${seconds} s`, cases, {
        seconds,
        begin: async () => {
          await owner.query(`alter database ${name} connection limit 0`);
          // Those that it has break; new ones are refused with "too many connections" (53300).
          await proxy.stop();
          await proxy.start();
        },
        end: () => owner.query(`alter database ${name} connection limit -1`),
      }),
    slow: async (cases: CrashCase[], delayMs: number) => {
      proxy.delay(delayMs);
      await start(cases);
      const contacts = await settled(cases);
      const api = await apiAnswers();
      proxy.delay(0);
      return {
        states: contacts.map(({ state }) => state),
        accepted: cases.map((row) => acceptedFor(provider, row)),
        api,
      };
    },
    close: async () => {
      await app.close();
      workers.shutdown();
      await running;
      await temporal.close();
      await behind.$disconnect();
      await proxy.close();
      await owner.query(`alter database ${name} connection limit -1`);
      await owner.end();
      await close();
    },
  };
}
