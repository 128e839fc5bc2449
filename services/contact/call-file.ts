import type { Tx } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import { missingReach } from '../../domain/conversations/call-sheet';
import { openDebtorTask } from './debtor-task';

/** The addresses of a debtor as the completeness of its file judges them; a bounced or wrong one is as good as none. */
export const fileAddresses = (points: readonly { readonly kind: string; readonly bouncedAt: Date | null }[]) =>
  points.map(({ kind, bouncedAt }) => ({ kind, usable: bouncedAt === null }));

/** A call was opened: where the file lacks phone or address, somebody finds them out, once at a time (S229). */
export async function openFileTask(tx: Tx, call: StepCall): Promise<void> {
  const points = await tx.contactPoint.findMany({ where: { debtorId: call.debtorId } });
  const missing = missingReach(fileAddresses(points));
  if (missing.length === 0) return;
  await openDebtorTask(tx, call, 'data', { code: 'fileIncomplete', detail: missing.join(', ') }, new Date(call.asOf));
}
