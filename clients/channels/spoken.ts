import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';

// What a synthetic voice says around the text of the message. The first words tell nobody what it is about: a voice mailbox or
// a colleague may be listening (S198).

const words = {
  en: {
    language: 'en-US',
    hello: (caller: string, called: string) =>
      `Hello. This is an automatic call from ${caller}, for the accounts department of ${called}.`,
    recorded: 'This call is recorded.',
    person: 'If you answer for this, please press 1. If this is the wrong number, please press 9.',
    menu: 'If you have paid, press 1. If you will pay and tell us when, press 2. If something is wrong with the invoice, press 3. If you would like us to call you, press 4.',
    thanks: 'Thank you. A colleague will read your answer. Goodbye.',
    wrongNumber: 'We are sorry. We shall not call this number again. Goodbye.',
    goodbye: 'Goodbye.',
  },
  zh: {
    language: 'zh-CN',
    hello: (caller: string, called: string) => `您好，这是${caller}致${called}财务部门的自动来电。`,
    recorded: '本次通话将被录音。',
    person: '如由您负责，请按1。如号码有误，请按9。',
    menu: '已付款请按1。将付款并告知日期请按2。对发票有异议请按3。需要我们回电请按4。',
    thanks: '谢谢，我们的同事会处理您的答复。再见。',
    wrongNumber: '抱歉打扰，我们不会再拨打此号码。再见。',
    goodbye: '再见。',
  },
} as const;

const wordsOf = (language: string) => (language.startsWith('zh') ? words.zh : words.en);

// XML 1.0 has no place for them, not even escaped; a text of ours has none.
const unspeakable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** The SDK's own builder, which escapes everything that is said. */
async function response(): Promise<VoiceResponse> {
  const { default: Response } = await import('twilio/lib/twiml/VoiceResponse.js');
  return new Response();
}

// Long enough to find the keypad, short enough for a mailbox.
const WAIT_SECONDS = 8;

async function question(language: string, action: string, sentences: readonly string[]): Promise<string> {
  const word = wordsOf(language);
  const twiml = await response();
  const gather = twiml.gather({ numDigits: 1, action, method: 'POST', timeout: WAIT_SECONDS });
  for (const sentence of sentences) gather.say({ language: word.language }, sentence.replace(unspeakable, ' '));
  twiml.say({ language: word.language }, word.goodbye);
  return twiml.toString();
}

/** Who calls whom, and the question whether the right person listens; nothing of what it is about. TwiML. */
export function askForPerson(
  call: { readonly caller: string; readonly called: string; readonly recorded: boolean },
  language: string,
  action: string,
): Promise<string> {
  const { hello, recorded, person } = wordsOf(language);
  const notice = call.recorded ? [recorded] : [];
  return question(language, action, [hello(call.caller, call.called), ...notice, person]);
}

/** The message itself, and what can be answered to it with one key. TwiML. */
export const askForAnswer = (text: string, language: string, action: string): Promise<string> =>
  question(language, action, [text, wordsOf(language).menu]);

/** The last words of a call. TwiML. */
export async function lastWords(language: string, said: 'thanks' | 'wrongNumber' | 'goodbye'): Promise<string> {
  const word = wordsOf(language);
  const twiml = await response();
  twiml.say({ language: word.language }, word[said]);
  twiml.hangup();
  return twiml.toString();
}
