import { sendStep } from '../../../services/contact/send-step';
import { deleteOldEvents } from '../../../services/webhooks/delete-old-events';
import { applyLeftBehind } from '../../../services/webhooks/drive-events';
import { readSendGridBatch } from '../../../services/webhooks/sendgrid-events';
import { storeEvents } from '../../../services/webhooks/store-events';
import { reachingMessenger } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { mailEvent } from '../../support/stand-in/webhooks';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const receivedAt = new Date('2026-03-05T02:30:00.000Z');
const provider = testProvider();
beforeEach(reset);

const turn = (secondsLater: number) =>
  applyLeftBehind({
    db,
    messenger: reachingMessenger(db),
    now: new Date(receivedAt.getTime() + secondsLater * 1_000),
  });

async function aStoredEvent(event: string) {
  const { call, policies } = await aSending(db);
  await sendStep(sendDeps(db, policies, provider.url), call);
  const [mail] = provider.accepted;
  if (mail === undefined) throw new Error('No mail was sent');
  await storeEvents(db, readSendGridBatch(JSON.stringify([mailEvent(mail, event, receivedAt)])), receivedAt);
}

it('applies what a stopped process has stored and not applied, not what is still in its hands, and once', async () => {
  await aStoredEvent('delivered');
  expect(await turn(5)).toEqual({ applied: 0, parked: 0 });
  expect(await turn(11)).toEqual({ applied: 1, parked: 0 });
  expect(await turn(21)).toEqual({ applied: 0, parked: 0 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered' });
});

it('applies an event once when two workers do so at the same moment', async () => {
  await aStoredEvent('bounce');
  const turns = await Promise.all([turn(11), turn(11), turn(11)]);
  expect(turns.reduce((sum, { applied }) => sum + applied, 0)).toBe(1);
  expect(await db.evidence.count({ where: { kind: 'contactReported' } })).toBe(1);
});

it('parks an event that fails, changes nothing else, and tries it again by itself', async () => {
  await aStoredEvent('bounce');
  // A contact without a leading step cannot be told to any case.
  await db.contactStep.updateMany({ data: { leads: false } });
  expect(await turn(11)).toEqual({ applied: 0, parked: 1 });
  expect((await db.webhookEvent.findFirstOrThrow()).parkedReason).toMatch(/^failed: /);
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'sent' });
  await db.contactStep.updateMany({ data: { leads: true } });
  expect(await turn(21)).toEqual({ applied: 1, parked: 0 });
  expect(await db.webhookEvent.findFirstOrThrow()).toMatchObject({ parkedReason: null });
});

describe('webhooks of last year', () => {
  const yearLater = (seconds: number) => new Date(Date.parse('2027-03-05T02:30:11.000Z') + seconds * 1_000);

  it('are deleted a year after they were applied, and what they said of the message stays', async () => {
    await aStoredEvent('delivered');
    await turn(11);
    expect(await deleteOldEvents({ db, now: yearLater(0) })).toEqual({ deleted: 0, emptied: 0 });
    expect(await deleteOldEvents({ db, now: yearLater(1) })).toEqual({ deleted: 1, emptied: 0 });
    expect(await db.webhookEvent.count()).toBe(0);
    expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered' });
  });

  it('lose their body only where a reply names them, and are deleted where nothing fitted them', async () => {
    await aStoredEvent('delivered');
    const { id: webhookEventId } = await db.webhookEvent.findFirstOrThrow();
    const { debtorId } = await db.contact.findFirstOrThrow();
    const hash = 'a'.repeat(64);
    const text = { contentHash: hash, mediaType: 'text/plain', content: Buffer.from('paid') };
    const { id: documentId } = await db.document.create({ data: { debtorId, kind: 'reply', ...text } });
    const task = { debtorId, kind: 'readReply', role: 'owner', why: { code: 'replyPending' }, at: receivedAt };
    const { id: taskId } = await db.task.create({ data: task });
    const reply = { channel: 'email', sender: 'ap@example.com', receivedAt, pausedUntil: receivedAt };
    await db.reply.create({ data: { ...reply, debtorId, documentId, webhookEventId, taskId } });
    const parked = { provider: 'twilio', kind: 'status', eventId: 'SM1', bodyHash: hash, body: '{}', receivedAt };
    await db.webhookEvent.create({ data: parked });
    expect(await deleteOldEvents({ db, now: yearLater(1) })).toEqual({ deleted: 1, emptied: 1 });
    expect(await deleteOldEvents({ db, now: yearLater(2) })).toEqual({ deleted: 0, emptied: 0 });
    expect(await db.webhookEvent.findMany()).toMatchObject([{ id: webhookEventId, body: '' }]);
  });
});
