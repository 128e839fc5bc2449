import type { Db } from '../../clients/prisma';
import { createSendGridSender } from '../../clients/sendgrid';
import { createTwilioSender } from '../../clients/twilio';
import type { StepCall } from '../../domain/case-input';
import type { Channel } from '../../domain/channels';
import type { ChannelSender } from '../../services/contact/channel-sender';
import { createSenderChoice, type DeliverySettings } from '../../services/contact/choose-sender';
import type { SendDeps } from '../../services/contact/send-step';
import { createTemplateRenderer } from '../../services/contact/template-renderer';
import { createPinnedPlans } from '../../services/pinned-plans';
import type { PolicyStore } from '../../services/policy-store';
import { oneCase } from './one-case';

/** A Thursday, 10:00 in Shanghai: inside the window of every channel. */
export const inWindow = '2026-03-05T02:00:00.000Z';

/** The call by which a case asks for its friendly reminder at {@link inWindow}. */
export const reminderCall = (
  ids: { readonly caseId: string; readonly invoiceId: string; readonly debtorId: string },
  policyHash: string,
): StepCall => ({
  v: 1,
  id: `${ids.caseId}/1`,
  ...ids,
  asOf: inWindow,
  day: 3,
  decisions: [],
  row: {
    stage: 'friendly',
    nextStep: 'call',
    nextOccurrence: 1,
    nextEffect: 'openCallTask',
    nextChannel: 'call',
    nextSeverity: 3,
    nextAt: null,
    nextReason: { code: 'notYet' },
  },
  rowSeq: 2,
  step: 'friendlyReminder',
  occurrence: 1,
  effect: 'sendReminder',
  policyHash,
  role: 'owner',
  reason: { code: 'due' },
  deadlineAt: null,
});

/** A case of `standard` that asks for its first friendly reminder; `points: false` leaves its debtor without an address. */
export async function aSending(db: Db, options: { sample?: boolean; points?: boolean } = {}) {
  const { ids, creditorId, policies, policyHash } = await oneCase(db);
  const { debtorId } = ids;
  if (options.sample === true) await db.debtor.update({ where: { id: debtorId }, data: { sample: true } });
  if (options.points === false) await db.contactPoint.deleteMany({ where: { debtorId } });
  return { call: reminderCall(ids, policyHash), policies, creditorId };
}

/** What `sendStep` needs, with the real SDKs pointed at a stand-in; delivery is live unless said otherwise. */
export function sendDeps(
  db: Db,
  policies: PolicyStore,
  providerUrl: string,
  delivery: DeliverySettings = { mode: 'live', allowlist: [] },
): SendDeps {
  const providers = new Map<Channel, ChannelSender>([
    ['email', createSendGridSender({ apiKey: 'SG.test', baseUrl: providerUrl, from: 'credit@example.com' })],
    [
      'sms',
      createTwilioSender({
        accountSid: `AC${'0'.repeat(32)}`,
        authToken: 'token',
        baseUrl: providerUrl,
        from: '+15005550006',
      }),
    ],
  ]);
  return {
    db,
    plans: createPinnedPlans(db, policies),
    now: (asOf) => asOf,
    renderer: createTemplateRenderer(policies),
    senders: createSenderChoice(delivery, providers),
  };
}
