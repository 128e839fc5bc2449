import { createSendGridSender } from '../../clients/sendgrid';
import { createTwilioSender } from '../../clients/twilio';
import type { Fault } from '../support/provider-stand-in';
import { seededFaults } from '../support/stand-in/faults';
import { accountSid, authToken } from '../support/stand-in/twilio';
import { sendGridKey } from '../support/stand-in/sendgrid';
import { testProvider } from '../support/test-provider';

const provider = testProvider();

const contactId = '019ca000-0000-7000-8000-000000000001';

function senders(more: { readonly key?: string; readonly token?: string } = {}) {
  const { key = sendGridKey, token = authToken } = more;
  const mails = createSendGridSender({
    apiKey: key,
    baseUrl: provider.url,
    from: 'credit@example.com',
    replyTo: 'replies@in.example.com',
  });
  const texts = createTwilioSender(
    { accountSid, authToken: token, baseUrl: provider.url, from: '+15005550006' },
    'https://dunwell.example.com/',
  );
  return {
    mail: (to = 'ap@example.com') =>
      mails.send({ contactId, to, subject: 'Reminder', text: 'Please pay', html: null, formal: false }),
    text: (to = '+8613800138000') => texts.send({ contactId, to, text: 'Please pay' }),
  };
}

it('lets answers and receipts find their way back: reply address, custom argument, callback with contact and time', async () => {
  const { mail, text } = senders();
  expect([(await mail()).kind, (await text()).kind]).toEqual(['accepted', 'accepted']);
  const [first, second] = provider.accepted;
  expect(JSON.parse(first?.body ?? '{}')).toMatchObject({
    custom_args: { contactId },
    reply_to: { email: `replies+${contactId}@in.example.com` },
  });
  expect(second?.contactId).toBe(contactId);
  expect(second?.text?.statusCallback).toMatch(
    /^https:\/\/dunwell\.example\.com\/v1\/webhooks\/twilio\/status\?contact=[0-9a-f-]{36}&at=\d{10}$/,
  );
});

it.each<[string, Fault, { readonly mail: string; readonly text: string }, number]>([
  [
    '429',
    { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
    { mail: 'notAccepted', text: 'notAccepted' },
    0,
  ],
  ['503', { kind: 'status', status: 503 }, { mail: 'notAccepted', text: 'notAccepted' }, 0],
  ['500 before acceptance', { kind: 'status', status: 500 }, { mail: 'unknown', text: 'unknown' }, 0],
  ['500 after acceptance', { kind: 'acceptThenStatus', status: 500 }, { mail: 'unknown', text: 'unknown' }, 1],
  ['502 of a gateway', { kind: 'gateway', status: 502, accepts: false }, { mail: 'unknown', text: 'unknown' }, 0],
  ['503 of a gateway', { kind: 'gateway', status: 503, accepts: true }, { mail: 'unknown', text: 'unknown' }, 1],
  ['504 of a gateway', { kind: 'gateway', status: 504, accepts: true }, { mail: 'unknown', text: 'unknown' }, 1],
  ['400', { kind: 'status', status: 400 }, { mail: 'refused', text: 'refused' }, 0],
  ['407 of a proxy', { kind: 'gateway', status: 407, accepts: false }, { mail: 'notAccepted', text: 'notAccepted' }, 0],
  ['a reset before acceptance', { kind: 'drop' }, { mail: 'unknown', text: 'unknown' }, 0],
  ['a reset after acceptance', { kind: 'acceptThenDrop' }, { mail: 'unknown', text: 'unknown' }, 1],
  ['a malformed answer', { kind: 'malformed' }, { mail: 'unknown', text: 'unknown' }, 1],
  ['a slow answer', { kind: 'slow', ms: 100 }, { mail: 'accepted', text: 'accepted' }, 1],
])('[F4] of %s is sure only where it can be', async (_name, fault, expected, accepted) => {
  const { mail, text } = senders();
  provider.faults.push(fault);
  expect((await mail()).kind).toBe(expected.mail);
  expect(provider.accepted).toHaveLength(accepted);
  provider.faults.push(fault);
  expect((await text()).kind).toBe(expected.text);
  expect(provider.accepted).toHaveLength(2 * accepted);
});

it('[F4] waits as long as either provider asks for', async () => {
  const { mail, text } = senders();
  const fault: Fault = { kind: 'status', status: 429, headers: { 'retry-after': '7' } };
  provider.faults.push(fault, fault);
  for (const outcome of [await mail(), await text()])
    expect(outcome).toMatchObject({ kind: 'notAccepted', retryAfterSeconds: 7 });
});

it('meets what the real services refuse: wrong keys, addresses and numbers', async () => {
  const wrong = senders({ key: 'SG.wrong', token: 'wrong' });
  const right = senders();
  const outcomes = [await wrong.mail(), await wrong.text(), await right.mail('nobody'), await right.text('12345')];
  // A wrong key is our own fault: asked again when it is right, never held against the address.
  expect(outcomes.map(({ kind }) => kind)).toEqual(['notAccepted', 'notAccepted', 'refused', 'refused']);
  expect(provider.accepted).toEqual([]);
});

it('meets the same faults for the same seed, about as many as asked for', () => {
  const faults = seededFaults(7, 0.3, 2_000, { hang: true });
  expect(seededFaults(7, 0.3, 2_000, { hang: true })).toEqual(faults);
  const share = faults.filter(({ kind }) => kind !== 'none').length / faults.length;
  expect(share).toBeGreaterThan(0.25);
  expect(share).toBeLessThan(0.35);
  expect(seededFaults(8, 0.3, 2_000, { hang: false }).some(({ kind }) => kind === 'hang')).toBe(false);
});
