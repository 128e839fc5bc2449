import type { Db } from '../../clients/prisma';
import { createChannels } from '../../clients/channels';
import { loadConfig } from '../../config';
import type { StepCall } from '../../domain/case-input';
import type { Plan, PlanStep } from '../../domain/plan';
import { createSenderChoice, type DeliverySettings } from '../../services/contact/choose-sender';
import type { SendDeps } from '../../services/contact/send-step';
import { createTemplateRenderer } from '../../services/contact/template-renderer';
import { createPinnedPlans } from '../../services/pinned-plans';
import type { PolicyStore } from '../../services/policy-store';
import { oneCase } from './one-case';
import { sendGridKey } from './stand-in/sendgrid';
import { accountSid, authToken } from './stand-in/twilio';

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

/** The settings of a live installation whose providers are a stand-in. */
export const liveSettings = (providerUrl: string, more: NodeJS.ProcessEnv = {}) =>
  loadConfig({
    DELIVERY: 'live',
    SENDGRID_API_KEY: sendGridKey,
    SENDGRID_BASE_URL: providerUrl,
    SENDGRID_FROM: 'credit@example.com',
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_BASE_URL: providerUrl,
    TWILIO_FROM: '+15005550006',
    ...more,
  });

/** What `sendStep` needs, with the real SDKs pointed at a stand-in; delivery is live unless said otherwise. */
export function sendDeps(
  db: Db,
  policies: PolicyStore,
  providerUrl: string,
  delivery: DeliverySettings = { mode: 'live', allowlist: [] },
  settings: NodeJS.ProcessEnv = {},
): SendDeps {
  return {
    db,
    plans: createPinnedPlans(db, policies),
    now: (asOf) => asOf,
    renderer: createTemplateRenderer(policies),
    senders: createSenderChoice(delivery, createChannels(liveSettings(providerUrl, settings))),
  };
}

/** The same policies with a changed plan: what only some steps have needs no pack of its own. */
export const withPlan = (policies: PolicyStore, change: (plan: Plan) => Plan): PolicyStore => ({
  ...policies,
  planOfHash: async (hash) => change(await policies.planOfHash(hash)),
});

/** The same policies with one changed step. */
export const withStep = (policies: PolicyStore, id: string, change: Partial<PlanStep>): PolicyStore =>
  withPlan(policies, (plan) => ({
    ...plan,
    steps: plan.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
  }));
