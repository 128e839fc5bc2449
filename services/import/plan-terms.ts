import type { TermsFrom } from '../../domain/due-date';
import type { ImportedRow } from '../../domain/import/fields';
import { invoiceEvents, noEvents } from '../../domain/contract';
import type { IsoDate } from '../../domain/time';
import { type DueFacts, dueDateUnder } from '../due-dates';
import type { StoredDebtor, StoredInvoice } from './batch-state';

/** When an invoice is due after a batch, and by what. */
export interface PlannedTerms extends DueFacts {
  readonly contractId: string | null;
  readonly effectiveDueDate: IsoDate;
  /** The event without which it is not due; null when it is. */
  readonly waitsFor: TermsFrom | null;
}

/**
 * The terms of an invoice with what a row adds to them. The effective due date follows only where what it depends on has
 * moved it: staff may have set another one on purpose.
 */
export function planTerms(
  { invoice }: ImportedRow,
  debtor: StoredDebtor,
  contractId: string | null,
  before: StoredInvoice | null,
): PlannedTerms {
  const { invoiceDate, dueDate } = invoice;
  const terms = invoice.terms ?? before?.terms ?? null;
  const facts = { invoiceDate, dueDate, terms, events: { ...(before?.events ?? noEvents), ...invoice.events } };
  const answer = dueDateUnder(facts, debtor);
  const isMoved = before === null || dueDateUnder(before, debtor).dueDate !== answer.dueDate;
  const effectiveDueDate = isMoved ? answer.dueDate : before.effectiveDueDate;
  return { ...facts, contractId, effectiveDueDate, waitsFor: answer.ok ? null : answer.waitsFor };
}

/** Whether contract, terms or events differ from what is stored. */
export const isTermsChanged = (due: PlannedTerms, before: StoredInvoice): boolean =>
  due.contractId !== before.contractId ||
  JSON.stringify(due.terms) !== JSON.stringify(before.terms) ||
  invoiceEvents.some((event) => due.events[event] !== before.events[event]);
