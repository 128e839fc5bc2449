import type { PlanStep } from '../../../domain/plan';
import { sendStep } from '../../../services/contact/send-step';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps, withStep } from '../../support/sending';
import { approvedTemplates } from '../../support/stand-in/twilio';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

const [english = '', chinese = ''] = approvedTemplates.keys();
const whatsapp = { contentSid: { en: english, 'zh-CN': chinese }, variables: ['debtor', 'overdueTotal', 'payBy'] };
const settings = { TWILIO_WHATSAPP_FROM: '+15005550007', PUBLIC_BASE_URL: 'https://dunwell.example.com' };

async function sendWith(change: Partial<PlanStep>, env: NodeJS.ProcessEnv = settings) {
  const { call, policies } = await aSending(db);
  const changed = withStep(policies, call.step, { channel: 'whatsapp', fallback: ['sms'], whatsapp, ...change });
  return sendStep(sendDeps(db, changed, provider.url, undefined, env), call);
}

it('sends an approved template by WhatsApp with its places filled, in the language of the debtor', async () => {
  expect(await sendWith({})).toMatchObject({ kind: 'sent', channel: 'whatsapp' });
  const [sent] = provider.accepted;
  expect(sent?.text?.text).toBe('Dear D-1, CNY 1,000.00 is open. Please pay by 8 March 2026.');
  const form = new URLSearchParams(sent?.body);
  expect([form.get('To'), form.get('From'), form.get('Body')]).toEqual([
    expect.stringMatching(/^whatsapp:\+\d+$/),
    'whatsapp:+15005550007',
    null,
  ]);
  expect(await db.contact.findFirstOrThrow()).toMatchObject({
    channel: 'whatsapp',
    state: 'sent',
    providerId: sent?.id,
  });
});

it('takes the next way when WhatsApp has not approved the template', async () => {
  const unknown = { ...whatsapp, contentSid: { en: `HX${'c3'.repeat(16)}` } };
  expect(await sendWith({ whatsapp: unknown })).toMatchObject({ kind: 'sent', channel: 'sms' });
  expect(provider.accepted).toHaveLength(1);
});

it('takes the next way when nobody has set WhatsApp up: what did not go out is never called sent', async () => {
  expect(await sendWith({}, {})).toMatchObject({ kind: 'sent', channel: 'sms' });
  const states = await db.contact.findMany({ orderBy: { id: 'asc' }, select: { channel: true, state: true } });
  expect(states).toEqual([
    { channel: 'whatsapp', state: 'failed' },
    { channel: 'sms', state: 'sent' },
  ]);
});

it.each<[string, Partial<PlanStep>]>([
  ['a template without an approved one', { whatsapp: { ...whatsapp, contentSid: {} } }],
  ['a variable that the templates do not have', { whatsapp: { ...whatsapp, variables: ['secret'] } }],
])('writes no message by WhatsApp from %s', async (_name, change) => {
  await expect(sendWith(change)).rejects.toThrow(/WhatsApp template/);
  expect(provider.accepted).toEqual([]);
});
