import { reachableChannels } from '../domain/reachability';
import type { Tx } from '../clients/prisma';
import type { EvidenceEntry } from './evidence';
import { newId } from './ids';

/** The kind of task that asks somebody to find out how a debtor can be reached. */
const kind = 'data';

/**
 * Opens one data task for each debtor that has no usable address on any channel and no such task yet: an unreachable debtor
 * becomes work for a person, not silence (K1). The caller holds the debtors' locks and writes the returned evidence.
 */
export async function openDataTasks(tx: Tx, debtorIds: readonly string[], at: Date): Promise<EvidenceEntry[]> {
  const debtors = await tx.debtor.findMany({
    where: { id: { in: [...new Set(debtorIds)] }, tasks: { none: { kind, status: 'open' } } },
    select: { id: true, points: { select: { kind: true, bouncedAt: true, optedOut: true } } },
    orderBy: { id: 'asc' },
  });
  const unreachable = debtors.filter(({ points }) => {
    const addresses = points.map((point) => ({ ...point, bounced: point.bouncedAt !== null }));
    return reachableChannels(addresses).length === 0;
  });
  const tasks = unreachable.map(({ id: debtorId }) => ({ id: newId(), debtorId }));
  await tx.task.createMany({
    data: tasks.map((task) => ({ ...task, kind, role: 'owner', at, why: { code: 'noAddress' } })),
  });
  return tasks.map(({ id, debtorId }) => ({
    chain: { kind: 'debtor', id: debtorId },
    kind: 'taskOpened',
    at,
    content: { taskId: id, taskKind: kind, reason: 'noAddress' },
  }));
}
