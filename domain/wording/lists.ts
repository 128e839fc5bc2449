import { z } from 'zod';
import { compilePhrase } from './phrase';

/**
 * Where the rules of a group hold. `always`: red lines, in every text whatever its tone (X22, X24); `service`, `early`: steps
 * of such a tone (S34, S445); `letter`: letters (S216); `legal`: where no computed date of a legal step is stated (X1);
 * `fees`: unless lawyers' fees were agreed; `enforcement`: unless a court has ordered it (decisions 7); `certificate`:
 * statements about a debtor who still owes (X29).
 */
export const wordingScopes = [
  'always',
  'service',
  'early',
  'letter',
  'legal',
  'fees',
  'enforcement',
  'certificate',
] as const;
export type WordingScope = (typeof wordingScopes)[number];

const phrase = z.string().min(1).max(400);

const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z]{0,39}$/, 'expected a camelCase name'),
  scope: z.enum(wordingScopes),
  sources: z.array(z.string().regex(/^[SXYU][1-9]\d{0,2}$/, 'expected a rule id such as S397')).default([]),
  ownChoice: z.string().optional(),
  phrases: z.array(phrase).min(1),
  /** Words in which a phrase is harmless. */
  except: z.array(phrase).default([]),
  /** What to say instead. */
  instead: z.string().optional(),
});

const wordingFile = z.strictObject({ language: z.enum(['zh-CN', 'en']), rules: z.array(ruleSchema).min(1) });
const traditionalFile = z.strictObject({
  source: z.string(),
  /** Pairs of characters, traditional then simplified, separated by blanks. */
  pairs: z.string(),
});

/** One group of phrases that must not be used where its scope holds. */
export interface WordingRule {
  readonly id: string;
  readonly scope: WordingScope;
  readonly sources: readonly string[];
  readonly instead: string | null;
  /** Matches any phrase in folded text. */
  readonly forbidden: RegExp;
  /** Matches where a phrase is harmless; null when it never is. */
  readonly harmless: RegExp | null;
}

/** All lists, ready to use; every text is checked against those of all languages. */
export interface WordingLists {
  readonly rules: readonly WordingRule[];
  /** Traditional characters to simplified ones: the lists are written in simplified ones. */
  readonly simplified: ReadonlyMap<string, string>;
}

/** Reads the lists from their files, parsed from YAML. @throws ZodError when one is not as expected */
export function readWordingLists(files: readonly unknown[], traditional: unknown): WordingLists {
  const { pairs } = traditionalFile.parse(traditional);
  const simplified = new Map(
    pairs
      .split(/\s+/)
      .filter((pair) => pair !== '')
      .map((pair): [string, string] => {
        const [from = '', to = ''] = [...pair];
        return [from, to];
      }),
  );
  const rules = files.flatMap((file) =>
    wordingFile.parse(file).rules.map((rule) => ({
      id: rule.id,
      scope: rule.scope,
      sources: [...rule.sources, ...(rule.ownChoice === undefined ? [] : [rule.ownChoice])],
      instead: rule.instead ?? null,
      forbidden: anyOf(rule.phrases, simplified),
      harmless: rule.except.length === 0 ? null : anyOf(rule.except, simplified),
    })),
  );
  return { rules, simplified };
}

function anyOf(phrases: readonly string[], simplified: ReadonlyMap<string, string>): RegExp {
  // Folded like the texts, so that a character that is both traditional and simplified still matches itself.
  const fold = (phrase: string) => [...phrase].map((character) => simplified.get(character) ?? character).join('');
  return new RegExp(phrases.map((phrase) => compilePhrase(fold(phrase))).join('|'), 'g');
}
