import type { Db, Tx } from '../clients/prisma';
import { sliceDays } from './calendar/slice';
import { calendarSlice } from './calendar-slices';
import { creditorDayOf, type Calendar, type CalendarSlice } from '../domain/calendar';
import {
  holdKinds,
  type CaseHold,
  type HoldKind,
  type OpenPromise,
  type OpenTask,
  type PerformedStep,
} from '../domain/case-state';
import { DomainError } from '../domain/errors';
import { stageDayOf, type DayRanges } from '../domain/holds';
import { epochMinute, minuteOf, MINUTES_PER_DAY, OPEN_ENDED, type EpochDay, type EpochMinute } from '../domain/time';
import { dayOfColumn, instantOfColumn, minorOf } from './columns';

/** The database row of a case with everything that its opening needs. */
export async function caseWithParties(db: Db | Tx, caseId: string) {
  const row = await db.collectionCase.findUnique({
    where: { id: caseId },
    include: { invoice: true, debtor: true, creditor: true },
  });
  if (row === null) throw new DomainError('caseNotFound', `Case ${caseId} does not exist`);
  return row;
}

/** A case with its invoice, debtor and creditor. */
export type CaseWithParties = Awaited<ReturnType<typeof caseWithParties>>;

/** The calendar slice of a case around `asOf`, reaching `through` where that is further than usual. */
export function sliceOf(
  row: {
    readonly creditor: { readonly zone: string };
    readonly debtor: { readonly zone: string; readonly country: string };
  },
  asOf: EpochMinute,
  through: EpochDay | null,
): CalendarSlice {
  return calendarSlice({
    creditorZone: row.creditor.zone,
    debtorZone: row.debtor.zone,
    debtorCountry: row.debtor.country,
    ...sliceDays(asOf, through),
  });
}

const isHoldKind = (kind: string): kind is HoldKind => holdKinds.some((known) => known === kind);

interface HoldRow {
  readonly id: string;
  readonly kind: string;
  readonly fromDate: Date;
  readonly untilDate: Date | null;
  readonly partMinor: bigint | null;
}

/** A hold as the domain knows it. @throws DomainError for an unknown kind. */
export function caseHoldOf(row: HoldRow): CaseHold {
  if (!isHoldKind(row.kind))
    throw new DomainError('unknownHoldKind', `Hold ${row.id} has the unknown kind ${row.kind}`);
  return {
    id: row.id,
    kind: row.kind,
    from: dayOfColumn(row.fromDate),
    until: row.untilDate === null ? OPEN_ENDED : dayOfColumn(row.untilDate),
    partMinor: row.partMinor === null ? null : minorOf(row.partMinor),
  };
}

/** All holds that touch a case: its own, its invoice's, its debtor's and the book's, also ended ones: their days count. */
export async function holdsOfCase(
  db: Db | Tx,
  row: { creditorId: string; debtorId: string; invoiceId: string },
): Promise<CaseHold[]> {
  const rows = await db.hold.findMany({
    where: {
      OR: [
        { invoiceId: row.invoiceId },
        { scope: 'debtor', debtorId: row.debtorId },
        { scope: 'book', creditorId: row.creditorId },
      ],
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(caseHoldOf);
}

/** The open promise of a case; `holdUntil` is the day after date + grace. */
export async function openPromiseOf(db: Db | Tx, caseId: string): Promise<OpenPromise | null> {
  const row = await db.promiseToPay.findFirst({ where: { caseId, status: 'open' }, orderBy: { id: 'desc' } });
  if (row === null) return null;
  const madeOn = dayOfColumn(row.madeOn);
  return {
    id: row.id,
    madeOn,
    promisedFor: dayOfColumn(row.promisedFor),
    holdUntil: dayOfColumn(row.holdUntil),
    amountMinor: row.amountMinor === null ? null : minorOf(row.amountMinor),
    balanceMinorWhenMade: minorOf(row.balanceMinorWhenMade),
  };
}

/** The days of promises that were judged or replaced in an earlier run: they stay held, or the stage clock would jump (decisions 1.3). */
export async function pastPromiseHolds(db: Db | Tx, caseId: string, calendar: Calendar): Promise<CaseHold[]> {
  const rows = await db.promiseToPay.findMany({ where: { caseId, judgedAt: { not: null } }, orderBy: { id: 'asc' } });
  return rows.map(({ id, madeOn, holdUntil, status, judgedAt }) => {
    const end = dayOfColumn(holdUntil);
    const replacedOn = status === 'replaced' && judgedAt !== null ? dayAt(calendar, minuteOfColumn(judgedAt)) : end;
    return { id, kind: 'promise', from: dayOfColumn(madeOn), until: Math.min(end, replacedOn), partMinor: null };
  });
}

/** The day of an instant in the creditor's zone; what lies before the slice counts as its first day. */
const dayAt = (calendar: Calendar, at: EpochMinute): EpochDay =>
  creditorDayOf(calendar, epochMinute(Math.max(at, calendar.slice.from * MINUTES_PER_DAY)));

const minuteOfColumn = (column: Date): EpochMinute => minuteOf(instantOfColumn(column));

/** Steps performed in earlier runs, oldest first: they are not repeated. `tasks`: see `tasksOfSteps`. */
export async function performedSteps(
  db: Db | Tx,
  found: Pick<CaseWithParties, 'id' | 'invoice'>,
  tasks: readonly StepTask[],
  { held, calendar }: { readonly held: DayRanges; readonly calendar: Calendar },
): Promise<PerformedStep[]> {
  const caseId = found.id;
  const dueDay = dayOfColumn(found.invoice.effectiveDueDate);
  const [sent, skips] = await Promise.all([
    db.contactStep.findMany({ where: { caseId, definitelyFailed: false } }),
    db.stepSkip.findMany({ where: { caseId } }),
  ]);
  const steps = [
    ...sent.map((row) => ({
      step: row.stepId,
      occurrence: row.occurrence,
      at: minuteOfColumn(row.at),
      outcome: 'sent',
    })),
    ...tasks.map((row) => ({
      step: row.step,
      occurrence: row.occurrence,
      at: minuteOfColumn(row.at),
      outcome: 'taskOpened',
    })),
    ...skips.map((row) => ({
      step: row.stepId,
      occurrence: row.occurrence,
      at: minuteOfColumn(row.at),
      outcome: 'skipped',
    })),
  ];
  return steps
    .sort((a, b) => a.at - b.at)
    .map((step) => {
      const on = dayAt(calendar, step.at);
      return { ...step, on, day: stageDayOf(dueDay, held, on) };
    });
}

/** A task of a step of a case. */
export interface StepTask {
  readonly id: string;
  readonly step: string;
  readonly occurrence: number;
  readonly at: Date;
  readonly status: string;
  readonly deadlineAt: Date | null;
}

/** Tasks that steps of a case opened, or that they joined (K6), oldest first. A notice to sales is no step that was taken. */
export async function tasksOfSteps(db: Db | Tx, caseId: string): Promise<StepTask[]> {
  const rows = await db.task.findMany({
    where: { stepId: { not: null }, kind: { not: 'headsUp' }, OR: [{ caseId }, { covers: { some: { caseId } } }] },
    include: { covers: { where: { caseId } } },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap(({ id, status, deadlineAt, covers, ...row }) => {
    const own = { step: row.stepId ?? '', occurrence: row.occurrence ?? 1, at: row.at };
    const joined = covers.map(({ stepId: step, occurrence, at }) => ({ step, occurrence, at }));
    return [...(row.caseId === caseId ? [own] : []), ...joined].map((step) => ({ id, status, deadlineAt, ...step }));
  });
}

/** Those tasks of a case that wait for a person. Pure. */
export const openTasksOf = (tasks: readonly StepTask[], escalateTo: (stepId: string) => string | null): OpenTask[] =>
  tasks
    .filter(({ status }) => status === 'open')
    .map((row) => ({
      id: row.id,
      step: row.step,
      occurrence: row.occurrence,
      deadlineAt: row.deadlineAt === null ? null : minuteOfColumn(row.deadlineAt),
      escalateTo: escalateTo(row.step),
      blocks: false,
    }));
