import type { Tone } from '../plan';
import { checkWording, scopesOf } from '../wording/check';
import type { WordingLists } from '../wording/lists';
import { type PolicyProblem, expecting, expectingOtherWords } from './problem';

const computedDate = /\{\{-?\s*announced(Date|Day)\b/;

// A day in words of the template's own: 30天, 七日内, within 7 days, tomorrow.
const typedDay =
  /\d+\s*个?(工作)?(天|日|周|星期|月)|[一二两三四五六七八九十]+个?(工作)?(天|日|周|星期)|明天|后天|下周|\b(\d+|one|two|three|five|seven|ten|thirty)\s+((working|business|calendar)\s+)?(day|week|month)s?\b|\btomorrow\b|\bnext (week|month)\b/i;

// A message waits for its window and a call for its caller: what was tomorrow when it was written is not when it is said.
const relativeDay = /明天|明日(?!期)|后天|昨天|昨日|\b(tomorrow|yesterday)\b/gi;

/**
 * What a template may not say in words of its own, whichever way its conditions go: the red lines (S392–S419), what its
 * tones forbid, legal steps without their computed date or with a typed one (X1, S393), and days counted from the moment (X8). Its tags are not looked at:
 * what they put in is checked when the template is tried.
 */
export function checkSource(
  source: string,
  use: { readonly letter: boolean; readonly tones: readonly Tone[] },
  wording: WordingLists,
): readonly Omit<PolicyProblem, 'path'>[] {
  const text = source.replace(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, (tag) => tag.replace(/[^\n]/g, '□'));
  const known = {
    letter: use.letter,
    statesLegalDate: computedDate.test(source),
    // Whether they hold is known of a case only: the trial checks what conditions let through.
    feesAgreed: true,
    enforcementOrder: true,
  };
  const tones = use.tones.length === 0 ? [undefined] : use.tones;
  const scopes = new Set(tones.flatMap((tone) => scopesOf({ ...known, tone })));
  const forbidden = checkWording(wording, text, [...scopes]).map((finding) => ({
    value: finding.phrase,
    ...expectingOtherWords(finding),
    line: finding.line,
    column: finding.column,
  }));
  return [...forbidden, ...typedDays(text, wording), ...relativeDays(text)];
}

function relativeDays(text: string): readonly Omit<PolicyProblem, 'path'>[] {
  return [...text.matchAll(relativeDay)].map((match) => {
    const before = text.slice(0, match.index).split('\n');
    return {
      value: match[0],
      ...expecting('writtenDate'),
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
    };
  });
}

function typedDays(text: string, wording: WordingLists): readonly Omit<PolicyProblem, 'path'>[] {
  return checkWording(wording, text, ['legal']).flatMap(({ at, line, column }) => {
    const day = typedDay.exec(sentenceAround(text, at));
    if (day === null) return [];
    return [{ value: day[0], ...expecting('announcedDate'), line, column }];
  });
}

function sentenceAround(text: string, at: number): string {
  const before =
    text
      .slice(0, at)
      .split(/[。.!?！？\n]/)
      .at(-1) ?? '';
  const after = text.slice(at).split(/[。.!?！？\n]/)[0] ?? '';
  return before + after;
}
