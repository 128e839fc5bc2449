import { join, resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Db } from '../../clients/prisma';
import type { PeopleMode } from '../../services/people-steps';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { createActivities } from '../../workers/compose';
import { createWorkers } from '../../workers/create-workers';
import { workflowBundle } from './temporal';

const policiesFolder = join(resolve(__dirname, '..', '..'), 'policies');

/** Workers in virtual time on the run's server: real workflows, activities, database. */
export interface VirtualWorkers {
  readonly policies: PolicyStore;
  stop(): Promise<void>;
}

/** Starts workers whose only clock is the case's; messages stay in the outbox. */
export async function startVirtualWorkers(parts: {
  db: Db;
  client: Client;
  connection: NativeConnection;
  namespace: string;
  people?: PeopleMode;
}): Promise<VirtualWorkers> {
  const { db, client, connection, namespace, people = 'noAnswer' } = parts;
  const policies = createPolicyStore(db);
  await policies.loadPacks(policiesFolder);
  const activities = createActivities({
    db,
    client,
    policies,
    delivery: { mode: 'outbox', allowlist: [] },
    providers: new Map(),
    virtualTime: true,
    people,
  });
  const workers = await createWorkers({ connection, namespace, bundle: await workflowBundle(), activities });
  const running = workers.run();
  return {
    policies,
    stop: async () => {
      workers.shutdown();
      await running;
    },
  };
}
