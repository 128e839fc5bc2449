import type { Db } from '../../clients/prisma';
import { createTwilioLookup } from '../../clients/twilio';
import type { StepCall } from '../../domain/case-input';
import { addMinutes, instantOf, minuteOf, type EpochMinute } from '../../domain/time';
import { lookUpUnknown } from '../../services/contact/look-up-unknown';
import { sendStep } from '../../services/contact/send-step';
import { driveEvents } from '../../services/webhooks/drive-events';
import { readSendGridBatch } from '../../services/webhooks/sendgrid-events';
import { storeEvents } from '../../services/webhooks/store-events';
import { reachingMessenger } from '../api/app-under-test';
import { startProviderStandIn, type ProviderStandIn } from '../support/provider-stand-in';
import { aSending, liveSettings, sendDeps } from '../support/sending';
import { anotherDebtor } from '../support/several-cases';
import { seededFaults } from '../support/stand-in/faults';
import { disturbed, mailEvent } from '../support/stand-in/webhooks';

export interface FaultRun {
  readonly seed: number;
  /** Of all requests, how many meet a fault: 0 to 1. */
  readonly share: number;
  /** Debtors with one message each, half of them by e-mail, half by SMS. */
  readonly sends: number;
  /** Faults that keep the client waiting for its time-out of 20 s, too. */
  readonly hang: boolean;
}

/** What came of the messages of a run, by the provider's ledger and by our record. */
export interface FaultFigures {
  readonly share: string;
  readonly sends: number;
  readonly requests: number;
  readonly accepted: number;
  /** Neither sent nor unknown in the end. */
  readonly lost: number;
  /** Accepted more than once. */
  readonly duplicate: number;
  /** Our record says sent, the ledger does not have it. */
  readonly madeUp: number;
  /** Accepted without a reservation that was marked as sending before. */
  readonly unreserved: number;
  readonly outOfWindow: number;
  /** Tried again on another day, because the window had closed. */
  readonly deferred: number;
  readonly unknown: number;
  /** Of the unknown, those that a person is asked about. */
  readonly flagged: number;
  /** Unknown after receipts came twice and in another order, and texts were looked up: those that were never accepted. */
  readonly unknownAfterwards: number;
  readonly unknownAndAccepted: number;
}

// 17:26 in Shanghai: whoever is asked to try again finds the window closed.
const BEGIN = minuteOf('2026-03-05T09:26:00.000Z');
const ROUND_MINUTES = 7;
// As many as a worker has in flight.
const AT_ONCE = 20;
const OPENS = 9 * 60;
const CLOSES = 17 * 60 + 30;
const SHANGHAI_MINUTES = 8 * 60;

interface Pending {
  readonly call: StepCall;
  readonly notBefore: EpochMinute;
}

/** Does what the activity and its retries do, on a clock that the run moves. Returns how many were deferred. */
async function performAll(
  clock: { now: EpochMinute },
  calls: readonly StepCall[],
  perform: (call: StepCall) => ReturnType<typeof sendStep>,
): Promise<number> {
  let deferred = 0;
  let pending: Pending[] = calls.map((call) => ({ call, notBefore: clock.now }));
  while (pending.length > 0) {
    const due = pending.filter(({ notBefore }) => notBefore <= clock.now);
    const next = pending.filter(({ notBefore }) => notBefore > clock.now);
    const takeOne = async () => {
      for (let taken = due.pop(); taken !== undefined; taken = due.pop()) {
        const { call } = taken;
        const answer = await perform({ ...call, asOf: instantOf(clock.now) });
        if (answer.kind === 'notAccepted') next.push({ call, notBefore: addMinutes(clock.now, ROUND_MINUTES) });
        if (answer.kind !== 'deferredUntil') continue;
        deferred += 1;
        next.push({ call, notBefore: minuteOf(answer.until) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, takeOne));
    pending = next;
    const [first] = pending.map(({ notBefore }) => notBefore).sort((a, b) => a - b);
    clock.now = first ?? clock.now;
  }
  return deferred;
}

const isInWindow = (at: Date): boolean => {
  const minute = (Math.floor(at.getTime() / 60_000) + SHANGHAI_MINUTES) % (24 * 60);
  return minute >= OPENS && minute < CLOSES;
};

/** What the provider's ledger and our record say, debtor by debtor. */
async function compare(db: Db, { accepted }: ProviderStandIn) {
  const contacts = await db.contact.findMany({ include: { contactPoint: { select: { address: true } } } });
  const tasks = await db.task.findMany({ where: { kind: 'resolveUnknownSend', status: 'open' } });
  const debtors = new Map(contacts.map(({ debtorId }) => [debtorId, 0]));
  let unreserved = 0;
  for (const { to, at } of accepted) {
    const own = contacts.filter(({ contactPoint }) => contactPoint?.address === to);
    const reserved = own.find(({ sendingAt }) => sendingAt !== null && sendingAt <= at);
    if (reserved === undefined) unreserved += 1;
    else debtors.set(reserved.debtorId, (debtors.get(reserved.debtorId) ?? 0) + 1);
  }
  const statesOf = (debtorId: string) => contacts.filter((row) => row.debtorId === debtorId).map(({ state }) => state);
  const all = [...debtors].map(([debtorId, count]) => ({
    count,
    isUnknown: statesOf(debtorId).includes('unknown'),
    isSent: statesOf(debtorId).some((state) => ['sent', 'delivered', 'read'].includes(state)),
    isFlagged: tasks.some((task) => task.debtorId === debtorId),
  }));
  return { unreserved, all };
}

/** Receipts come twice and in another order, and texts of which nobody knows are looked up. */
async function resolve(db: Db, provider: ProviderStandIn, seed: number, at: EpochMinute): Promise<void> {
  const now = new Date(instantOf(addMinutes(at, 5)));
  const messenger = reachingMessenger(db);
  const events = provider.accepted
    .filter(({ text }) => text === null)
    .flatMap((mail) => [mailEvent(mail, 'processed', now), mailEvent(mail, 'delivered', now)]);
  for (const event of disturbed(events, seed)) {
    const ids = await storeEvents(db, readSendGridBatch(JSON.stringify([event])), now);
    await driveEvents({ db, messenger }, ids, { now, until: Infinity });
  }
  const twilio = createTwilioLookup(liveSettings(provider.url).twilio);
  const lookups = new Map([['sms', { ...twilio, source: 'twilio' }] as const]);
  while ((await lookUpUnknown({ db, messenger, lookups, now })).found > 0);
}

/** Sends through a provider that fails at the given rate, repeats as the worker does, and compares ledger and record. */
export async function sendThroughFaults(db: Db, run: FaultRun): Promise<FaultFigures> {
  const { seed, share, sends, hang } = run;
  const clock = { now: BEGIN };
  const provider = await startProviderStandIn(() => new Date(instantOf(clock.now)));
  const faults = seededFaults(seed, share, sends * 20, { hang });
  provider.faults.push(...faults);
  const book = await aSending(db);
  const calls = [];
  for (let number = 1; number <= sends; number += 1) {
    const { debtorId, calls: own } = await anotherDebtor(db, book, `F-${number}`, [{ number: `F-${number}` }]);
    if (number % 2 === 0) await db.contactPoint.deleteMany({ where: { debtorId, kind: 'email' } });
    calls.push(...own);
  }
  const deps = sendDeps(db, book.policies, provider.url);
  const deferred = await performAll(clock, calls, (call) => sendStep(deps, call));
  const requests = faults.length - provider.faults.length;
  provider.faults.length = 0;
  const { unreserved, all } = await compare(db, provider);
  await resolve(db, provider, seed, clock.now);
  const { all: afterwards } = await compare(db, provider);
  await provider.close();
  const count = (rows: typeof all, isCounted: (row: (typeof all)[number]) => boolean) => rows.filter(isCounted).length;
  return {
    share: `${Math.round(share * 100)} %`,
    sends,
    requests,
    accepted: provider.accepted.length,
    lost: sends - count(all, ({ isSent, isUnknown }) => isSent || isUnknown),
    duplicate: count(all, (row) => row.count > 1),
    madeUp: count(all, ({ isSent, count: times }) => isSent && times === 0),
    unreserved,
    outOfWindow: provider.accepted.filter(({ at }) => !isInWindow(at)).length,
    deferred,
    unknown: count(all, ({ isUnknown }) => isUnknown),
    flagged: count(all, ({ isUnknown, isFlagged }) => isUnknown && isFlagged),
    unknownAfterwards: count(afterwards, ({ isUnknown }) => isUnknown),
    unknownAndAccepted: count(afterwards, ({ isUnknown, count: times }) => isUnknown && times > 0),
  };
}
