import { columnOfDay, dayOfColumn, isoDateOfColumn } from '../columns';
import { openBalances } from '../balances';
import { instantOf, isoDateOf } from '../../domain/time';
import { amountOf, entryOf, within, withDebtor, type StoryDay, type StoryEntry, type StoryReader } from './story-entry';
import { wordOf } from './story-texts';

async function payments(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId } = reader;
  const rows = await db.ledgerEntry.findMany({
    where: { type: 'payment', valueDate: columnOfDay(day.day), invoice: { creditorId } },
    include: { invoice: withDebtor },
  });
  const invoiceIds = rows.map(({ invoiceId }) => invoiceId).filter((id) => id !== null);
  const balances = await openBalances(db, invoiceIds);
  return rows.flatMap(({ invoice, amountMinor, currency, invoiceId }) => {
    if (invoice === null || invoiceId === null) return [];
    const openMinor = balances.get(invoiceId)?.openMinor ?? 0;
    const open = openMinor > 0 ? { open: amountOf(openMinor, currency) } : {};
    const values = { amount: amountOf(amountMinor, currency), ...open };
    return [entryOf(reader, 'paid', new Date(instantOf(day.from)), invoice, values)];
  });
}

async function promises(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId } = reader;
  const rows = await db.promiseToPay.findMany({
    where: { madeOn: columnOfDay(day.day), invoice: { creditorId } },
    include: { invoice: withDebtor },
  });
  return rows.map(({ invoice, promisedFor, holdUntil }) => {
    const until = isoDateOf(dayOfColumn(holdUntil));
    const values = { date: isoDateOfColumn(promisedFor), until };
    return entryOf(reader, 'promised', new Date(instantOf(day.from)), invoice, values);
  });
}

async function verdicts(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, language } = reader;
  const rows = await db.promiseToPay.findMany({
    where: { judgedAt: within(day), invoice: { creditorId } },
    include: { invoice: withDebtor },
  });
  return rows.flatMap(({ invoice, promisedFor, judgedAt, status }) => {
    if (judgedAt === null) return [];
    const values = { date: isoDateOfColumn(promisedFor), status: wordOf(status, language) };
    return [entryOf(reader, 'judged', judgedAt, invoice, values)];
  });
}

async function endings(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const { db, creditorId, language } = reader;
  const rows = await db.collectionCase.findMany({
    where: { creditorId, endedAt: within(day) },
    include: { invoice: withDebtor },
  });
  return rows.flatMap(({ invoice, endedAt, outcome }) =>
    endedAt === null ? [] : [entryOf(reader, 'ended', endedAt, invoice, { outcome: wordOf(outcome ?? '', language) })],
  );
}

/** What debtors did on a day and what came of it: payments, promises, verdicts on promises, cases that ended. */
export async function repliesOf(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const parts = [payments(reader, day), promises(reader, day), verdicts(reader, day), endings(reader, day)];
  return (await Promise.all(parts)).flat();
}
