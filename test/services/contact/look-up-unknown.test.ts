import { createTwilioLookup } from '../../../clients/twilio';
import type { Channel } from '../../../domain/channels';
import { lookUpUnknown } from '../../../services/contact/look-up-unknown';
import { sendStep } from '../../../services/contact/send-step';
import { reachingMessenger, testNow } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { accountSid, authToken } from '../../support/stand-in/twilio';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
let clock = new Date(inWindow);
const provider = testProvider(() => clock);

beforeEach(async () => {
  await reset();
  clock = new Date(inWindow);
});

const minutesLater = (minutes: number) => new Date(new Date(inWindow).getTime() + minutes * 60_000);

/** Asks the stand-in, with the real SDK, `minutes` after the send. */
function lookUp(minutes: number) {
  const settings = { accountSid, authToken, baseUrl: provider.url, from: '+15005550006' };
  const lookup = { ...createTwilioLookup(settings), source: 'twilio' };
  const lookups = new Map<Channel, typeof lookup>([['sms', lookup]]);
  return lookUpUnknown({ db, messenger: reachingMessenger(db), lookups, now: minutesLater(minutes) });
}

/** A text whose sending met `fault`. */
async function anUnknownText(fault: 'acceptThenDrop' | 'drop') {
  const sending = await aSending(db);
  await db.contactPoint.deleteMany({ where: { kind: 'email' } });
  const deps = sendDeps(db, sending.policies, provider.url);
  provider.faults.push({ kind: fault });
  expect(await sendStep(deps, sending.call)).toMatchObject({ kind: 'unknown' });
  return { ...sending, deps };
}

it('[R5] finds an unknown text at the provider, closes its task, tells the case, and nothing is sent again', async () => {
  const { call, deps } = await anUnknownText('acceptThenDrop');
  expect(await lookUp(5)).toEqual({ asked: 1, found: 1 });
  const sid = provider.accepted[0]?.id;
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered', providerId: sid });
  expect(await db.task.findMany()).toMatchObject([{ kind: 'resolveUnknownSend', closedBy: 'twilio:lookup' }]);
  expect(await db.signalOutbox.findMany()).toMatchObject([{ kind: 'deliveryReported', appliedAt: testNow }]);
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent' });
  expect(provider.accepted).toHaveLength(1);
  expect(await lookUp(10)).toEqual({ asked: 0, found: 0 });
});

it('[R5] leaves unknown what the provider does not know: it is never sent again by the machine', async () => {
  const { call, deps } = await anUnknownText('drop');
  expect(await lookUp(5)).toEqual({ asked: 1, found: 0 });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'unknown' });
  expect(provider.accepted).toHaveLength(0);
});

it('asks neither too early, when the list may lag, nor after a day', async () => {
  await anUnknownText('acceptThenDrop');
  expect(await lookUp(1)).toEqual({ asked: 0, found: 0 });
  expect(await lookUp(25 * 60)).toEqual({ asked: 0, found: 0 });
});

it.each<[string, { readonly at?: Date; readonly text?: string }]>([
  ['other words', { text: 'Something else' }],
  ['another time', { at: minutesLater(-30) }],
])('takes no message for it that has %s', async (_name, other) => {
  await anUnknownText('acceptThenDrop');
  const [sent] = provider.accepted;
  if (sent === undefined || sent.text === null) throw new Error('No text was accepted');
  const { at = sent.at, text = sent.text.text } = other;
  provider.accepted[0] = { ...sent, at, text: { ...sent.text, text } };
  expect(await lookUp(5)).toEqual({ asked: 1, found: 0 });
});

it('takes neither of two messages that both fit, and not one that belongs to another contact', async () => {
  await anUnknownText('acceptThenDrop');
  const [sent] = provider.accepted;
  if (sent === undefined) throw new Error('No text was accepted');
  provider.accepted.push({ ...sent, id: `SM${'2'.repeat(32)}` });
  expect(await lookUp(5)).toEqual({ asked: 1, found: 0 });
  const { id, ...known } = await db.contact.findFirstOrThrow();
  await db.contact.create({ data: { ...known, facts: {}, state: 'delivered', providerId: `SM${'2'.repeat(32)}` } });
  expect(await lookUp(5)).toEqual({ asked: 1, found: 1 });
  expect(await db.contact.findFirstOrThrow({ where: { id } })).toMatchObject({
    state: 'delivered',
    providerId: sent.id,
  });
});
