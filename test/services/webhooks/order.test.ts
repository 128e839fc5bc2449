import fc from 'fast-check';
import { sendStep } from '../../../services/contact/send-step';
import { driveEvents } from '../../../services/webhooks/drive-events';
import { readSendGridBatch } from '../../../services/webhooks/sendgrid-events';
import { storeEvents } from '../../../services/webhooks/store-events';
import { reachingMessenger } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { disturbed, mailEvent, type SendGridEvent } from '../../support/stand-in/webhooks';
import { testProvider } from '../../support/test-provider';

const { db } = testDatabase();
const now = new Date('2026-03-05T02:30:00.000Z');
const provider = testProvider(() => now);

const kinds: readonly (readonly [string, SendGridEvent])[] = [
  ['processed', {}],
  ['deferred', {}],
  ['delivered', {}],
  ['open', {}],
  ['open', { sg_machine_open: true }],
  ['click', {}],
  ['bounce', { type: 'bounce', reason: '550' }],
  ['bounce', { type: 'blocked', reason: '554' }],
  ['dropped', { reason: 'Unsubscribed Address' }],
  ['spamreport', {}],
  ['something new', {}],
];

/** Puts the sent message back to where it was before the first webhook. */
async function restore(): Promise<void> {
  await db.signalOutbox.deleteMany();
  await db.webhookEvent.deleteMany();
  await db.task.deleteMany();
  await db.contactStep.updateMany({ data: { definitelyFailed: false } });
  await db.contactPoint.updateMany({ data: { bouncedAt: null, optedOut: [] } });
  await db.contact.updateMany({ data: { state: 'sent', deliveredAt: null, readAt: null, failedAt: null } });
}

/** What webhooks have led to, but for instants and ids. */
async function outcome() {
  const { state } = await db.contact.findFirstOrThrow();
  const steps = await db.contactStep.findMany({ select: { definitelyFailed: true } });
  const points = await db.contactPoint.findMany({ orderBy: { kind: 'asc' } });
  return {
    state,
    steps,
    points: points.map(({ kind, bouncedAt, optedOut }) => ({ kind, isBounced: bouncedAt !== null, optedOut })),
    tasks: (await db.task.findMany({ orderBy: { kind: 'asc' } })).map(({ kind, status }) => ({ kind, status })),
    messages: await db.signalOutbox.count(),
    events: (await db.webhookEvent.findMany({ orderBy: { eventId: 'asc' } })).map((row) => row.eventId),
    waiting: await db.webhookEvent.count({ where: { appliedAt: null } }),
  };
}

/** Applies events as they arrive, each in a webhook of its own. */
async function arrive(events: readonly SendGridEvent[]): Promise<void> {
  for (const event of events) {
    const ids = await storeEvents(db, readSendGridBatch(JSON.stringify([event])), now);
    await driveEvents({ db, messenger: reachingMessenger(db) }, ids, { now, until: Infinity });
  }
}

it('[F5] ends in the same state in whichever order and however often events arrive', async () => {
  const { call, policies } = await aSending(db);
  await sendStep(sendDeps(db, policies, provider.url), call);
  const [mail] = provider.accepted;
  if (mail === undefined) throw new Error('No mail was sent');
  const list = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 900 })), { maxLength: 6 });
  const property = fc.asyncProperty(list, fc.integer(), async (drawn, seed) => {
    const events = drawn.map(([[event, more], seconds]) =>
      mailEvent(mail, event, new Date(now.getTime() - seconds * 1_000), more),
    );
    await restore();
    await arrive(events);
    const once = await outcome();
    await restore();
    await arrive(disturbed(events, seed));
    expect(await outcome()).toEqual(once);
    expect(once.waiting).toBe(0);
  });
  // Each run applies some fifteen events to a real database; forty runs reach every pair of kinds in both orders.
  await fc.assert(property, { numRuns: 40 });
});
