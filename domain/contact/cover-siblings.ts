import { debtorDayOf, type Calendar } from '../calendar';
import type { Channel } from '../channels';
import { formatOf } from '../message-format';
import type { PlanStep } from '../plan';
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
export const siblingsToCover = <Sibling extends SiblingCase>(
  siblings: readonly Sibling[],
  language: string,
  calendar: Calendar,
  asOf: EpochMinute,
): Sibling[] =>
  siblings
    .filter(
      (row) =>
        row.nextEffect === 'sendReminder' &&
        row.language === language &&
        // What is overdue may lie before the calendar.
        (row.nextAt <= asOf || debtorDayOf(calendar, row.nextAt) <= debtorDayOf(calendar, asOf)),
    )
    .sort((a, b) => (a.invoiceId < b.invoiceId ? -1 : a.invoiceId > b.invoiceId ? 1 : 0));

/**
 * Whether a step may be covered by another one's message: not when it waits for somebody's yes, which is given to itself, and
 * not when it is a formal notice (decisions 2.23).
 */
export const mayBeCovered = ({ approval, formal }: Pick<PlanStep, 'approval' | 'formal'>): boolean =>
  approval === null && !formal;

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

/** Whether a step has words for messages on `channel`: its own way or a fallback of it is written in that form. */
export function speaksOn(
  { channel: own, fallback }: Pick<PlanStep, 'channel' | 'fallback'>,
  channel: Channel,
): boolean {
  const ways = [own, ...fallback];
  // WhatsApp takes texts that were approved before, so that words in the same form do not do.
  return ways.includes(channel) || (channel !== 'whatsapp' && ways.map(formatOf).includes(formatOf(channel)));
}

/**
 * Of the siblings, those whose text this message can carry: its text comes from one version of one policy and goes out on one
 * channel, and a step that cannot lead there must not be harder than what it says.
 */
export function withinOneText<Sibling extends SiblingCase & { readonly canLead: boolean }>(
  ownSeverity: number,
  siblings: readonly Sibling[],
): Sibling[] {
  const severity = Math.max(ownSeverity, ...siblings.filter(({ canLead }) => canLead).map((row) => row.nextSeverity));
  return siblings.filter((row) => row.canLead || row.nextSeverity <= severity);
}
