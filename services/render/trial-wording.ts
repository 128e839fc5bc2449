import { expecting, expectingOtherWords } from '../../domain/policy/problem';
import { checkWording, scopesOf } from '../../domain/wording/check';
import type { WordingLists } from '../../domain/wording/lists';
import type { CleanParagraphs, Fault, Trial } from './one-trial';

/**
 * What a rendered message may not say: the same lists as for the template's own words, so that no trick of Liquid hides a
 * phrase, and those that depend on what is known of a case.
 */
export function wordingFaults(trial: Trial, wording: WordingLists, clean: CleanParagraphs): readonly Fault[] {
  const { step, template, format, facts, rendered } = trial;
  const scopes = scopesOf({
    tone: step.tone,
    letter: format === 'letter',
    statesLegalDate: facts.announcedLegalDate !== null,
    feesAgreed: facts.feesAgreed,
    enforcementOrder: facts.enforcementOrder,
  });
  const certificate = isCertificate(template) ? (['certificate'] as const) : [];
  const all = [...scopes, ...certificate];
  return [rendered.subject ?? '', ...rendered.text.split('\n\n')].flatMap((paragraph) => {
    const key = `${all.join(' ')} ${paragraph}`;
    if (clean.has(key)) return [];
    const findings = checkWording(wording, paragraph, all);
    if (findings.length === 0) clean.add(key);
    return findings.map((finding) => ({
      value: finding.phrase,
      ...expecting('asRendered', { words: expectingOtherWords(finding), step: step.id }),
    }));
  });
}

/** Templates that state something about a debtor to others or to itself: only what is true (X29, S118). */
export const isCertificate = (template: string): boolean => /^certificate(-|$)/.test(template);
