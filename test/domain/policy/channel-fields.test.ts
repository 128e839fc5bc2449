import { compilePlan } from '../../../domain/policy/compile';
import { neededTemplates } from '../../../domain/policy/templates';
import { aDocument, aReminder, problemsOf, policyOf } from './a-policy';

const sid = `HX${'0a'.repeat(16)}`;
const bothLanguages = { languages: ['zh-CN', 'en'] };
const stepsOf = (overrides: Record<string, unknown>) => ({ steps: [aReminder(overrides)] });
const rowsOf = (overrides: Record<string, unknown>) =>
  compilePlan(policyOf(aDocument(stepsOf(overrides))), 'hash').steps;
const pathsOf = (document: unknown) => problemsOf(document).map(({ path }) => path);

describe('WhatsApp in a policy', () => {
  it('needs an approved content template for every language', () => {
    const whatsapp = { contentSid: { en: sid } };
    const steps = (more: object) => ({ ...bothLanguages, ...stepsOf({ fallback: ['whatsapp'], ...more }) });
    expect(pathsOf(aDocument(steps({})))).toEqual([
      'steps.0.whatsapp.contentSid.zh-CN',
      'steps.0.whatsapp.contentSid.en',
    ]);
    expect(pathsOf(aDocument(steps({ whatsapp })))).toEqual(['steps.0.whatsapp.contentSid.zh-CN']);
    expect(pathsOf(aDocument(steps({ whatsapp: { contentSid: { en: sid, 'zh-CN': sid } } })))).toEqual([]);
  });

  it('takes no free text for the id of a template, and no template where nothing is sent by WhatsApp', () => {
    expect(pathsOf(aDocument(stepsOf({ fallback: ['whatsapp'], whatsapp: { contentSid: { en: 'hello' } } })))).toEqual([
      'steps.0.whatsapp.contentSid.en',
    ]);
    expect(pathsOf(aDocument(stepsOf({ whatsapp: { contentSid: { en: sid } } })))).toEqual(['steps.0.whatsapp']);
  });
});

describe('documents of an e-mail', () => {
  it('are refused where the step sends none', () => {
    expect(pathsOf(aDocument(stepsOf({ channel: 'sms', attach: ['statement'] })))).toEqual(['steps.0.attach']);
    expect(pathsOf(aDocument(stepsOf({ attach: ['statement', 'statement'] })))).toEqual(['steps.0.attach']);
    expect(rowsOf({ attach: ['statement'] })[0]).toMatchObject({ attach: ['statement'] });
  });

  it('need the template of a letter where the letter goes along', () => {
    const needed = [...neededTemplates(policyOf(aDocument(stepsOf({ attach: ['letter'] })))).keys()];
    expect(needed).toEqual(['friendly.en.email', 'friendly.en.letter']);
  });
});

describe('[S192] an e-mail that has to be opened', () => {
  const readWithin = { hours: 24, else: 'sms' };

  it('is followed by a row of its own on the other channel, which nobody enters at', () => {
    const [mail, unread, ...others] = rowsOf({ readWithin, window: undefined, fallback: ['sms'] });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ id: 'friendly', day: 3, readWithin });
    expect(unread).toMatchObject({ id: 'friendlyUnread', day: 4, channel: 'sms', fallback: [], entry: false });
    expect(unread).toMatchObject({ template: 'friendly', unreadOf: { step: 'friendly', hours: 24 } });
    expect(unread).not.toHaveProperty('readWithin');
  });

  it('needs the text of the other channel', () => {
    const needed = [...neededTemplates(policyOf(aDocument(stepsOf({ readWithin })))).keys()];
    expect(needed).toEqual(['friendly.en.email', 'friendly.en.sms']);
  });

  it('follows an event with the days of its e-mail', () => {
    const event = { name: 'invoiceDispatched', days: 0 };
    const [, unread] = rowsOf({ readWithin: { hours: 30, else: 'sms' }, day: undefined, event });
    expect(unread).toMatchObject({ timing: { kind: 'event', event: 'invoiceDispatched', days: 2 } });
  });

  it('is refused where no e-mail goes first, and where repetitions come sooner', () => {
    expect(pathsOf(aDocument(stepsOf({ readWithin, channel: 'sms', fallback: ['email'] })))).toEqual([
      'steps.0.readWithin',
    ]);
    const repeat = { everyDays: 1, untilDay: 10 };
    expect(pathsOf(aDocument(stepsOf({ readWithin, repeat })))).toEqual(['steps.0.readWithin.hours']);
  });
});

describe('[X23] recording of calls', () => {
  it('is off where a policy does not speak of it', () => {
    expect(compilePlan(policyOf(aDocument()), 'hash').recording).toBeUndefined();
    const recording = { mode: 'always', sources: ['S194', 'S207'] };
    expect(compilePlan(policyOf(aDocument({ recording })), 'hash').recording).toBe('always');
    expect(pathsOf(aDocument({ recording: { mode: 'secretly', sources: ['S194'] } }))).toEqual(['recording.mode']);
  });
});
