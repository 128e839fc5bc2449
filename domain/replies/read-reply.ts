import { keypressIn } from './keypresses';
import { autoReplies, negatedPayment, patterns, startWords, stopWords, type Suggestion } from './keywords';

/** A message of a debtor as it is judged. */
export interface ReplyText {
  readonly channel: 'email' | 'sms' | 'whatsapp' | 'voice';
  readonly subject: string | null;
  readonly text: string;
}

/** Where the history of a mail begins that the answer quotes: our own words must not be taken for the debtor's. */
const historyBegins: readonly RegExp[] = [
  /^\s*-{2,}\s*(?:original message|forwarded message|原始邮件|原始郵件|原邮件|转发|轉發)/i,
  /^\s*on\b.{0,200}\bwrote:\s*$/i,
  /^\s*(?:from|von|发件人|發件人|寄件者)\s*[:：]/i,
  /^\s*(?:在|于|於)?.{0,80}(?:写道|寫道|写到)\s*[:：]\s*$/,
  /^_{10,}\s*$/,
];

/** The words of the debtor: without quoted lines and without the history below them. Pure. */
export function ownWords(text: string): string {
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => historyBegins.some((begin) => begin.test(line)));
  const kept = (end < 0 ? lines : lines.slice(0, end)).filter((line) => !/^\s*[>|]/.test(line));
  return kept.join('\n').trim();
}

const folded = (text: string): string => text.normalize('NFKC').replace(/[’‘]/g, "'").toLowerCase();

const isAnyOf = (tests: readonly RegExp[], text: string): boolean => tests.some((test) => test.test(text));

const bare = (part: string): string =>
  folded(part)
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();

/** Whether the whole message is a word that takes a refusal back; by mail nobody can. */
export const isOptIn = ({ channel, text }: ReplyText): boolean =>
  (channel === 'sms' || channel === 'whatsapp') && startWords.includes(bare(ownWords(text)));

/** Whether the whole message is a word, or a key of a call, that refuses more of its kind (decisions 4.5). */
export function isOptOut({ channel, subject, text }: ReplyText): boolean {
  if (channel === 'voice') return keypressIn(text)?.suggestion === 'optOut';
  const words = channel === 'email' ? stopWords.email : stopWords.text;
  const own = bare(ownWords(text));
  // An unsubscribe link writes a mail with nothing but a subject.
  return words.includes(own) || (own === '' && subject !== null && words.includes(bare(subject)));
}

/**
 * What the words of a reply suggest, most urgent first: a hint for the person who reads it, never a change of state. Pure. The
 * subject counts only where it is the debtor's own, not "Re:" and ours.
 */
export function suggestionsFor(reply: ReplyText): readonly Suggestion[] {
  const { subject, text } = reply;
  if (isOptOut(reply)) return ['optOut'];
  if (isOptIn(reply)) return ['optIn'];
  if (reply.channel === 'voice') return [keypressIn(text)?.suggestion ?? []].flat();
  const own = folded(ownWords(text));
  if (subject !== null && isAnyOf(autoReplies, folded(subject))) return ['autoReply'];
  const isAnswer = subject === null || /^\s*(?:re|aw|antw|回复|回覆|答复|答覆)\s*[:：]/i.test(subject);
  const judged = isAnswer ? own : `${folded(subject)}\n${own}`;
  const isUnpaid = isAnyOf(negatedPayment, judged);
  const found: Suggestion[] = [];
  if (isAnyOf(patterns.newAccount, judged)) found.push('newAccount');
  if (isAnyOf(patterns.dispute, judged)) found.push('dispute');
  if (!isUnpaid && isAnyOf(patterns.paid, judged)) found.push('paid');
  if (isAnyOf(patterns.promise, judged)) found.push('promise');
  return found;
}

// No reply names more invoices than a statement has; the bound keeps a hostile text from becoming a long query.
const MAX_REFERENCES = 200;

/** Words that may be invoice numbers: all with a digit, each once, with and without the sign that follows them. Pure. */
export function possibleReferences({ subject, text }: Pick<ReplyText, 'subject' | 'text'>): string[] {
  const words = `${subject ?? ''}\n${text}`.match(/[\p{L}\p{N}][\p{L}\p{N}._/#-]{1,59}/gu) ?? [];
  const numbered = words.filter((word) => /\d/.test(word));
  const both = numbered.flatMap((word) => [word, word.replace(/[._/#-]+$/, '')]);
  return [...new Set(both)].slice(0, MAX_REFERENCES);
}
