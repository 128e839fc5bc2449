import { isoDate } from '../../../domain/time';
import { sendStep } from '../../../services/contact/send-step';
import { recordPayment } from '../../../services/payments';
import { driveEvents } from '../../../services/webhooks/drive-events';
import { storeEvents } from '../../../services/webhooks/store-events';
import { readTwilioStatus } from '../../../services/webhooks/twilio-events';
import { reachingMessenger } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const receivedAt = new Date('2026-03-05T02:30:00.000Z');
const provider = testProvider();
beforeEach(reset);

it('[R8] records a text that a payment overtook in flight as sent and delivered, and no further step goes out', async () => {
  const { call, policies, creditorId } = await aSending(db);
  await db.contactPoint.deleteMany({ where: { kind: 'email' } });
  const deps = sendDeps(db, policies, provider.url);
  // The provider has accepted the text and takes its time to say so.
  provider.faults.push({ kind: 'slow', ms: 1_000 });
  const sending = sendStep(deps, call);
  while (provider.accepted.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const amount = { amountMinor: 100_000, currency: 'CNY' };
  const paid = { creditorId, invoiceNumbers: ['I-1'], amount, valueDate: isoDate('2026-03-05'), reference: 'P' };
  await recordPayment({ db }, { ...paid, source: 'test', actor: 'test', at: new Date(call.asOf) });
  expect(await sending).toMatchObject({ kind: 'sent', channel: 'sms' });

  const { id: contactId } = await db.contact.findFirstOrThrow();
  const form = new URLSearchParams({ MessageSid: provider.accepted[0]?.id ?? '', MessageStatus: 'delivered' });
  const ids = await storeEvents(db, [readTwilioStatus(form, contactId)], receivedAt);
  await driveEvents({ db, messenger: reachingMessenger(db) }, ids, { now: receivedAt, until: Infinity });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered' });

  const { steps } = await policies.planOfHash(call.policyHash);
  const further = steps.find((step) => step.effect === 'sendReminder' && step.id !== call.step);
  expect(await sendStep(deps, { ...call, step: further?.id ?? '' })).toMatchObject({
    kind: 'deferredUntil',
    reason: { code: 'paid' },
  });
  expect(provider.accepted).toHaveLength(1);
});
