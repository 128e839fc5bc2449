import type { Db } from '../../clients/prisma';
import { addDays, dayOf, isoDateOf, type IsoDate } from '../../domain/time';
import { HEADS_UP } from '../contact/heads-up';
import { type Refused, refused } from '../problems';
import { onOpenCase } from './command';
import { insertHold, type HoldAccepted } from './place-hold';

/** Sales object to a letter or lawyer's step of which they were told: the invoice is held, because … */
export interface ObjectToStep {
  readonly creditorId: string;
  readonly taskId: string;
  readonly reason: string;
  /** First day that is free again; two weeks from today where nobody says. */
  readonly until?: IsoDate;
  readonly actor: string;
  readonly at: Date;
}

// Own choice: long enough to talk to the customer, short enough that nothing is forgotten.
const HOLD_DAYS = 14;

/** Holds the invoice of a heads-up in one click, and closes the task (decisions 4.7). */
export async function objectToStep(
  { db }: { readonly db: Db },
  command: ObjectToStep,
): Promise<(HoldAccepted & { readonly caseId: string }) | Refused> {
  const { taskId, creditorId, actor, at, reason } = command;
  const task = await db.task.findFirst({ where: { id: taskId, debtor: { creditorId } } });
  if (task === null) return refused('unknownTask', `There is no task ${taskId}`);
  const { caseId } = task;
  if (task.kind !== HEADS_UP || caseId === null || task.status !== 'open')
    return refused(
      'alreadyClosed',
      `Task ${taskId} (${task.kind}) is ${task.status}; expected an open heads-up of sales`,
    );
  return onOpenCase(db, { caseId, actor, reason, at }, async (tx, found) => {
    const until = command.until ?? isoDateOf(addDays(dayOf(found.today), HOLD_DAYS));
    if (until <= found.today)
      return refused(
        'dateOrder',
        `Case ${caseId}: a hold from ${found.today} cannot end on ${until}; expected a later date`,
      );
    const closed = { status: 'closed', closedAt: at, closedBy: actor, outcome: 'disputed', note: reason };
    await tx.task.updateMany({ where: { id: taskId, status: 'open' }, data: closed });
    const hold = { scope: 'invoice', kind: 'manual', from: found.today, until } as const;
    const placed = await insertHold(tx, { caseId, actor, reason, at, ...hold }, found);
    return { ...placed, caseId };
  });
}
