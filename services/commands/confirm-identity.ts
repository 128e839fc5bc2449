import type { Db } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import type { Accepted } from './command';

/** Whoever calls has made sure that the debtor is on the phone, before a word of the debt (S198). */
export interface ConfirmIdentity {
  readonly creditorId: string;
  readonly taskId: string;
  readonly actor: string;
  readonly at: Date;
}

/** Keeps with an open call when the identity was confirmed. Idempotent: the first time counts. */
export async function confirmIdentity(
  { db }: { readonly db: Db },
  command: ConfirmIdentity,
): Promise<Accepted | Refused> {
  const { creditorId, taskId, actor, at } = command;
  return db.$transaction(async (tx) => {
    const seen = await tx.task.findFirst({ where: { id: taskId, debtor: { creditorId } }, select: { debtorId: true } });
    if (seen === null) return refused('unknownTask', `There is no task ${taskId}`);
    await lockDebtors(tx, [seen.debtorId]);
    const { kind, status, identifiedAt, debtorId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } });
    if (kind !== 'call' || status !== 'open')
      return refused('otherStep', `Task ${taskId} is a ${kind} and ${status}; expected an open call`);
    if (identifiedAt !== null) return { ok: true, messageIds: [] };
    await tx.task.update({ where: { id: taskId }, data: { identifiedAt: at } });
    const content = { taskId, actor };
    await appendEvidence(tx, [{ chain: { kind: 'debtor', id: debtorId }, kind: 'identityConfirmed', at, content }]);
    return { ok: true, messageIds: [] };
  });
}
