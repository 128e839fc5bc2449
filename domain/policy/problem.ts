import { type WordingFinding, findingText } from '../wording/check';
import type { PolicyLanguage } from './languages';
import { type TextCode, englishTexts } from './problem-texts-en';
import { chineseTexts } from './problem-texts-zh';

/** A text as data: which, and what its {names} stand for; a part may be such a text itself. */
export interface ProblemText {
  readonly code: TextCode;
  readonly parameters: Parameters;
}
export type Parameters = Readonly<Record<string, string | number | ProblemText>>;

/** One fault in a policy: where, what stands there, and what was expected. */
export interface PolicyProblem {
  /** Names and positions joined by dots: `steps.3.channel`, `templates.friendly.en.email`. */
  readonly path: string;
  /** What stands there; where that is not to be shown, its description in English. */
  readonly value: unknown;
  /** The description in `value` as data; left out where the value itself stands there. */
  readonly found?: ProblemText;
  /** What was expected, as data: `expectedText` says it in each language. */
  readonly code: TextCode;
  readonly parameters: Parameters;
  /** What was expected, in English: for logs, programs and whoever has no language. */
  readonly expected: string;
  /** Line in the source text, from 1. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
}

/** The part of a problem that says what was expected. */
export type Expected = Pick<PolicyProblem, 'code' | 'parameters' | 'expected'>;
/** The part of a problem that says what was found. */
export type Found = Pick<PolicyProblem, 'value' | 'found'>;

/** The {names} in a text; `{{ variable }}` is Liquid and stays as it is. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `{${string}` ? never : Name) | NamesIn<Rest>
  : never;

/** Parameters that a code needs; none for a text without a {name}. */
export type ParametersOf<Code extends TextCode> = [NamesIn<(typeof englishTexts)[Code]>] extends [never]
  ? []
  : [parameters: Readonly<Record<NamesIn<(typeof englishTexts)[Code]>, string | number | ProblemText>>];

const texts: Readonly<Record<PolicyLanguage, Readonly<Record<TextCode, string>>>> = {
  en: englishTexts,
  'zh-CN': chineseTexts,
};

/** A text in one language. */
function say({ code, parameters }: ProblemText, language: PolicyLanguage): string {
  return texts[language][code].replace(/\{(\w+)\}/g, (name, inner: string) => {
    const value = parameters[inner];
    return typeof value === 'object' ? say(value, language) : String(value ?? name);
  });
}

/** Whether a text, such as the message of a schema, is the code of a text. */
export const isTextCode = (text: string): text is TextCode => Object.hasOwn(englishTexts, text);

const textOf = (code: TextCode, [parameters = {}]: readonly Parameters[]): ProblemText => ({ code, parameters });

/** What was expected, from its data. */
export const expectedPart = (text: ProblemText): Expected => ({ ...text, expected: say(text, 'en') });

/** What was expected, as part of a problem. */
export const expecting = <Code extends TextCode>(code: Code, ...given: ParametersOf<Code>): Expected =>
  expectedPart(textOf(code, given));

/** What was found, described as part of a problem. */
export function describing<Code extends TextCode>(code: Code, ...given: ParametersOf<Code>): Found {
  const found = textOf(code, given);
  return { value: say(found, 'en'), found };
}

/** What was expected instead of words that no message may use. */
export function expectingOtherWords(finding: WordingFinding): Expected {
  const code = `words.${finding.rule}`;
  const parameters = { finding: findingText(finding), sources: finding.sources.join(' ') };
  return expectedPart({ code: isTextCode(code) ? code : 'words.other', parameters });
}

/** What was expected, in one language. */
export const expectedText = ({ code, parameters }: PolicyProblem, language: PolicyLanguage): string =>
  say({ code, parameters }, language);

/** What was found, in one language: the value itself, or its description. */
export function foundText({ value, found }: PolicyProblem, language: PolicyLanguage): string {
  if (found !== undefined) return say(found, language);
  if (value === undefined) return texts[language]['found.nothing'];
  return typeof value === 'string' ? value : JSON.stringify(value);
}
