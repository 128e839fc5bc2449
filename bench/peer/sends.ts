import sendGridClient from '@sendgrid/client';
import sendGrid from '@sendgrid/mail';
import type { Pool } from 'pg';
import type { Db } from '../../clients/prisma';
import { createSendGridSender } from '../../clients/sendgrid';
import type { StepCall } from '../../domain/case-input';
import { createSenderChoice } from '../../services/contact/choose-sender';
import { type SendDeps, sendStep } from '../../services/contact/send-step';
import { createTemplateRenderer } from '../../services/contact/template-renderer';
import { createPinnedPlans } from '../../services/pinned-plans';
import type { PolicyStore } from '../../services/policy-store';
import { inParallel } from '../parallel';
import { type SendsInput, type Sent, sendsSchema } from './messages';

const FROM = 'bench@example.com';
const KEY = 'SG.bench';

/** This instant with fractions of a millisecond, comparable between processes of one machine. */
const nowMs = (): number => performance.timeOrigin + performance.now();

const callOf = (input: SendsInput, ids: SendsInput['cases'][number]): StepCall => ({
  v: 1,
  id: `${ids.caseId}/1`,
  ...ids,
  asOf: input.asOf,
  day: 5,
  decisions: [],
  row: {
    stage: 'reminded',
    nextStep: null,
    nextOccurrence: null,
    nextEffect: null,
    nextChannel: null,
    nextSeverity: null,
    nextAt: null,
    nextReason: { code: 'notYet' },
  },
  rowSeq: 2,
  step: input.step,
  occurrence: 1,
  effect: 'sendReminder',
  policyHash: input.policyHash,
  role: 'owner',
  reason: { code: 'due' },
  deadlineAt: null,
});

/** The product's way: reserve, send, record, through the real SDK. Tells when each reservation was committed. */
export async function sendThroughGate(db: Db, policies: PolicyStore, given: unknown): Promise<Sent> {
  const input = sendsSchema.parse(given);
  const sent: Sent = [];
  const email = createSendGridSender({ apiKey: KEY, baseUrl: input.providerUrl, from: FROM });
  const deps: SendDeps = {
    db,
    plans: createPinnedPlans(db, policies),
    now: (asOf) => asOf,
    renderer: createTemplateRenderer(policies),
    senders: createSenderChoice({ mode: 'live', allowlist: [] }, new Map([['email', email]])),
    onSending: ({ contactId, sinceCommitMs }) => sent.push({ key: contactId, atMs: nowMs() - sinceCommitMs }),
  };
  await inParallel(input.atOnce, input.cases, async (ids) => {
    const answer = await sendStep(deps, callOf(input, ids));
    if (answer.kind !== 'sent') throw new Error(`Case ${ids.caseId} should have sent: ${JSON.stringify(answer)}`);
  });
  return sent;
}

/** What anybody would write: the SDK's call and one INSERT. Tells when each call was made. */
export async function sendBare(pool: Pool, given: unknown): Promise<Sent> {
  const { providerUrl, atOnce, cases } = sendsSchema.parse(given);
  const sent: Sent = [];
  sendGridClient.setApiKey(KEY);
  sendGridClient.setDefaultRequest('baseUrl', `${providerUrl}/`);
  sendGrid.setClient(sendGridClient);
  await inParallel(atOnce, cases, async ({ caseId: key }) => {
    sent.push({ key, atMs: nowMs() });
    const [response] = await sendGrid.send({
      to: `ap-${key}@example.com`,
      from: FROM,
      subject: 'Reminder',
      text: `An invoice is open (${key}).`,
      html: `<p>An invoice is open (${key}).</p>`,
      customArgs: { contactId: key },
    });
    const row = [key, response.statusCode];
    await pool.query('insert into bench_send (id, status, sent_at) values ($1, $2, now())', row);
  });
  return sent;
}
