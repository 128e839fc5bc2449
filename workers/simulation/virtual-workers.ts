import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import type { Db } from '../../clients/prisma';
import type { PeopleMode } from '../../services/people-steps';
import { createPolicyStore, type PolicyStore } from '../../services/policy-store';
import { checkoutFolder } from '../checkout';
import { createActivities } from '../compose';
import { createWorkers } from '../create-workers';

/** Workers in virtual time: real workflows and activities whose only clock is the case's; messages stay in the outbox. */
export interface VirtualWorkers {
  readonly policies: PolicyStore;
  /** Rejects when a worker fails. */
  readonly running: Promise<void>;
  stop(): Promise<void>;
}

/** Starts them on a server that can skip time, never on the live one. */
export async function startVirtualWorkers(parts: {
  readonly db: Db;
  readonly client: Client;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly bundle: WorkflowBundleOption;
  readonly people: PeopleMode;
  /** The packs that are needed; all where none is named. */
  readonly packs?: readonly string[];
}): Promise<VirtualWorkers> {
  const { db, client, connection, namespace, bundle, people } = parts;
  const policies = createPolicyStore(db);
  await policies.loadPacks(join(checkoutFolder(), 'policies'), parts.packs);
  const activities = createActivities({
    db,
    client,
    policies,
    delivery: { mode: 'outbox', allowlist: [] },
    providers: new Map(),
    virtualTime: true,
    people,
  });
  const workers = await createWorkers({ connection, namespace, bundle, activities });
  const running = workers.run();
  return {
    policies,
    running,
    stop: async () => {
      workers.shutdown();
      await running;
    },
  };
}
