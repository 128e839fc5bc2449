import type { Channel } from '../channels';
import { isMessage } from './ladder';
import type { PolicyProblem } from './problem';
import type { Policy } from './schema';

/** Message templates of a policy by key, see `templateKey`: Liquid texts with line ends `\n`. */
export type TemplateSet = Readonly<Record<string, string>>;

/** Forms in which a message is written. */
export type MessageFormat = 'email' | 'sms' | 'letter';

const formats: Readonly<Record<Channel, MessageFormat | null>> = {
  email: 'email',
  sms: 'sms',
  whatsapp: 'sms',
  voice: 'sms',
  wechat: 'sms',
  letter: 'letter',
  fax: 'letter',
  call: null,
  visit: null,
  internal: null,
};

/** The form of messages on `channel`; null where people talk. */
export const formatOf = (channel: Channel): MessageFormat | null => formats[channel];

/** Key of a template in a `TemplateSet`, and its file name without `.liquid`: `friendly.zh-CN.sms`. */
export const templateKey = (template: string, language: string, format: MessageFormat): string =>
  `${template}.${language}.${format}`;

/** Keys of all templates that a policy needs, each with the position of the first step that does. */
export function neededTemplates(policy: Policy): ReadonlyMap<string, number> {
  const needed = new Map<string, number>();
  policy.steps.forEach((step, index) => {
    const { template } = step;
    if (template === undefined || !isMessage(step)) return;
    for (const channel of [step.channel, ...step.fallback]) {
      const format = formatOf(channel);
      if (format === null) continue;
      for (const language of policy.languages) {
        const key = templateKey(template, language, format);
        if (!needed.has(key)) needed.set(key, index);
      }
    }
  });
  return needed;
}

// Words that announce a legal step in the languages of the templates.
const legalWords =
  /律师|诉讼|起诉|仲裁|法院|法律程序|法律措施|lawyer|solicitor|attorney|\bcourt\b|lawsuit|litigation|legal/i;
const computedDate = /\{\{-?\s*announced(Date|Day)\b/;

/**
 * Templates that are missing or belong to no step, and those that announce a legal step in words of their own: its date
 * must be the computed one, `announcedDate` or `announcedDay` (X1, S393).
 */
export function checkTemplates(policy: Policy, templates: TemplateSet): readonly PolicyProblem[] {
  const needed = neededTemplates(policy);
  const missing = [...needed].flatMap(([key, index]): PolicyProblem[] => {
    const step = policy.steps[index];
    if (step === undefined || Object.hasOwn(templates, key)) return [];
    return [{ path: `steps.${index}.template`, value: step.template, expected: `a template file ${key}.liquid` }];
  });
  const wrong = Object.entries(templates).flatMap(([key, text]): PolicyProblem[] => {
    const path = `templates.${key}`;
    if (!needed.has(key)) return [{ path, value: key, expected: 'a template that a step uses' }];
    const word = legalWords.exec(text);
    if (word === null || computedDate.test(text)) return [];
    const line = text.slice(0, word.index).split('\n').length;
    return [{ path, value: word[0], expected: 'announcedDate beside a legal step, computed from the plan (X1)', line }];
  });
  return [...missing, ...wrong];
}
