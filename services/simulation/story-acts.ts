import { z } from 'zod';
import { dayOfColumn, isoDateOfColumn } from '../columns';
import { chainIdOf } from '../evidence';
import { explain, reasonOf } from '../queries/explain';
import { amountOf, entryOf, within, withDebtor, type StoryDay, type StoryEntry, type StoryReader } from './story-entry';
import { wordOf } from './story-texts';

async function openings(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, zone, language } = reader;
  const rows = await db.collectionCase.findMany({
    where: { creditorId, startedAt: within(day) },
    include: { invoice: withDebtor },
  });
  return rows.flatMap((row) => {
    const { invoice, startedAt, nextReason, endedAt, stage } = row;
    if (startedAt === null) return [];
    const overdue = day.day - dayOfColumn(invoice.effectiveDueDate);
    const reason = reasonOf(nextReason);
    // What was done on the same day speaks for itself.
    const isWaiting = stage === null && endedAt === null && reason !== null;
    const values = {
      amount: amountOf(invoice.amountMinor, invoice.currency),
      overdue: String(overdue),
      date: isoDateOfColumn(invoice.effectiveDueDate),
      ...(isWaiting ? { why: explain(reason, language, zone) } : {}),
    };
    return [entryOf(reader, overdue > 0 ? 'opened' : 'openedBefore', startedAt, invoice, values)];
  });
}

async function contacts(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, language } = reader;
  const rows = await db.contactStep.findMany({
    where: { leads: true, at: within(day), definitelyFailed: false, invoice: { creditorId } },
    include: {
      invoice: withDebtor,
      contact: { include: { steps: { where: { leads: false }, include: { invoice: { select: { number: true } } } } } },
    },
  });
  return rows.map(({ stepId, day, at, invoice, contact }) => {
    const covered = contact.steps.map((step) => `${step.invoice.number} (${step.stepId})`);
    return entryOf(reader, 'sent', at, invoice, {
      step: stepId,
      channel: wordOf(contact.channel, language),
      day: String(day ?? 0),
      ...(covered.length === 0 ? {} : { covered: covered.join(', ') }),
    });
  });
}

const notSentContent = z.object({
  step: z.string(),
  decision: z.object({ reason: z.unknown(), until: z.number().optional() }),
});

async function refusals(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, language, zone } = reader;
  const rows = await db.evidence.findMany({
    where: { kind: 'contactNotSent', at: within(day), chainId: { startsWith: 'case:' } },
  });
  const cases = await db.collectionCase.findMany({ where: { creditorId }, include: { invoice: withDebtor } });
  const invoices = new Map(cases.map(({ id, invoice }) => [chainIdOf({ kind: 'case', id }), invoice]));
  return rows.flatMap((row) => {
    const invoice = invoices.get(row.chainId);
    const content = notSentContent.safeParse(JSON.parse(row.content)).data;
    const reason = reasonOf(content?.decision.reason);
    if (invoice === undefined || content === undefined || reason === null) return [];
    const { step, decision } = content;
    const until = decision.until === undefined ? {} : { until: decision.until };
    const why = explain({ ...until, ...reason }, language, zone);
    return [entryOf(reader, 'notSent', row.at, invoice, { step, why })];
  });
}

async function tasks(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, language } = reader;
  const rows = await db.task.findMany({
    where: { at: within(day), invoice: { creditorId } },
    include: { invoice: withDebtor },
  });
  return rows.flatMap(({ at, invoice, kind, role, stepId, day: stageDay, outcome }) => {
    if (invoice === null) return [];
    const result = outcome === null ? {} : { outcome: wordOf(outcome, language) };
    const values = { task: kind, role, step: stepId ?? kind, day: String(stageDay ?? 0), ...result };
    return [entryOf(reader, 'task', at, invoice, values)];
  });
}

/** What the creditor did on a day, or decided not to do: cases opened, messages sent and not sent, tasks for people. */
export async function actsOf(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const parts = [openings(reader, day), contacts(reader, day), refusals(reader, day), tasks(reader, day)];
  return (await Promise.all(parts)).flat();
}
