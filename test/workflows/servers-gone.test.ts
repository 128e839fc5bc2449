import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectTemporal } from '../../clients/temporal';
import { createPrisma } from '../../clients/prisma';
import { migrate } from '../../prisma/migrate';
import { createPolicyStore } from '../../services/policy-store';
import { freePort } from '../../workers/embedded/free-port';
import { ensureSearchAttributes } from '../../workers/embedded/namespace';
import { ensureRuntimeRole, startPostgres } from '../../workers/embedded/postgres';
import { resolveTemporalCli } from '../../workers/embedded/temporal-cli';
import { startTemporalServer } from '../../workers/embedded/temporal-server';
import { createVirtualTime } from '../../workers/simulation/virtual-time';
import { connectTemporalNative } from '../../workers/temporal-native';
import { testDatabase } from '../support/database';
import { tellStory, type Story } from '../support/story';
import { until } from '../support/story-until';
import { testTemporal } from '../support/temporal';
import { startVirtualWorkers } from '../support/virtual-workers';

const { db: sharedDb } = testDatabase();
const invoice = { due: '2026-03-02', amount: '10000.00' };
let folder: string;
// What a test started, stopped after it in reverse order, also when it fails: jest would wait for it for ever.
let started: (() => Promise<void>)[] = [];
const stopLater = (stop: () => Promise<void>) => started.unshift(stop);

afterEach(async () => {
  const stops = started;
  started = [];
  for (const stop of stops) await stop();
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dunwell-gone-'));
  // As root PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('[F2] fires a timer that was due while the Temporal server was dead once, and loses no acknowledged start', async () => {
  const [cli, port] = [await resolveTemporalCli({ cliPath: process.env['TEMPORAL_CLI_PATH'] }), await freePort()];
  const namespace = 'killed';
  let deaths = 0;
  const start = async () => {
    const dbFile = join(folder, 'temporal.db');
    const onExit = () => (deaths += 1);
    const server = await startTemporalServer({ cli, port, namespace, dbFile, timeSkipping: true, onExit });
    stopLater(() => server.stop());
    return server;
  };
  const server = await start();
  const config = { address: server.address, namespace, apiKey: undefined };
  const { connection, client, close } = await connectTemporal(config);
  stopLater(close);
  await ensureSearchAttributes(connection, namespace);
  const native = await connectTemporalNative(config);
  stopLater(() => native.close());
  const workers = await startVirtualWorkers({ db: sharedDb, client, connection: native, namespace, people: 'live' });
  stopLater(() => workers.stop());
  const time = createVirtualTime(connection, namespace);
  const stage = { db: sharedDb, client, time, policies: createPolicyStore(sharedDb) };
  const story = await tellStory(stage, invoice);
  await story.begins();
  const others: Story[] = [];
  for (let number = 0; number < 10; number += 1) others.push(await tellStory(stage, invoice));
  // Two seconds before the reminder, from where its clock runs as fast as ours: the timer falls due while the server is dead.
  await story.moveTo(new Date(story.instant(3, '09:00').getTime() - 2_000));
  const dueAt = Date.now() + 2_000;
  const begun = others.map((other) =>
    other.start().then(
      () => other,
      () => null,
    ),
  );
  await Promise.race(begun);
  process.kill(server.pid, 'SIGKILL');
  expect(Date.now()).toBeLessThan(dueAt);
  await until('the server is dead and the timer overdue', async () => deaths === 1 && Date.now() > dueAt);
  await start();
  const acknowledged = (await Promise.all(begun)).filter((other) => other !== null);

  await until('the reminder went out', async () => (await story.sent()).length > 0);
  await story.settles();
  expect(await story.eventsOf('TIMER_FIRED')).toBe(1);
  await story.untilDay(8);
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const other of acknowledged) {
    await other.settles();
    expect(await other.ending()).toBe('open');
  }
});

it('[F3] reserves and sends once when PostgreSQL comes back, without a restart of the worker', async () => {
  const port = await freePort();
  const start = async () => {
    const postgres = await startPostgres({ folder: join(folder, 'postgres'), port, durable: false });
    stopLater(() => postgres.stop());
    return postgres;
  };
  const postgres = await start();
  await migrate(postgres.ownerUrl);
  const db = createPrisma(await ensureRuntimeRole(postgres.ownerUrl, join(folder, 'runtime-password')));
  stopLater(() => db.$disconnect());
  const { client, connection, nativeConnection, namespace, close } = await testTemporal();
  stopLater(close);
  const workers = await startVirtualWorkers({ db, client, connection: nativeConnection, namespace, people: 'live' });
  stopLater(() => workers.stop());
  const time = createVirtualTime(connection, namespace);
  const story = await tellStory({ db, client, time, policies: createPolicyStore(db) }, invoice);
  await story.begins();
  await story.untilDay(2);
  await postgres.stop();
  const step = story.untilDay(3, '09:01');
  await until('the send was tried in vain', async () => (await story.failedAttempts()) >= 2);
  await until('the jump is over', async () => story.isPast(3, '09:01'));
  await start();
  await story.untilDay(3, '12:00');
  await step;
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await db.outboxMessage.count()).toBe(1);
  await story.untilDay(9);
  await story.pays('10000.00');
  expect(await story.ending()).toBe('settled');
});
