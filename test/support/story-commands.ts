import type { HoldKind } from '../../domain/case-state';
import type { CarriedCase } from '../../domain/case-input';
import type { MessageOf } from '../../domain/messages';
import { parseMoney, type Money } from '../../domain/money';
import { instantOf, minuteOf } from '../../domain/time';
import { cancelCase, decideApproval, escalateCase } from '../../services/commands/case-commands';
import { changeDueDate } from '../../services/commands/change-due-date';
import { placeHold } from '../../services/commands/place-hold';
import { recordCall } from '../../services/commands/record-call';
import { recordPromise } from '../../services/commands/record-promise';
import { releaseHold } from '../../services/commands/release-hold';
import { lockDebtors } from '../../services/debtor-lock';
import { openCase } from '../../services/open-case';
import { recordPayment } from '../../services/payments';
import { reversePayment } from '../../services/payment-reversal';
import { createPinnedPlans } from '../../services/pinned-plans';
import { deliverOne } from '../../services/message-delivery';
import { relayMessages } from '../../services/message-relay';
import { createCaseMessenger } from '../../clients/case-messenger';
import type { Refused } from '../../services/problems';
import { enqueueMessages, unfinished } from '../../services/signal-outbox';
import type { StoryCase } from './story-case';

type Accepted = { readonly ok: true; readonly messageIds: readonly string[] };

function accepted<A extends Accepted>(answer: A | Refused): A {
  if (answer.ok) return answer;
  throw new Error(`Refused: ${JSON.stringify(answer)}`);
}

const ACTOR = 'staff:test';
// The relay leaves younger messages to their writer (decisions 3.1).
const RELAY_AFTER_MS = 11_000;
// An activity or a service asks for the lock within milliseconds; a minute means that it never will.
const WAIT_FOR_LOCK_MS = 60_000;

// More at once only wait in the client.
const BURST_AT_ONCE = 50;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What people, the bank and staff do in a story, on the story's day and through the services that the API uses. */
export function commandsOf(story: StoryCase) {
  const { stage, caseId, creditorId, invoiceNumber, currency } = story;
  const { db } = stage;
  const money = (amount: string): Money => {
    const parsed = parseMoney(amount, currency);
    if (!parsed.ok) throw new Error(`Amount ${amount}: expected ${parsed.expected}`);
    return parsed.money;
  };
  const command = () => ({ caseId, actor: ACTOR, reason: 'told in a story', at: story.now() });
  const deliver = async (answer: Accepted) => {
    const delivered = await story.deliver(answer.messageIds);
    if (delivered !== 'applied') throw new Error(`Case ${caseId} did not apply ${answer.messageIds.join(', ')}`);
  };
  const openTask = async (stepId: string) =>
    db.task.findFirstOrThrow({ where: { caseId, stepId, status: 'open' }, select: { id: true } });

  const books = async (amount: string, reference: string) =>
    accepted(
      await recordPayment(
        { db },
        {
          creditorId,
          invoiceNumbers: [invoiceNumber],
          amount: money(amount),
          valueDate: story.today(),
          reference,
          source: 'test',
          actor: ACTOR,
          at: story.now(),
        },
      ),
    );

  return {
    /** Books a payment without telling the case: what is committed before its message arrives. */
    books,
    pays: async (amount: string, reference = `${caseId}/${amount}`) => deliver(await books(amount, reference)),
    /** The payment goes back. The case may be closed: then the relay has to tell it. */
    paymentBounces: async (amount: string) => {
      const [valueDate, at] = [story.today(), story.now()];
      const reference = `${caseId}/${amount}`;
      const answer = await reversePayment(
        { db },
        { creditorId, reference, valueDate, reason: 'bounced', actor: ACTOR, at },
      );
      return story.deliver(accepted(answer).messageIds);
    },
    promises: async (day: number, amount?: string) => {
      const plans = createPinnedPlans(db, stage.policies);
      const what = {
        promisedFor: story.dateOf(day),
        method: 'phone',
        ...(amount === undefined ? {} : { amount: money(amount) }),
      };
      await deliver(accepted(await recordPromise({ db, plans }, { ...command(), ...what })));
    },
    isHeld: async (kind: HoldKind, untilDay: number | null = null, part?: string) => {
      const until = untilDay === null ? null : story.dateOf(untilDay);
      const partMinor = part === undefined ? {} : { partMinor: money(part).amountMinor };
      const hold = { scope: 'invoice', kind, from: story.today(), until, ...partMinor } as const;
      await deliver(accepted(await placeHold({ db }, { ...command(), ...hold })));
    },
    isReleased: async () => deliver(accepted(await releaseHold({ db }, command()))),
    isNowDueOnDay: async (day: number) => {
      const { actor, reason, at } = command();
      const change = { creditorId, invoiceNumber, effectiveDueDate: story.dateOf(day), actor, reason, at };
      await deliver(accepted(await changeDueDate({ db }, change)));
    },
    taskEnds: async (stepId: string, outcome: MessageOf<'recordCall'>['outcome']) => {
      const { id: taskId } = await openTask(stepId);
      const said = { note: 'told in a story', identified: true };
      await deliver(accepted(await recordCall({ db }, { taskId, outcome, ...said, actor: ACTOR, at: story.now() })));
    },
    approvalIs: async (decision: 'approved' | 'refused') => {
      const { id: approvalId } = await db.approval.findFirstOrThrow({ where: { caseId, status: 'open' } });
      await deliver(accepted(await decideApproval({ db }, { ...command(), approvalId, decision })));
    },
    isEscalatedTo: async (role: string) => deliver(accepted(await escalateCase({ db }, { ...command(), role }))),
    isCancelled: async () => deliver(accepted(await cancelCase({ db }, command()))),
    /** Hands every message of the case to its workflow once more, as a relay does that did not see the first delivery. */
    repeatsMessages: async () => {
      const rows = await db.signalOutbox.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
      const messenger = createCaseMessenger(stage.client);
      for (const row of rows) await deliverOne({ db, messenger }, { ...row, invoiceId: story.invoiceId });
    },
    /** Delivery receipts by the hundred with a payment and a promise among them, all committed, then sent as fast as it goes. */
    isHitByBurst: async (burst: { signals: number; pays: string; promisesForDay: number }) => {
      const contactId = story.invoiceId;
      const body = { contactId, stepId: 'friendlyReminder', occurrence: 1, outcome: 'read' } as const;
      const receipts = Array.from(
        { length: burst.signals },
        () => ({ caseId, kind: 'deliveryReported', body }) as const,
      );
      await db.$transaction((tx) => enqueueMessages(tx, story.now(), receipts));
      await books(burst.pays, 'in the burst');
      const plans = createPinnedPlans(db, stage.policies);
      const what = { promisedFor: story.dateOf(burst.promisesForDay), method: 'phone' };
      accepted(await recordPromise({ db, plans }, { ...command(), ...what }));
      const rows = await db.signalOutbox.findMany({ where: { caseId, ...unfinished } });
      const messenger = createCaseMessenger(stage.client);
      const sendNext = async () => {
        // An update may wait in vain for its answer in such a crowd: what has none, the relay repeats.
        for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
          await deliverOne({ db, messenger }, { ...row, invoiceId: story.invoiceId });
        }
      };
      await Promise.all(Array.from({ length: BURST_AT_ONCE }, sendNext));
      await stage.time.settle(story.workflowId);
    },
    /** The case as it is when it opens now: what a run carries that goes on as a new one at once. */
    opens: async (): Promise<CarriedCase> => {
      const plans = createPinnedPlans(db, stage.policies);
      const asOf = instantOf(minuteOf(story.now().toISOString()));
      const opened = await openCase({ db, plans }, { v: 1, id: caseId, caseId, clockOffsetMs: 0, asOf });
      const { plan, state, slice, row: publishedRow } = opened;
      return { plan, state, slice, publishedRow };
    },
    /** Takes the debtor's lock in a transaction of its own; returns what ends it. */
    locksDebtor: async (): Promise<() => Promise<void>> => {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const locked = await new Promise<{ done: Promise<void> }>((resolve) => {
        const done: Promise<void> = db.$transaction(async (tx) => {
          await lockDebtors(tx, [story.debtorId]);
          resolve({ done });
          await released;
        });
      });
      return async () => {
        release();
        await locked.done;
      };
    },
    /** Returns when that many transactions wait for a lock on a row. */
    untilWaitingForDebtor: async (transactions: number) => {
      for (const end = Date.now() + WAIT_FOR_LOCK_MS; ; await pause(20)) {
        const [found] = await db.$queryRaw<{ waiting: number }[]>`
          select count(*)::int as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
        if (found?.waiting === transactions) return;
        if (Date.now() > end)
          throw new Error(`${found?.waiting} transactions wait for a lock; expected ${transactions}`);
      }
    },
    /** What the Schedule of the relay does a little later. */
    relay: async () => {
      const messenger = createCaseMessenger(stage.client);
      const relayed = await relayMessages({ db, messenger, now: new Date(story.now().getTime() + RELAY_AFTER_MS) });
      await stage.time.settle(story.workflowId);
      return relayed;
    },
  };
}
