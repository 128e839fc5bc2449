import type { Prisma } from '../clients/generated/prisma/client';
import type { Tx } from '../clients/prisma';
import type { EvidenceEntry } from './evidence';
import { newId } from './ids';

/** Work for a person that no step of a ladder asks for. */
type NewTask = Omit<Prisma.TaskUncheckedCreateInput, 'id' | 'at'> & { readonly at: Date };

/**
 * Opens a task. `said` is what its evidence has besides its id and kind; the fact is the debtor's unless `chain` is a case's.
 * The caller holds the debtor's lock.
 *
 * @returns evidence, for the caller's last statement
 */
export async function openTask(
  tx: Tx,
  task: NewTask,
  said: object,
  chain: EvidenceEntry['chain'] = { kind: 'debtor', id: task.debtorId },
): Promise<EvidenceEntry> {
  const { kind: taskKind, at } = task;
  const taskId = newId();
  await tx.task.create({ data: { id: taskId, ...task } });
  return { chain, kind: 'taskOpened', at, content: { taskId, taskKind, ...said } };
}
