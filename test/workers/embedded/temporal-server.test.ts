import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPayloadConverter } from '@temporalio/common';
import { msToTs } from '@temporalio/common/lib/time';
import { Worker } from '@temporalio/worker';
import { connectTemporal } from '../../../clients/temporal';
import { freePort } from '../../../workers/embedded/free-port';
import { ensureNamespace, ensureSearchAttributes } from '../../../workers/embedded/namespace';
import { type TemporalCli, resolveTemporalCli } from '../../../workers/embedded/temporal-cli';
import { startTemporalServer } from '../../../workers/embedded/temporal-server';
import { type TestTemporal, testTemporal } from '../../support/temporal';
import type { sleepDays } from './sleeping-workflow';

let temporal: TestTemporal;
let cli: TemporalCli;
let folder: string;

beforeAll(async () => {
  temporal = await testTemporal();
  cli = await resolveTemporalCli({ cliPath: process.env['TEMPORAL_CLI_PATH'] });
  folder = mkdtempSync(join(tmpdir(), 'dunwell-temporal-'));
});

afterAll(async () => {
  await temporal.close();
  rmSync(folder, { recursive: true });
});

const daysOf = (retention: { seconds?: unknown } | null | undefined) => Number(retention?.seconds) / 86_400;

describe('a server with a file', () => {
  it('continues after a stop where it was, and reports only an end that nobody asked for', async () => {
    const dbFile = join(folder, 'temporal.db');
    const ends: (number | null)[] = [];
    const start = async () =>
      startTemporalServer({
        cli,
        port: await freePort(),
        namespace: 'kept',
        dbFile,
        onExit: (code) => ends.push(code),
      });

    const first = await start();
    const before = await connectTemporal({ address: first.address, namespace: 'kept', apiKey: undefined });
    await before.client.workflow.start('anything', { workflowId: 'case-1', taskQueue: 'nobody' });
    await before.close();
    await first.stop();
    expect(ends).toEqual([]);

    const second = await start();
    const after = await connectTemporal({ address: second.address, namespace: 'kept', apiKey: undefined });
    const { status } = await after.client.workflow.getHandle('case-1').describe();
    expect(status.name).toBe('RUNNING');
    await after.close();
    process.kill(second.pid, 'SIGKILL');
    while (ends.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ends).toEqual([null]);
  });

  it('names the port that is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const dbFile = join(folder, 'other.db');
    await expect(startTemporalServer({ cli, port, namespace: 'kept', dbFile })).rejects.toThrow(
      new RegExp(`^Port ${port} on 127.0.0.1 cannot be used .*: stop what uses it, or set TEMPORAL_PORT`),
    );
    other.close();
  });
});

describe('a server that skips time', () => {
  it('lets ninety days pass at once for one workflow', async () => {
    const worker = await Worker.create({
      connection: temporal.nativeConnection,
      namespace: temporal.namespace,
      taskQueue: 'sleeping',
      workflowsPath: require.resolve('./sleeping-workflow'),
    });
    const days = await worker.runUntil(async () => {
      await temporal.connection.workflowService.startWorkflowExecution({
        namespace: temporal.namespace,
        workflowId: 'sleeping',
        requestId: 'sleeping',
        workflowType: { name: 'sleepDays' },
        taskQueue: { name: 'sleeping' },
        input: { payloads: [defaultPayloadConverter.toPayload(90)] },
        timeSkippingConfig: { enabled: true },
      });
      return temporal.client.workflow.getHandle<typeof sleepDays>('sleeping').result();
    });
    expect(days).toBe(90);
  });
});

describe('the namespace', () => {
  it('is created with a retention of ninety days, and a second call changes nothing', async () => {
    await ensureNamespace(temporal.connection, 'created');
    await ensureNamespace(temporal.connection, 'created');
    const { config } = await temporal.connection.workflowService.describeNamespace({ namespace: 'created' });
    expect(daysOf(config?.workflowExecutionRetentionTtl)).toBe(90);
  });

  it('keeps a longer retention that somebody chose', async () => {
    const { workflowService } = temporal.connection;
    await ensureNamespace(temporal.connection, 'longer');
    const days = (count: number) => ({ workflowExecutionRetentionTtl: msToTs(count * 86_400_000) });
    await workflowService.updateNamespace({ namespace: 'longer', config: days(365) });
    await ensureNamespace(temporal.connection, 'longer');
    const { config } = await workflowService.describeNamespace({ namespace: 'longer' });
    expect(daysOf(config?.workflowExecutionRetentionTtl)).toBe(365);
  });

  it('gets the search attributes of a case once, ready for a query', async () => {
    await ensureNamespace(temporal.connection, 'attributes');
    await ensureSearchAttributes(temporal.connection, 'attributes');
    await ensureSearchAttributes(temporal.connection, 'attributes');
    const query = `CaseStage = 'friendly' AND CaseOwner = 'x' AND DebtorId = 'x' AND HoldKind = 'x' AND Currency = 'CNY'`;
    const { count } = await temporal.connection.workflowService.countWorkflowExecutions({
      namespace: 'attributes',
      query,
    });
    expect(Number(count)).toBe(0);
  });

  it('is refused when one of its search attributes has another type', async () => {
    await ensureNamespace(temporal.connection, 'conflict');
    // 3 = Int.
    await temporal.connection.operatorService.addSearchAttributes({
      namespace: 'conflict',
      searchAttributes: { HoldKind: 3 },
    });
    await expect(ensureSearchAttributes(temporal.connection, 'conflict')).rejects.toThrow(
      /HoldKind of the Temporal namespace conflict has the type INDEXED_VALUE_TYPE_INT, expected Keyword/,
    );
  });
});
