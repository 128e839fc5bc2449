import type { Db } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import type { PlanSource } from '../open-case';
import { refused, type Refused } from '../problems';
import type { Accepted } from './command';

/** Where the recording of a person's call is kept. */
export interface KeepRecording {
  readonly creditorId: string;
  readonly taskId: string;
  readonly reference: string;
  /** Whether the other side was told before it began (S207). */
  readonly noticeGiven: boolean;
  readonly actor: string;
  readonly at: Date;
}

/**
 * Keeps the reference of a recorded call with its task. Refused where the policy records nothing, and always where nobody was
 * told first: that cannot be switched off (X23, S194, S207).
 */
export async function keepRecording(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  command: KeepRecording,
): Promise<Accepted | Refused> {
  const { creditorId, taskId, reference, noticeGiven, actor, at } = command;
  const task = await db.task.findFirst({
    where: { id: taskId, kind: 'call', debtor: { creditorId } },
    include: { case: true },
  });
  if (task === null) return refused('unknownTask', `There is no call ${taskId}`);
  const mode = task.case === null ? undefined : (await plans.planOfVersion(task.case.policyVersionId)).recording;
  if (mode === undefined || mode === 'off')
    return refused('recordingRefused', `The policy of task ${taskId} records no calls`);
  if (!noticeGiven)
    return refused('recordingRefused', `Task ${taskId}: a call is recorded only after the other side was told`);
  return db.$transaction(async (tx) => {
    await lockDebtors(tx, [task.debtorId]);
    await tx.task.update({ where: { id: taskId }, data: { recordingRef: reference } });
    const chain = { kind: 'case', id: task.caseId ?? '' } as const;
    const content = { taskId, reference, noticeGiven, actor };
    await appendEvidence(tx, [{ chain, kind: 'callRecorded', at, content }]);
    return { ok: true, messageIds: [] };
  });
}
