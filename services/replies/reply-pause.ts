import type { Tx } from '../../clients/prisma';
import { compileCalendar } from '../../domain/calendar';
import { replyPauseEnd } from '../../domain/replies/pause';
import { addDays, instantOf, minuteOf } from '../../domain/time';
import { calendarSlice } from '../calendar-slices';
import { dayOfColumn } from '../columns';
import type { NewMessage } from '../signal-outbox';

// Two working days lie within two weeks in every country; the longest holidays are ten days.
const CALENDAR_DAYS = 30;

/** Until when a reply received at `at` pauses automatic messages, on the working days of the creditor's people. */
export function pauseEndOf(creditor: { readonly zone: string; readonly country: string }, at: Date): Date {
  const slice = calendarSlice({
    creditorZone: creditor.zone,
    debtorZone: creditor.zone,
    debtorCountry: creditor.country,
    from: addDays(dayOfColumn(at), -1),
    days: CALENDAR_DAYS,
  });
  return new Date(instantOf(replyPauseEnd(compileCalendar(slice), minuteOf(at.toISOString()))));
}

/** Open cases of a debtor, in id order. */
export async function openCasesOf(tx: Tx, debtorId: string): Promise<string[]> {
  const rows = await tx.collectionCase.findMany({
    where: { debtorId, endedAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
}

/** Tells every open case of a debtor that a reply waits, or that it has been read: then the pause ends at once. */
export const replyNews = (caseIds: readonly string[], replyId: string, pausedUntil: Date): NewMessage[] =>
  caseIds.map((caseId) => ({
    caseId,
    kind: 'debtorReplied',
    body: { replyId, pausedUntil: pausedUntil.toISOString() },
  }));
