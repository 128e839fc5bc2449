import { createHash } from 'node:crypto';
import type { Db } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import { isoDate } from '../../domain/time';
import { placeHold } from '../../services/commands/place-hold';
import { releaseHold } from '../../services/commands/release-hold';
import { recordDelivery } from '../../services/contact/record-delivery';
import { reserveContact } from '../../services/contact/reserve-contact';
import { sendStep, type SendDeps } from '../../services/contact/send-step';
import { recordPayment } from '../../services/payments';
import { newId } from '../../services/ids';
import type { AcceptedRequest, ProviderStandIn } from '../support/provider-stand-in';
import { announce, anotherDebtor } from '../support/several-cases';
import type { AnyDebtor, BookEvent } from './any-book';
import { applyToModel, copyOf, mayBeNamed, newModel, paidBy, type DebtorModel } from './book-model';
import { formatDay, isInHours } from './local-time';

export interface BookSite {
  readonly db: Db;
  readonly deps: SendDeps;
  readonly provider: ProviderStandIn;
  readonly book: { readonly creditorId: string; readonly policies: Parameters<typeof anotherDebtor>[1]['policies'] };
}

/** A message as the provider accepted it. */
interface Message {
  readonly at: Date;
  readonly invoices: readonly number[];
  readonly contactId: string | null;
}

/** What the rules of a run forbid and what happened all the same; empty when all is well. */
export interface BookOutcome {
  readonly messages: number;
  readonly violations: readonly string[];
}

const BEGIN = Date.parse('2026-03-04T16:00:00.000Z');
// A provider that asks to try again is asked again a minute later, as often as the gate allows.
const TRIES = 5;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Lives one debtor's life through the real services; the provider's ledger is judged after each moment. */
export async function liveDebtor(site: BookSite, number: string, debtor: AnyDebtor): Promise<BookOutcome> {
  const { db, deps, provider, book } = site;
  const { place, currencies, moments } = debtor;
  const numbers = currencies.map((currency, index) => ({ number: `${number}-${index}`, currency }));
  const { debtorId, calls } = await anotherDebtor(db, book, number, numbers);
  await db.debtor.update({ where: { id: debtorId }, data: { ...place } });
  for (const call of calls) await announce(db, call);
  const points = await db.contactPoint.findMany({ where: { debtorId, kind: { in: ['email', 'phone'] } } });
  const addresses = points.map(({ address }) => address);
  const model = newModel(calls.length);
  const messages: Message[] = [];
  const bounced = new Set<string>();
  const violations: string[] = [];
  const triggered = calls.map(() => new Set(['friendlyReminder 1']));

  const stepOf = (call: StepCall, event: Extract<BookEvent, { kind: 'send' }>, at: Date): StepCall => ({
    ...call,
    id: newId(),
    step: event.step,
    occurrence: 'occurrence' in event ? event.occurrence : 1,
    asOf: at.toISOString(),
  });
  const sends = async (call: StepCall) => {
    for (let tries = 1; tries <= TRIES; tries += 1) if ((await sendStep(deps, call)).kind !== 'notAccepted') return;
  };
  const crashes = async (call: StepCall, isSending: boolean) => {
    const reservation = await reserveContact(deps, call);
    if (reservation.kind !== 'reserved' || !isSending) return;
    const { contactId: id } = reservation.message;
    await db.contact.updateMany({ where: { id, state: 'reserved' }, data: { state: 'sending', sendingAt: call.asOf } });
  };
  const bounces = async (at: Date) => {
    const contactId = messages.at(-1)?.contactId;
    if (contactId === undefined || contactId === null || bounced.has(contactId)) return;
    const report = { contactId, outcome: 'bounced', at, source: 'sendgrid', problem: '550' } as const;
    const news = await db.$transaction((tx) => recordDelivery(tx, report));
    if (news !== null) bounced.add(contactId);
  };
  const command = (call: StepCall, at: Date) => ({ caseId: call.caseId, actor: 'test', reason: 'test', at });
  const happens = async (call: StepCall, invoice: number, event: BookEvent, at: Date): Promise<void> => {
    const today = isoDate(formatDay(at, 'Asia/Shanghai'));
    const dayAfter = (days: number) => isoDate(formatDay(new Date(at.getTime() + days * DAY_MS), 'Asia/Shanghai'));
    switch (event.kind) {
      case 'send':
        triggered[invoice]?.add(`${event.step} ${'occurrence' in event ? event.occurrence : 1}`);
        return sends(stepOf(call, event, at));
      case 'crash':
        return crashes({ ...call, asOf: at.toISOString() }, event.isSending);
      case 'pays': {
        const amountMinor = paidBy(model, invoice, event.percent);
        if (amountMinor === 0) return;
        const amount = { amountMinor, currency: currencies[invoice] ?? 'CNY' };
        const named = { debtorNumber: number, invoiceNumbers: [numbers[invoice]?.number ?? ''] };
        const payment = { ...named, amount, valueDate: today, reference: newId(), source: 'test', actor: 'test', at };
        const paid = await recordPayment({ db }, { creditorId: book.creditorId, ...payment });
        if (!paid.ok) throw new Error(`The payment was refused: ${JSON.stringify(paid.problem)}`);
        return;
      }
      case 'hold': {
        const until = event.days === null ? null : dayAfter(event.days);
        await placeHold({ db }, { ...command(call, at), scope: event.scope, kind: 'manual', from: today, until });
        return;
      }
      case 'release':
        return void (await releaseHold({ db }, command(call, at)));
      case 'noContact': {
        const noContactUntil = new Date(dayAfter(event.days));
        return void (await db.debtor.update({ where: { id: debtorId }, data: { noContactUntil } }));
      }
      case 'optOut': {
        const kind = event.channel === 'email' ? 'email' : 'phone';
        const data = { optedOut: { push: event.channel } };
        return void (await db.contactPoint.updateMany({ where: { debtorId, kind }, data }));
      }
      case 'bounce':
        return bounces(at);
    }
  };
  /** The invoices that our record says a message covers: a text may name none, but only tell their sum. */
  const recordedFor = async ({ contactId, text }: AcceptedRequest): Promise<number[]> => {
    const textHash = createHash('sha256')
      .update(text?.text ?? '')
      .digest('hex');
    const contact = contactId === null ? { debtorId, textHash } : { id: contactId };
    const steps = await db.contactStep.findMany({ where: { contact } });
    return steps.map(({ invoiceId }) => calls.findIndex((call) => call.invoiceId === invoiceId));
  };
  /** Judges what the provider has accepted at this moment: what was known before it, or by its end, allows it. */
  const judge = async (known: number, before: DebtorModel, at: Date) => {
    for (const request of provider.accepted.slice(known).filter(({ to }) => addresses.includes(to))) {
      const invoices = [...new Set([...namedIn(request, number), ...(await recordedFor(request))])];
      const channel = request.text === null ? 'email' : 'sms';
      messages.push({ at, invoices, contactId: request.contactId });
      if (!isInHours(at, place.zone)) violations.push(`I3 ${number}: sent at ${at.toISOString()} in ${place.zone}`);
      for (const invoice of invoices)
        if (!mayBeNamed(before, invoice, channel, at) && !mayBeNamed(model, invoice, channel, at))
          violations.push(`I1 ${number}: invoice ${invoice} was named in a message at ${at.toISOString()}`);
      if (invoices.length === 0) violations.push(`I2 ${number}: a message was sent that nobody reserved`);
    }
  };

  let now = BEGIN;
  for (const { afterMinutes, events } of moments) {
    now += afterMinutes * 60_000;
    const at = new Date(now);
    const known = provider.accepted.length;
    const before = copyOf(model);
    const told = events.map(({ invoice, event }) => ({ invoice: invoice % calls.length, event }));
    await Promise.all(
      told.map(({ invoice, event }) => {
        const call = calls[invoice];
        return call === undefined ? Promise.resolve() : happens(call, invoice, event, at);
      }),
    );
    for (const { invoice, event } of told) applyToModel(model, invoice, event, at);
    await judge(known, before, at);
  }
  violations.push(...repeated(number, messages, bounced, triggered), ...tooMany(number, messages, bounced));
  return { messages: messages.length, violations };
}

/** The invoices that a message names, by their place in the book. */
function namedIn({ body, text }: AcceptedRequest, number: string): number[] {
  const words = text === null ? body : text.text;
  const found = [...words.matchAll(new RegExp(`${number}-(\\d)`, 'g'))].map(([, index]) => Number(index));
  return [...new Set(found)];
}

const arrived = (messages: readonly Message[], bounced: ReadonlySet<string>) =>
  messages.filter(({ contactId }) => contactId === null || !bounced.has(contactId));

/** I2: an invoice is named at most once for each step that was ever asked for. */
function repeated(
  number: string,
  messages: readonly Message[],
  bounced: ReadonlySet<string>,
  triggered: readonly ReadonlySet<string>[],
): string[] {
  return triggered.flatMap((steps, invoice) => {
    const named = arrived(messages, bounced).filter(({ invoices }) => invoices.includes(invoice)).length;
    return named > steps.size
      ? [`I2 ${number}: invoice ${invoice} was named ${named} times for ${steps.size} steps`]
      : [];
  });
}

/** I3: at most one contact in 48 hours and two in seven days, whatever the invoice, channel or currency. */
function tooMany(number: string, messages: readonly Message[], bounced: ReadonlySet<string>): string[] {
  const times = arrived(messages, bounced).map(({ at }) => at.getTime());
  return times.flatMap((time, index) => {
    const gap = time - (times[index - 1] ?? -Infinity);
    const inWeek = times.filter((other) => other <= time && other > time - 7 * DAY_MS).length;
    return [
      ...(gap < 48 * HOUR_MS ? [`I3 ${number}: two messages within ${gap / HOUR_MS} hours`] : []),
      ...(inWeek > 2 ? [`I3 ${number}: ${inWeek} messages within a week`] : []),
    ];
  });
}
