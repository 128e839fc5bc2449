import { type MessageFormat, formatOf } from '../message-format';
import type { WordingLists } from '../wording/lists';
import { channelsOfStep } from './channel-fields';
import { type PolicyProblem, expecting } from './problem';
import type { Policy } from './schema';
import { checkSource } from './template-words';

/** Message templates of a policy by key, see `templateKey`: Liquid texts with line ends `\n`. */
export type TemplateSet = Readonly<Record<string, string>>;

/** Key of a template in a `TemplateSet`, and its file name without `.liquid`: `friendly.zh-CN.sms`. */
export const templateKey = (template: string, language: string, format: MessageFormat): string =>
  `${template}.${language}.${format}`;

/** Keys of all templates that a policy needs, each with the place in the policy that names it first. */
export function neededTemplates(policy: Policy): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const need = (path: string, template: string | undefined, formats: readonly (MessageFormat | null)[]) => {
    if (template === undefined) return;
    for (const format of formats) {
      if (format === null) continue;
      for (const language of policy.languages) {
        const key = templateKey(template, language, format);
        if (!needed.has(key)) needed.set(key, path);
      }
    }
  };
  policy.steps.forEach((step, index) => {
    const attached = step.attach?.includes('letter') === true ? ('letter' as const) : null;
    need(`steps.${index}.template`, step.template, [...channelsOfStep(step).map(formatOf), attached]);
  });
  (policy.care ?? []).forEach(({ template }, index) => need(`care.${index}.template`, template, ['script']));
  return needed;
}

/** Templates that are missing or belong to no step, and words that no message may use: see `checkSource`. */
export function checkTemplates(
  policy: Policy,
  templates: TemplateSet,
  wording: WordingLists,
): readonly PolicyProblem[] {
  const needed = neededTemplates(policy);
  const missing = [...needed].flatMap(([key, path]): PolicyProblem[] => {
    if (Object.hasOwn(templates, key)) return [];
    return [{ path, value: key.split('.')[0], ...expecting('templateFile', { key }) }];
  });
  const wrong = Object.entries(templates).flatMap(([key, text]): readonly PolicyProblem[] => {
    const path = `templates.${key}`;
    if (!needed.has(key)) return [{ path, value: key, ...expecting('usedTemplate') }];
    const tones = policy.steps.flatMap(({ template, tone }) =>
      template === undefined || tone === undefined || !key.startsWith(`${template}.`) ? [] : [tone],
    );
    return checkSource(text, { letter: key.endsWith('.letter'), tones }, wording).map((problem) => ({
      path,
      ...problem,
    }));
  });
  return [...missing, ...wrong];
}
