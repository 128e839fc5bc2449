import type { FastifyInstance } from 'fastify';
import { createSendGridCheck } from '../../../clients/webhook-signatures';
import type { StepCall } from '../../../domain/case-input';
import { withUnreadRow } from '../../../domain/policy/channel-fields';
import { sendStep } from '../../../services/contact/send-step';
import { testApp } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps, withPlan } from '../../support/sending';
import { eventWebhook, mailEvent, sendGridPublicKey } from '../../support/stand-in/webhooks';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const anHourLater = new Date('2026-03-05T03:00:00.000Z');
const provider = testProvider();
let app: FastifyInstance;

beforeAll(async () => {
  const sendGridEvents = createSendGridCheck(sendGridPublicKey);
  app = await testApp(db, {
    clock: () => anHourLater,
    webhooks: { sendGridEvents, sendGridMail: null, twilio: null, publicBaseUrl: null },
  });
});
afterAll(() => app.close());
beforeEach(reset);

/** An e-mail that has to be opened within 24 hours is on its way; `next` is the call for what follows. */
async function aBill() {
  const { call, policies } = await aSending(db);
  const billed = withPlan(policies, (plan) => ({
    ...plan,
    steps: plan.steps.flatMap((step) =>
      step.id === call.step ? withUnreadRow({ ...step, readWithin: { hours: 24, else: 'sms' } }) : [step],
    ),
  }));
  const deps = sendDeps(db, billed, provider.url);
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent', channel: 'email' });
  const asOf = '2026-03-06T02:00:00.000Z';
  const next: StepCall = { ...call, id: `${call.caseId}/2`, step: 'friendlyReminderUnread', asOf, rowSeq: 3 };
  return { call, deps, next };
}

async function open() {
  const [mail] = provider.accepted;
  if (mail === undefined) throw new Error('No mail was sent');
  const { url, headers, payload } = eventWebhook([mailEvent(mail, 'open', anHourLater)], anHourLater);
  expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(200);
}

it('[S192] follows an unopened e-mail by SMS a day later, although the usual gap is 48 hours', async () => {
  const { deps, next } = await aBill();
  expect(await sendStep(deps, { ...next, asOf: '2026-03-06T01:30:00.000Z' })).toMatchObject({
    kind: 'deferredUntil',
    until: '2026-03-06T02:00:00.000Z',
    reason: { code: 'awaitingRead' },
  });
  expect(await sendStep(deps, next)).toMatchObject({ kind: 'sent', channel: 'sms' });
  expect(provider.accepted).toHaveLength(2);
});

it('[S192] tells the case when somebody opens it, and sends no SMS, even if the case has not heard yet', async () => {
  const { call, deps, next } = await aBill();
  await open();
  expect(await db.signalOutbox.findMany()).toMatchObject([
    { caseId: call.caseId, kind: 'deliveryReported', payload: { stepId: call.step, outcome: 'read' } },
  ]);
  expect(await sendStep(deps, next)).toMatchObject({ kind: 'refused', reason: { code: 'nothingUnread' } });
  expect(provider.accepted).toHaveLength(1);
});

it('tells nobody of an opened e-mail that no policy waits for', async () => {
  const { call, policies } = await aSending(db);
  await sendStep(sendDeps(db, policies, provider.url), call);
  await open();
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'read' });
  expect(await db.signalOutbox.count()).toBe(0);
});
