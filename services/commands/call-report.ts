import type { Tx } from '../../clients/prisma';
import {
  faultOf,
  hasSpoken,
  isConversation,
  noteDelay,
  reconcilers,
  type ReportFault,
  type TaskOutcome,
} from '../../domain/conversations/outcome';
import { columnOfDay } from '../columns';
import { blockWrongAddress } from '../contact/wrong-number';
import type { EvidenceEntry } from '../evidence';
import { localDateIn } from '../local-day';
import { type ProblemReason, type Refused, refused } from '../problems';

/** What whoever called or visited says besides the outcome. */
export interface CallReport {
  readonly outcome: TaskOutcome;
  /** What was said, for people. */
  readonly note?: string;
  /** Whether it was confirmed who is on the phone before the debt was named (S198). */
  readonly identified?: boolean;
  /** When the conversation ended; without it, now (S195). */
  readonly endedAt?: Date;
  /** The number that was called; without it, the only one of the debtor (S227, S228). */
  readonly address?: string;
  readonly actor: string;
  readonly at: Date;
}

interface OpenTask {
  readonly id: string;
  readonly kind: string;
  readonly debtorId: string;
  readonly caseId: string | null;
  /** When the identity was confirmed during the call. */
  readonly identifiedAt: Date | null;
  readonly case: { readonly endedAt: Date | null } | null;
  readonly checks: readonly { readonly department: string }[];
  readonly debtor: { readonly creditor: { readonly zone: string } };
}

/** A report that may be put on record. */
export interface CheckedReport {
  readonly ok: true;
  readonly pointId: string | null;
  readonly endedAt: Date;
  /** What the task keeps of it. */
  readonly columns: {
    readonly contactPointId: string | null;
    readonly endedAt: Date | null;
    readonly identifiedAt: Date | null;
  };
  /** What evidence keeps of it; nothing for work that is no conversation. */
  readonly content: object;
}

const problems: Readonly<Record<ReportFault['code'], ProblemReason>> = {
  noteNeeded: 'noteNeeded',
  identityNeeded: 'identityNeeded',
  addressNeeded: 'unknownAddress',
  notReconciled: 'notReconciled',
  endsInTheFuture: 'dateOrder',
  noCall: 'otherStep',
};

/** The phone that was called: as said, or the only one that there is. */
async function calledPoint(
  tx: Tx,
  task: Pick<OpenTask, 'kind' | 'debtorId'>,
  address: string | undefined,
): Promise<string | null> {
  if (task.kind !== 'call') return null;
  const points = await tx.contactPoint.findMany({
    where: { debtorId: task.debtorId, kind: 'phone', ...(address === undefined ? { wrongAt: null } : { address }) },
    select: { id: true },
    take: 2,
  });
  const [only, other] = points;
  return only === undefined || other !== undefined ? null : only.id;
}

/** Checks what is said of a conversation (S195, S198, S228); what is said of other work passes. */
export async function checkReport(tx: Tx, task: OpenTask, report: CallReport): Promise<CheckedReport | Refused> {
  const { outcome, note = null, address, at } = report;
  const pointId = await calledPoint(tx, task, address);
  if (address !== undefined && pointId === null)
    return refused('unknownAddress', `Task ${task.id}: the debtor has no such number; expected one of its own`);
  const endedAt = report.endedAt ?? at;
  const identified = report.identified ?? task.identifiedAt !== null;
  const times = { endedAtMs: endedAt.getTime(), nowMs: at.getTime() };
  const isOver = task.case !== null && task.case.endedAt !== null;
  const checked = task.checks.map(({ department }) => department);
  const unreconciled = isOver ? [] : reconcilers.filter((department) => !checked.includes(department));
  const said = { kind: task.kind, outcome, note, identified, numberKnown: pointId !== null, unreconciled };
  const fault = faultOf({ ...said, ...times });
  if (fault !== null)
    return refused(problems[fault.code], `Task ${task.id} is a ${task.kind}: expected ${fault.expected}`);
  const { minutes, isLate } = noteDelay(times.endedAtMs, times.nowMs);
  const spoken = { identified, contactPointId: pointId, endedAt: endedAt.toISOString(), notedAfterMinutes: minutes };
  return {
    ok: true,
    pointId,
    endedAt,
    columns: {
      contactPointId: pointId,
      endedAt: isConversation(task.kind) ? endedAt : null,
      identifiedAt: identified ? (task.identifiedAt ?? endedAt) : null,
    },
    content: isConversation(task.kind) ? { ...spoken, notedLate: isLate } : {},
  };
}

/** What a call teaches of the number: it is right as of that day (S227), or it belongs to somebody else (S228). */
export async function learnOfNumber(
  tx: Tx,
  task: OpenTask,
  { outcome, actor, at }: CallReport,
  { pointId, endedAt }: CheckedReport,
): Promise<EvidenceEntry[]> {
  if (pointId === null) return [];
  const { debtorId, caseId } = task;
  if (outcome === 'wrongNumber')
    return blockWrongAddress(tx, { debtorId, contactPointId: pointId, caseId, at, source: `${actor} task:${task.id}` });
  if (!hasSpoken(outcome)) return [];
  const verifiedOn = columnOfDay(localDateIn(task.debtor.creditor.zone, endedAt));
  await tx.contactPoint.update({ where: { id: pointId }, data: { verifiedOn } });
  return [];
}
