import { type WordingContext, type WordingFinding, checkWording, findingText, scopesOf } from './check';
import type { WordingLists } from './lists';

/** What is known of the case for which a person writes. */
export interface FreeTextContext extends Omit<WordingContext, 'statesLegalDate'> {
  /**
   * The computed date of the plan's next legal step in the forms in which a text may state it, such as `21 August 2026` and
   * `2026年8月21日`; empty when the plan holds none. A text that speaks of a legal step must state one of them (X1, S393).
   */
  readonly legalDates: readonly string[];
}

/** Checks what a person wrote before it leaves the house: the same rules as for templates, in any tone (X24, S392–S419). */
export function checkFreeText(
  lists: WordingLists,
  text: string,
  { legalDates, ...known }: FreeTextContext,
): readonly WordingFinding[] {
  const statesLegalDate = legalDates.some((date) => text.includes(date));
  return checkWording(lists, text, scopesOf({ ...known, statesLegalDate }));
}

/** A refusal in one sentence for whoever wrote the text: phrase, place and rule of each finding. */
export const refusalText = (findings: readonly WordingFinding[]): string =>
  findings
    .map((finding) => `"${finding.phrase}" in line ${finding.line}, column ${finding.column}: ${findingText(finding)}`)
    .join('; ');
