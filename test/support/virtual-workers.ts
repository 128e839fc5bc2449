import type { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Db } from '../../clients/prisma';
import type { PeopleMode } from '../../services/people-steps';
import { startVirtualWorkers as start, type VirtualWorkers } from '../../workers/simulation/virtual-workers';
import { storeChecked } from './standard-policy';
import { workflowBundle } from './temporal';

export type { VirtualWorkers };

/** Starts workers in virtual time on the run's server, with the run's bundle; messages stay in the outbox. */
export async function startVirtualWorkers(parts: {
  db: Db;
  client: Client;
  connection: NativeConnection;
  namespace: string;
  people?: PeopleMode;
  packs?: readonly string[];
}): Promise<VirtualWorkers> {
  const packs = parts.packs ?? ['standard'];
  // The workers load them, and find them stored.
  for (const pack of packs) await storeChecked(parts.db, pack);
  return start({ people: 'noAnswer', ...parts, packs, bundle: await workflowBundle() });
}
