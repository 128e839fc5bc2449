import { createSendGridLookup } from '../../../clients/sendgrid-activity';
import { lookUpUnknown } from '../../../services/contact/look-up-unknown';
import { sendStep } from '../../../services/contact/send-step';
import { reachingMessenger } from '../../api/app-under-test';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { sendGridKey } from '../../support/stand-in/sendgrid';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

/** An e-mail whose sending met `fault`, and what SendGrid knows of it five minutes later. */
async function lookUpAfter(fault: 'acceptThenDrop' | 'drop', apiKey = sendGridKey) {
  const { call, policies } = await aSending(db);
  provider.faults.push({ kind: fault });
  expect(await sendStep(sendDeps(db, policies, provider.url), call)).toMatchObject({ kind: 'unknown' });
  const lookup = { ...createSendGridLookup({ apiKey, baseUrl: provider.url }), source: 'sendgrid' };
  const now = new Date(new Date(inWindow).getTime() + 5 * 60_000);
  return lookUpUnknown({ db, messenger: reachingMessenger(db), lookups: new Map([['email', lookup]]), now });
}

it('[R5] finds an unknown e-mail by the contact id that travelled with it', async () => {
  expect(await lookUpAfter('acceptThenDrop')).toEqual({ asked: 1, found: 1 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'delivered', providerId: 'mail-1' });
  expect(await db.task.findMany()).toMatchObject([{ closedBy: 'sendgrid:lookup' }]);
});

it('[R5] leaves unknown what SendGrid does not know', async () => {
  expect(await lookUpAfter('drop')).toEqual({ asked: 1, found: 0 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'unknown' });
});

it('leaves it to a person where the account has no activity history', async () => {
  expect(await lookUpAfter('acceptThenDrop', 'SG.without')).toEqual({ asked: 1, found: 0 });
  expect(await db.contact.findFirstOrThrow()).toMatchObject({ state: 'unknown' });
});
