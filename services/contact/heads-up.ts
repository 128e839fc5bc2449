import type { Db, Tx } from '../../clients/prisma';
import { compileCalendar, type Calendar } from '../../domain/calendar';
import type { StepCall } from '../../domain/case-input';
import { headsUpEffects, noticeEnd } from '../../domain/contact/heads-up';
import { addMinutes, instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { caseWithParties, sliceOf } from '../case-facts';
import { instantOfColumn } from '../columns';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { decisionEvidence } from '../publish-row';
import type { ConversationGate } from './conversations';

/** Whose step it is. */
type Step = Pick<StepCall, 'debtorId' | 'caseId' | 'invoiceId' | 'step' | 'occurrence'>;

/** The kind of the task by which sales are told, and from which they object. */
export const HEADS_UP = 'headsUp';

/** Tells sales of a step unless they were told before. @returns when, and whether it was now */
async function tellSales(tx: Tx, step: Step, calendar: Calendar, asOf: EpochMinute) {
  const { debtorId, caseId, invoiceId, step: stepId, occurrence } = step;
  const at = new Date(instantOf(asOf));
  const why = { code: 'headsUp', step: stepId };
  const deadlineAt = new Date(instantOf(noticeEnd(calendar, asOf)));
  const task = { debtorId, caseId, invoiceId, stepId, occurrence, kind: HEADS_UP, role: 'sales', why, at, deadlineAt };
  const { count } = await tx.task.createMany({ data: [task], skipDuplicates: true });
  if (count > 0) {
    const content = { step: stepId, occurrence, until: deadlineAt.toISOString() };
    await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'salesTold', at, content }]);
  }
  return tx.task.findUniqueOrThrow({
    where: { invoiceId_stepId_occurrence_kind: { invoiceId, stepId, occurrence, kind: HEADS_UP } },
  });
}

/**
 * How long a step has to wait because sales were told of it less than one working day ago (decisions 4.7); they are told now where
 * nobody has before. Null when it may be taken: the notice has passed, or nobody at the creditor's is in sales.
 */
export async function headsUpEnd(
  tx: Tx,
  step: Step,
  calendar: Calendar,
  asOf: EpochMinute,
): Promise<EpochMinute | null> {
  const [sales] = await tx.$queryRaw<{ told: boolean }[]>`
    select exists (select from staff s join debtor d on d.creditor_id = s.creditor_id
      where d.id = ${step.debtorId}::uuid and s.role = 'sales' and s.active) as told`;
  if (sales?.told !== true) return null;
  const task = await tellSales(tx, step, calendar, asOf);
  const end = noticeEnd(calendar, minuteOf(instantOfColumn(task.at)));
  if (asOf < end) return end;
  await tx.task.updateMany({
    where: { id: task.id, status: 'open' },
    data: { status: 'closed', closedAt: new Date(instantOf(asOf)), closedBy: 'system', outcome: 'done' },
  });
  return null;
}

/** The notice before work for a lawyer: decided in the transaction that opens the task. */
export const createHeadsUpGate =
  (now: (asOf: EpochMinute) => EpochMinute): ConversationGate =>
  async (tx, call) => {
    if (!headsUpEffects.includes(call.effect)) return null;
    await lockDebtors(tx, [call.debtorId]);
    const asOf = now(minuteOf(call.asOf));
    const calendar = compileCalendar(sliceOf(await caseWithParties(tx, call.caseId), asOf, null));
    const end = await headsUpEnd(tx, call, calendar, asOf);
    if (end === null) return null;
    await appendEvidence(tx, decisionEvidence(call));
    return { kind: 'deferredUntil', until: instantOf(end), reason: { code: 'headsUp', step: call.step } };
  };

// Sales are told before the step waits for them: an hour more than the notice covers the pause between two looks.
const SLACK_MINUTES = 60;
// A working day's notice over the longest holidays.
const LOOK_AHEAD_DAYS = 12;
// More wait for the next look.
const MOST_AT_ONCE = 200;

interface Announced {
  readonly case_id: string;
  readonly debtor_id: string;
  readonly invoice_id: string;
  readonly next_step: string;
  readonly next_occurrence: number;
  readonly next_at: Date;
}

/** Tells sales of the letters and lawyer's steps that cases announce for after a working day, so that none has to wait. */
export async function tellSalesAhead({ db, now }: { readonly db: Db; readonly now: Date }): Promise<number> {
  const asOf = minuteOf(now.toISOString());
  const announced = await db.$queryRaw<Announced[]>`
    select c.id as case_id, c.debtor_id, c.invoice_id, c.next_step, c.next_occurrence, c.next_at from collection_case c
    where c.status = 'open' and c.next_effect = any(${[...headsUpEffects]})
      and c.next_at < ${now}::timestamptz + make_interval(days => ${LOOK_AHEAD_DAYS}::int)
      and exists (select from staff s where s.creditor_id = c.creditor_id and s.role = 'sales' and s.active)
      and not exists (select from task t where t.invoice_id = c.invoice_id and t.step_id = c.next_step
        and t.occurrence = c.next_occurrence and t.kind = ${HEADS_UP})
    order by c.next_at limit ${MOST_AT_ONCE}::int`;
  let told = 0;
  for (const row of announced) {
    const calendar = compileCalendar(sliceOf(await caseWithParties(db, row.case_id), asOf, null));
    const end = addMinutes(noticeEnd(calendar, asOf), SLACK_MINUTES);
    if (end < minuteOf(instantOfColumn(row.next_at))) continue;
    const { debtor_id: debtorId, case_id: caseId, invoice_id: invoiceId } = row;
    const step = { debtorId, caseId, invoiceId, step: row.next_step, occurrence: row.next_occurrence };
    await db.$transaction((tx) => tellSales(tx, step, calendar, asOf));
    told += 1;
  }
  return told;
}
