import type { SendOutcome } from '../../../clients/send-outcome';
import { minuteOf } from '../../../domain/time';
import type { OutgoingMessage } from '../../../services/contact/channel-sender';
import { recordDelivery } from '../../../services/contact/record-delivery';
import { sendStep, type SendDeps } from '../../../services/contact/send-step';
import { lockDebtors } from '../../../services/debtor-lock';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';

const { db, reset } = testDatabase();
beforeEach(reset);

/** A sending whose provider is a function: what happens while the call is on its way, and what is answered in the end. */
async function aSlowSending(answer: (message: OutgoingMessage) => Promise<SendOutcome>) {
  const sending = await aSending(db);
  const calls: OutgoingMessage[] = [];
  const send = (message: OutgoingMessage) => {
    calls.push(message);
    return calls.length === 1 ? answer(message) : Promise.resolve<SendOutcome>({ kind: 'accepted', providerId: 'x-2' });
  };
  const deps: SendDeps = {
    ...sendDeps(db, sending.policies, 'http://127.0.0.1:1'),
    senders: { choose: () => ({ sender: { send } }) },
  };
  return { ...sending, deps, calls };
}

const deliver = (contactId: string) =>
  db.$transaction((tx) =>
    recordDelivery(tx, { contactId, outcome: 'delivered', at: new Date(inWindow), source: 'sendgrid', problem: null }),
  );

const openTasks = () => db.task.findMany({ where: { status: 'open' }, select: { kind: true } });

it('[R5] keeps what a webhook said when the connection breaks afterwards', async () => {
  const { call, deps } = await aSlowSending(async ({ contactId }) => {
    await deliver(contactId);
    return { kind: 'unknown', problem: 'socket hang up' };
  });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', channel: 'email' });
  expect(await db.contact.findMany()).toMatchObject([{ state: 'delivered' }]);
  expect(await openTasks()).toEqual([]);
});

it('[R5] lets a receipt and a broken connection come at the same moment', async () => {
  let receipt: Promise<unknown> = Promise.resolve();
  const { call, deps } = await aSlowSending(async ({ contactId }) => {
    const isLocked = new Promise<void>((locked) => {
      receipt = db.$transaction(async (tx) => {
        await lockDebtors(tx, [call.debtorId]);
        locked();
        // Long enough for the other one to wait, if it waits for this lock.
        await tx.$queryRaw`select pg_sleep(0.5)::text`;
        const at = new Date(inWindow);
        await recordDelivery(tx, { contactId, outcome: 'delivered', at, source: 'sendgrid', problem: null });
      });
    });
    await isLocked;
    return { kind: 'unknown', problem: 'socket hang up' };
  });
  await sendStep(deps, call);
  await receipt;
  expect(await db.contact.findMany()).toMatchObject([{ state: 'delivered' }]);
  expect(await openTasks()).toEqual([]);
});

it('[R5] takes an answer that comes after its attempt was given up, and tells the case', async () => {
  const { call, policies, deps, calls } = await aSlowSending(async () => {
    // The server gave the attempt up and started another, which finds it sending.
    expect(await sendStep(sendDeps(db, policies, 'http://127.0.0.1:1'), call)).toMatchObject({ kind: 'unknown' });
    expect(await openTasks()).toEqual([{ kind: 'resolveUnknownSend' }]);
    return { kind: 'accepted', providerId: 'x-1' };
  });
  await sendStep(deps, call);
  expect(await db.contact.findMany()).toMatchObject([{ state: 'sent', providerId: 'x-1' }]);
  expect(await openTasks()).toEqual([]);
  expect(await db.signalOutbox.findMany()).toMatchObject([{ kind: 'deliveryReported', payload: { outcome: 'sent' } }]);
  expect(calls).toHaveLength(1);
});

it('[R5] takes a refusal that comes after its attempt was given up, and leaves the next way to the case', async () => {
  const { call, policies, deps, calls } = await aSlowSending(async () => {
    await sendStep(sendDeps(db, policies, 'http://127.0.0.1:1'), call);
    return { kind: 'refused', problem: 'SendGrid answered 400' };
  });
  await sendStep(deps, call);
  expect(await db.contact.findMany()).toMatchObject([{ state: 'failed' }]);
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { kind: 'deliveryReported', payload: { outcome: 'failed' } },
  ]);
  expect(calls).toHaveLength(1);
});

it('[R5] never sends again when a refusal for now comes after its attempt was given up', async () => {
  const { call, policies, deps, calls } = await aSlowSending(async () => {
    await sendStep(sendDeps(db, policies, 'http://127.0.0.1:1'), call);
    return { kind: 'notAccepted', problem: 'SendGrid answered 503', retryAfterSeconds: null };
  });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'notAccepted' });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'unknown' });
  expect(await db.contact.findMany()).toMatchObject([{ state: 'unknown' }]);
  expect(calls).toHaveLength(1);
});

const recording: ReadonlySet<PropertyKey> = new Set(['$queryRaw', '$transaction', 'updateMany']);

/** A database that fails once, as soon as `isDue`: before it has written something, or afterwards; then `meanwhile` happens. */
function failingOnce(failure: {
  readonly when: 'before' | 'after';
  isDue(): boolean;
  meanwhile?(): Promise<void>;
}): typeof db {
  let left = 1;
  const failing =
    (work: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]) => {
      if (left === 0 || !failure.isDue()) return work(...args);
      left -= 1;
      if (failure.when === 'after') await work(...args);
      await failure.meanwhile?.();
      throw new Error('Connection terminated unexpectedly');
    };
  const part = <T extends object>(whole: T): T =>
    new Proxy(whole, {
      get: (target, key): unknown => {
        const value: unknown = Reflect.get(target, key);
        if (key === 'contact' && typeof value === 'object' && value !== null) return part(value);
        const isRecord = typeof value === 'function' && recording.has(key);
        return isRecord ? failing((...args) => Promise.resolve(Reflect.apply(value, target, args))) : value;
      },
    });
  return part(db);
}

const answers = {
  accepted: { outcome: { kind: 'accepted', providerId: 'x-1' }, states: ['sent'], evidence: ['contactSent'] },
  refused: {
    outcome: { kind: 'refused', problem: 'SendGrid answered 400' },
    states: ['failed', 'sent'],
    evidence: ['contactFailed', 'contactSent'],
  },
  'not accepted': {
    outcome: { kind: 'notAccepted', problem: 'SendGrid answered 503', retryAfterSeconds: null },
    states: ['reserved'],
    evidence: [],
  },
  unknown: { outcome: { kind: 'unknown', problem: 'hang up' }, states: ['unknown'], evidence: ['contactUnknown'] },
} as const;

it.each([
  ['accepted', 'before'],
  ['accepted', 'after'],
  ['refused', 'before'],
  ['refused', 'after'],
  ['not accepted', 'before'],
  ['not accepted', 'after'],
  ['unknown', 'before'],
  ['unknown', 'after'],
] as const)(
  '[F3] records once that a message was %s when the database fails %s it has written it',
  async (answer, when) => {
    const { outcome, states, evidence } = answers[answer];
    const { call, deps, calls } = await aSlowSending(() => Promise.resolve(outcome));
    await sendStep({ ...deps, db: failingOnce({ when, isDue: () => calls.length > 0 }) }, call);
    const contacts = await db.contact.findMany({ orderBy: { id: 'asc' } });
    expect(contacts.map(({ state }) => state)).toEqual(states);
    const kinds = ['contactSent', 'contactFailed', 'contactUnknown'];
    const rows = await db.evidence.findMany({ where: { kind: { in: kinds } }, orderBy: { seq: 'asc' } });
    expect(rows.map(({ kind }) => kind)).toEqual(evidence);
  },
);

it('[F3] leaves alone what another attempt sends when the record of a refusal for now is repeated', async () => {
  let answerSecond: (outcome: SendOutcome) => void = () => undefined;
  const { call, policies, deps, calls } = await aSlowSending(() =>
    Promise.resolve({ kind: 'notAccepted', problem: 'SendGrid answered 503', retryAfterSeconds: null }),
  );
  let second: Promise<unknown> = Promise.resolve();
  const meanwhile = () =>
    new Promise<void>((called) => {
      const send = () => {
        called();
        return new Promise<SendOutcome>((answer) => (answerSecond = answer));
      };
      second = sendStep({ ...deps, senders: { choose: () => ({ sender: { send } }) } }, call);
    });
  const failing = failingOnce({ when: 'after', isDue: () => calls.length > 0, meanwhile });
  expect(await sendStep({ ...deps, db: failing }, call)).toMatchObject({ kind: 'notAccepted' });
  expect(await sendStep(sendDeps(db, policies, 'http://127.0.0.1:1'), call)).toMatchObject({ kind: 'unknown' });
  answerSecond({ kind: 'accepted', providerId: 'x-2' });
  expect(await second).toMatchObject({ kind: 'sent' });
  expect(await db.contact.findMany()).toMatchObject([{ state: 'sent', providerId: 'x-2' }]);
  expect(calls).toHaveLength(1);
});

it('[F3] decides anew, and waits until morning, when the way from the reservation to the provider took too long', async () => {
  const { call, deps, calls } = await aSlowSending(() => Promise.resolve({ kind: 'accepted', providerId: 'x-1' }));
  // 17:29 in Shanghai, the window closes at 17:30; the database then takes three hours.
  const clock = ['2026-03-05T09:29:00.000Z', '2026-03-05T12:30:00.000Z'];
  const now = () => minuteOf((clock.length > 1 ? clock.shift() : clock[0]) ?? '');
  expect(await sendStep({ ...deps, now }, call)).toMatchObject({ kind: 'notAccepted' });
  expect(await sendStep({ ...deps, now }, call)).toMatchObject({
    kind: 'deferredUntil',
    until: '2026-03-06T01:00:00.000Z',
  });
  expect(calls).toEqual([]);
});
