import { messagePicture } from '../../cli/message-picture';

type Preview = Parameters<typeof messagePicture>[0];

const shown = (overrides: Partial<Preview> = {}): Preview => ({
  caseId: 'c',
  step: 'friendlyReminder',
  template: 'friendly',
  tone: 'friendly',
  language: 'en',
  channel: 'email',
  format: 'email',
  recipient: { role: 'accountsPayable', name: '<Wang>', address: 'ap@example.com' },
  covers: ['INV-1'],
  sender: 'Yunling',
  subject: 'A & B',
  text: 'Dear Wang',
  html: '<html><head></head><body>\n<p>Dear Wang</p>\n</body></html>',
  document: null,
  attach: ['statement'],
  contentSid: null,
  sms: null,
  decision: { kind: 'send', until: null, why: null },
  reviewed: false,
  proposal: null,
  ...overrides,
});

describe('the picture of a message', () => {
  it('shows an e-mail as it is set, under its heads, with what goes with it', () => {
    const page = messagePicture(shown());
    for (const part of ['<p>Dear Wang</p>', '<h1>A &amp; B</h1>', '&lt;Wang&gt; &lt;ap@example.com&gt;', 'statement'])
      expect(page).toContain(part);
    expect(page.match(/<body>/g)).toHaveLength(1);
  });

  it('shows an SMS as a bubble with its segments, and runs nothing that stands in it', () => {
    const sms = { encoding: 'GSM-7', units: 188, segments: 2, canBeAnswered: true };
    const cost = { amount: '0.09', currency: 'USD', source: 'list' };
    const page = messagePicture(shown({ format: 'sms', text: '<script>', html: null, sms: { ...sms, cost } }));
    expect(page).toContain('<div class="bubble">&lt;script&gt;</div>');
    expect(page).toContain('2 × SMS · 188 characters · GSM-7');
  });

  it('refuses a letter, which is a document', () => {
    expect(() => messagePicture(shown({ format: 'letter' }))).toThrow('--pdf');
  });
});
