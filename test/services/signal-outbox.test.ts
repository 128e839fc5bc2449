import { isoDate } from '../../domain/time';
import { unstartedCases } from '../../services/enrolment';
import { reversePayment } from '../../services/payment-reversal';
import { recordPayment } from '../../services/payments';
import { type CaseMessenger, deliverMessages } from '../../services/message-delivery';
import { relayMessages } from '../../services/message-relay';
import { enqueueMessage, markApplied } from '../../services/signal-outbox';
import { anEnrolledBook, anInvoiceRow, noon } from '../support/a-book';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const body = { reason: 'test' };
const later = new Date(noon.getTime() + 10_001);

const aCase = async () => {
  const book = await anEnrolledBook(db, [anInvoiceRow()]);
  return { ...book, caseId: book.caseOf('INV-1') };
};
const enqueue = (caseId: string) => db.$transaction((tx) => enqueueMessage(tx, caseId, 'cancelCase', noon, body));

type Sent = Parameters<CaseMessenger['send']>[0];

/** A messenger that answers as told; where it says `applied`, the case marks the message as a real one does. */
function aMessenger(answer: 'applied' | 'delivered' | 'notRunning' | 'down') {
  const sent: Sent[] = [];
  const messenger: CaseMessenger = {
    send: async (message) => {
      sent.push(message);
      if (answer === 'down') throw new Error('the server does not answer');
      if (answer === 'notRunning') return 'notRunning';
      if (answer === 'applied')
        await markApplied(
          db,
          (await db.signalOutbox.findMany()).map((row) => row.id),
          noon,
        );
      return 'delivered';
    },
  };
  return { messenger, sent };
}

it('writes a message whose id is that of its row, and refuses a malformed one', async () => {
  const { caseId } = await aCase();
  const id = await enqueue(caseId);
  const row = await db.signalOutbox.findUniqueOrThrow({ where: { id } });
  expect(row.payload).toEqual({ v: 1, id, at: noon.toISOString(), reason: 'test' });
  await expect(db.$transaction((tx) => enqueueMessage(tx, caseId, 'cancelCase', noon, { reason: '' }))).rejects.toThrow(
    'reason',
  );
});

it('says "applied" as soon as the case has applied the message', async () => {
  const { caseId } = await aCase();
  const { messenger, sent } = aMessenger('applied');
  const id = await enqueue(caseId);
  expect(await deliverMessages({ db, messenger }, [id], { waitMs: 5_000 })).toBe('applied');
  expect(sent).toMatchObject([{ caseId, kind: 'cancelCase', body: { id } }]);
});

it.each([
  ['delivered', 'keeps silent', null],
  ['notRunning', 'is not running', 'the case has no running workflow'],
  ['down', 'cannot be asked', 'the server does not answer'],
] as const)('says "committed" when the case %s: it %s', async (answer, _, lastError) => {
  const { caseId } = await aCase();
  const { messenger } = aMessenger(answer);
  const id = await enqueue(caseId);
  // Long enough for the database of a busy machine to take the message before the time is over.
  expect(await deliverMessages({ db, messenger }, [id], { waitMs: 2_000 })).toBe('committed');
  expect(await db.signalOutbox.findUniqueOrThrow({ where: { id } })).toMatchObject({
    attempts: 1,
    lastError,
    appliedAt: null,
  });
});

it('repeats what is not applied after ten seconds, with the same id, and nothing younger or applied', async () => {
  const { caseId } = await aCase();
  const id = await enqueue(caseId);
  const { messenger, sent } = aMessenger('applied');
  const relay = (now: Date) => relayMessages({ db, messenger, now });
  expect(await relay(new Date(noon.getTime() + 9_000))).toEqual({ delivered: 0, final: 0 });
  expect(await relay(later)).toEqual({ delivered: 1, final: 0 });
  expect(await relay(later)).toEqual({ delivered: 0, final: 0 });
  expect(sent.map((message) => message.body)).toMatchObject([{ id }]);
});

it('repeats what is marked applied while nobody knows that it arrived: the task that marked it may have been discarded', async () => {
  const { caseId } = await aCase();
  const id = await enqueue(caseId);
  await markApplied(db, [id], noon);
  expect(await deliverMessages({ db, messenger: aMessenger('down').messenger }, [id], { waitMs: 120 })).toBe(
    'committed',
  );
  const { messenger, sent } = aMessenger('delivered');
  expect(await relayMessages({ db, messenger, now: later })).toEqual({ delivered: 1, final: 0 });
  expect(await relayMessages({ db, messenger, now: later })).toEqual({ delivered: 0, final: 0 });
  expect(sent.map((message) => message.body)).toMatchObject([{ id }]);
});

it('keeps a message for a case that has not started yet', async () => {
  const { caseId } = await aCase();
  const id = await enqueue(caseId);
  expect(await relayMessages({ db, messenger: aMessenger('notRunning').messenger, now: later })).toEqual({
    delivered: 0,
    final: 0,
  });
  expect((await db.signalOutbox.findUniqueOrThrow({ where: { id } })).finalAt).toBeNull();
});

it('makes a message that meets a closed case final, with the reason', async () => {
  const { caseId } = await aCase();
  const id = await enqueue(caseId);
  await db.collectionCase.update({
    where: { id: caseId },
    data: { status: 'ended', endedAt: noon, outcome: 'cancelled' },
  });
  const { messenger, sent } = aMessenger('delivered');
  expect(await relayMessages({ db, messenger, now: later })).toEqual({ delivered: 0, final: 1 });
  expect(sent).toEqual([]);
  expect((await db.signalOutbox.findUniqueOrThrow({ where: { id } })).finalReason).toBe(
    'the case is closed (cancelled)',
  );
});

it('reopens a settled case whose payment was reversed, linked to the run before', async () => {
  const { caseId, creditorId } = await aCase();
  const [amount, valueDate] = [{ amountMinor: 100_000, currency: 'CNY' }, isoDate('2026-03-18')];
  const common = { creditorId, valueDate, actor: 't', at: noon };
  await recordPayment({ db }, { ...common, invoiceNumbers: ['INV-1'], amount, reference: 'R', source: 't' });
  await db.caseRun.updateMany({ data: { workflowRunId: 'run-1', startedAt: noon } });
  const ended = { status: 'ended', startedAt: noon, endedAt: noon, outcome: 'settled' };
  await db.collectionCase.update({ where: { id: caseId }, data: ended });
  const relay = () => relayMessages({ db, messenger: aMessenger('delivered').messenger, now: later });
  expect(await relay()).toEqual({ delivered: 0, final: 1 });
  expect(await unstartedCases(db, 10)).toEqual([]);
  await reversePayment({ db }, { ...common, reference: 'R', reason: 'bounced' });
  expect(await relay()).toEqual({ delivered: 0, final: 1 });
  expect(await unstartedCases(db, 10)).toMatchObject([{ caseId, runNo: 2, previousRunId: 'run-1' }]);
});
