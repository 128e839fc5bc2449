import type { Tone } from '../plan';
import { foldText } from './fold';
import type { WordingLists, WordingScope } from './lists';

/** A phrase that must not be used: which, by which rule, and where; line and column count from 1. */
export interface WordingFinding {
  readonly rule: string;
  readonly sources: readonly string[];
  /** The words as they stand in the text. */
  readonly phrase: string;
  /** Where they begin, in UTF-16 units from 0. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly instead: string | null;
}

/** What is known of a text and its case. */
export interface WordingContext {
  readonly tone?: Tone | undefined;
  readonly letter: boolean;
  /** Whether the text states the computed date of the legal step that the plan holds (X1, S393). */
  readonly statesLegalDate: boolean;
  readonly feesAgreed: boolean;
  readonly enforcementOrder: boolean;
}

/** The scopes that hold in a context. The red lines always do: no tone switches them off (X24). */
export function scopesOf(context: WordingContext): readonly WordingScope[] {
  const { tone, letter, statesLegalDate, feesAgreed, enforcementOrder } = context;
  return [
    'always',
    ...(tone === 'service' ? (['service'] as const) : []),
    ...(tone === 'service' || tone === 'friendly' ? (['early'] as const) : []),
    ...(letter ? (['letter'] as const) : []),
    ...(statesLegalDate ? [] : (['legal'] as const)),
    ...(feesAgreed ? [] : (['fees'] as const)),
    ...(enforcementOrder ? [] : (['enforcement'] as const)),
  ];
}

/** Every forbidden phrase of `text` in the given scopes, in the order of the text. */
export function checkWording(
  lists: WordingLists,
  text: string,
  scopes: readonly WordingScope[],
): readonly WordingFinding[] {
  const folded = foldText(text, lists.simplified);
  const found = lists.rules
    .filter(({ scope }) => scopes.includes(scope))
    .flatMap((rule) => {
      const forbidden = spansOf(rule.forbidden, folded.text);
      if (forbidden.length === 0 || rule.harmless === null) return forbidden.map((span) => ({ rule, ...span }));
      const harmless = spansOf(rule.harmless, folded.text);
      return forbidden
        .filter(({ from, to }) => !harmless.some((span) => span.from <= from && span.to >= to))
        .map((span) => ({ rule, ...span }));
    })
    .sort((a, b) => a.from - b.from);
  return found.map(({ rule, from, to }) => {
    const start = folded.offsets[from] ?? 0;
    const last = folded.offsets[to - 1] ?? start;
    const end = last + ([...text.slice(last)][0]?.length ?? 1);
    const before = text.slice(0, start).split('\n');
    return {
      rule: rule.id,
      sources: rule.sources,
      phrase: text.slice(start, end),
      at: start,
      line: before.length,
      column: [...(before.at(-1) ?? '')].length + 1,
      instead: rule.instead,
    };
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where a global pattern matches. Not with `matchAll`, which compiles these long patterns anew at each call. */
function spansOf(pattern: RegExp, text: string): readonly Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    spans.push({ from: match.index, to: match.index + match[0].length });
  }
  return spans;
}

/** What a text should be instead, for people: `no accusation (S397), say instead: …`. */
export function findingText({ rule, sources, instead }: WordingFinding): string {
  const words = rule.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `no ${words} (${sources.join(' ')})${instead === null ? '' : `; say instead: ${instead}`}`;
}
