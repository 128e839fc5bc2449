import type { Db } from '../../clients/prisma';
import { recordDelivery } from '../contact/record-delivery';
import { lockDebtors } from '../debtor-lock';
import { type Refused, refused } from '../problems';
import type { Accepted } from './command';

/** What a person found out about a message of which the machine did not know whether it left. */
export interface ResolveUnknown {
  readonly taskId: string;
  /** `failed`: it definitely did not leave, and the step takes its next way. */
  readonly outcome: 'sent' | 'failed';
  readonly actor: string;
  readonly at: Date;
}

/** Resolves an unknown send by its task (decisions 4.3): the task is done, the case goes on or takes the step's next way. */
export async function resolveUnknown(deps: { readonly db: Db }, command: ResolveUnknown): Promise<Accepted | Refused> {
  const { taskId, outcome, actor, at } = command;
  return deps.db.$transaction(async (tx) => {
    const task = await tx.task.findUnique({ where: { id: taskId } });
    if (task === null) return refused('unknownTask', `There is no task ${taskId}`);
    await lockDebtors(tx, [task.debtorId]);
    const { invoiceId, stepId, occurrence } = task;
    const step =
      task.kind !== 'resolveUnknownSend' || invoiceId === null || stepId === null || occurrence === null
        ? null
        : await tx.contactStep.findFirst({
            where: { invoiceId, stepId, occurrence, leads: true, contact: { state: 'unknown' } },
          });
    if (step === null)
      return refused('notUnknown', `Task ${taskId} (${task.kind}, ${task.status}) stands for no unknown send any more`);
    const report = { contactId: step.contactId, outcome, at, source: actor, problem: null };
    return { ok: true, messageIds: (await recordDelivery(tx, report)) ?? [] };
  });
}
