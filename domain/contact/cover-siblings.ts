import { debtorDayOf, type Calendar } from '../calendar';
import type { EpochMinute } from '../time';

/** A case of the same debtor, as its read model row announces it. */
export interface SiblingCase {
  readonly caseId: string;
  readonly invoiceId: string;
  readonly nextStep: string;
  readonly nextOccurrence: number;
  readonly nextEffect: string;
  readonly nextSeverity: number;
  readonly nextAt: EpochMinute;
  readonly language: string;
}

/**
 * The siblings that a message of `language` covers, so that the debtor gets one message and not one an invoice: those whose
 * row announces a message before the end of the debtor's local day, across channels, formal letters excepted
 * (decisions 2.23). Sorted by invoice id. Their own waking is then answered `coveredBy`.
 */
export const siblingsToCover = (
  siblings: readonly SiblingCase[],
  language: string,
  calendar: Calendar,
  asOf: EpochMinute,
): SiblingCase[] =>
  siblings
    .filter(
      (row) =>
        row.nextEffect === 'sendReminder' &&
        row.language === language &&
        debtorDayOf(calendar, row.nextAt) <= debtorDayOf(calendar, asOf),
    )
    .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : a.invoiceId > b.invoiceId ? 1 : 0));

/** The step that leads a shared message: the most severe; the caller's own where several are equally severe. */
export function leadingStep(
  own: { readonly step: string; readonly severity: number },
  covered: readonly SiblingCase[],
): { readonly step: string; readonly severity: number } {
  return covered.reduce(
    (lead, row) => (row.nextSeverity > lead.severity ? { step: row.nextStep, severity: row.nextSeverity } : lead),
    { step: own.step, severity: own.severity },
  );
}
