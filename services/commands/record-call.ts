import type { MessageOf } from '../../domain/messages';
import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { enqueueMessage } from '../signal-outbox';
import { type Accepted, keepText } from './command';

/** What came of a task: a call, a visit, a review, a repaired address. */
export interface RecordCall {
  readonly taskId: string;
  readonly outcome: MessageOf<'recordCall'>['outcome'];
  /** What was said, for people. */
  readonly note?: string;
  readonly actor: string;
  readonly at: Date;
}

/** Closes an open task with its outcome and tells its case, if it has one that is open. */
export async function recordCall(
  deps: { readonly db: Db },
  command: RecordCall,
): Promise<(Accepted & { readonly caseId: string | null }) | Refused> {
  const { taskId } = command;
  return deps.db.$transaction(async (tx) => {
    const seen = await tx.task.findUnique({ where: { id: taskId }, select: { debtorId: true } });
    if (seen === null) return refused('unknownTask', `There is no task ${taskId}`);
    await lockDebtors(tx, [seen.debtorId]);
    const task = await tx.task.findUniqueOrThrow({
      where: { id: taskId },
      include: { case: { select: { endedAt: true } } },
    });
    if (task.status !== 'open') {
      return refused(
        'alreadyClosed',
        `Task ${taskId} is ${task.status} (${task.outcome ?? 'no outcome'}); expected an open one`,
      );
    }
    return close(tx, command, { ...task, isCaseOpen: task.case !== null && task.case.endedAt === null });
  });
}

async function close(
  tx: Tx,
  command: RecordCall,
  task: {
    readonly debtorId: string;
    readonly caseId: string | null;
    readonly kind: string;
    readonly isCaseOpen: boolean;
  },
): Promise<Accepted & { readonly caseId: string | null }> {
  const { taskId, outcome, note, actor, at } = command;
  const { debtorId, caseId } = task;
  const closed = { status: 'closed', closedAt: at, closedBy: actor, outcome, note: note ?? null };
  await tx.task.update({ where: { id: taskId }, data: closed });
  const noteHash = note === undefined ? null : (await keepText(tx, { debtorId, caseId }, note)).contentHash;
  const messageIds =
    caseId === null || !task.isCaseOpen
      ? []
      : [await enqueueMessage(tx, caseId, 'recordCall', at, { taskId, outcome })];
  const chain = caseId === null ? ({ kind: 'debtor', id: debtorId } as const) : ({ kind: 'case', id: caseId } as const);
  const content = { taskId, taskKind: task.kind, outcome, actor, noteHash };
  await appendEvidence(tx, [{ chain, kind: 'taskClosed', at, content }]);
  return { ok: true, messageIds, caseId };
}
