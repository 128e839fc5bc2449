import { creditorDayOf } from '../../domain/calendar';
import { lastValidDay } from '../../domain/offers/validity';
import type { PlanStep } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import { addDays, dayOf, isoDateOf, type EpochDay } from '../../domain/time';
import { dayOfColumn } from '../columns';
import { localDateIn } from '../local-day';
import { dateText, statesDate } from '../render/formats';
import type { GateContext } from './contact-facts';
import { leadingStepOf } from './message-extras';

/** The words of a person for a message, with the step and the instant for which the machine wrote them first. */
export interface WrittenWords {
  readonly subject: string | null;
  readonly text: string;
  readonly leadStep: string;
  readonly leadDay: number;
  readonly at: Date;
  /** The computed date of the next legal step at that instant, in the forms in which a text may state it (S393). */
  readonly legalDates: readonly string[];
}

/** The computed date of the legal step that follows, on a day on which the message goes out; null when none follows. */
export function legalDayOn(
  context: GateContext,
  { leadStep, leadDay }: Pick<WrittenWords, 'leadStep' | 'leadDay'>,
  on: EpochDay,
): EpochDay | null {
  const { plan, rows } = context;
  const { motive } = rows.debtor;
  const payBy = deadlineOn(context, leadingStepOf(plan, leadStep), on);
  return announcedLegalDay(plan, { step: leadStep, today: on, stageDay: leadDay, motive, payBy });
}

/** A legal date as a text in either language may state it; empty for none. */
export const legalTexts = (day: EpochDay | null): string[] =>
  day === null ? [] : ['en', 'zh-CN'].map((language) => dateText(isoDateOf(day), language));

/** The deadline that a message of the step sets on a day; null when it sets none, or the calendar does not reach back. */
function deadlineOn({ calendar }: GateContext, step: PlanStep | undefined, on: EpochDay): EpochDay | null {
  const { payBy } = step ?? {};
  if (payBy === undefined || (on < calendar.slice.from && !('days' in payBy))) return null;
  return lastValidDay(calendar, payBy, on);
}

/**
 * Dates in a person's words that were right on the day on which the message was proposed, or on a later one, and are not any
 * more: its deadline and the announced day of a legal step move with the day on which it goes out (X1, S393). Dates of the
 * invoices are never among them. Pure; empty when the words are true now.
 */
export function staleDates(context: GateContext, words: WrittenWords): readonly string[] {
  const { rows, plan, calendar, asOf } = context;
  const { subject, text, leadStep, leadDay, at, legalDates } = words;
  const said = `${subject ?? ''}\n${text}`;
  const today = creditorDayOf(calendar, asOf);
  const writtenOn = dayOf(localDateIn(rows.creditor.zone, at));
  const step = leadingStepOf(plan, leadStep);
  const datesOn = (day: EpochDay): EpochDay[] => {
    const lead = { leadStep, leadDay: leadDay + (day - writtenOn) };
    return [deadlineOn(context, step, day), legalDayOn(context, lead, day)].filter((date) => date !== null);
  };
  const now = datesOn(today);
  const right = new Set([...now, ...rows.cases.flatMap((row) => [row.dueDate, row.invoiceDate].map(dayOfColumn))]);
  const moved = new Set<string>();
  for (let day = writtenOn; day < today; day = addDays(day, 1))
    for (const date of datesOn(day))
      if (!right.has(date) && statesDate(said, isoDateOf(date))) moved.add(dateText(isoDateOf(date), 'en'));
  // A legal step can also move because the debtor's motive is another now.
  const announced = now.flatMap((day) => legalTexts(day));
  for (const date of legalDates) if (said.includes(date) && !announced.includes(date)) moved.add(date);
  return [...moved];
}
