import { addDays, type EpochDay, type EpochMinute } from '../time';
import type { SimEvent, SimInvoice, SimOutcome, Wakeup } from './book';

/** One turn of the loop that an executor performs: it returns when the case sleeps again. */
export type Turn =
  | {
      readonly kind: 'event';
      readonly invoice: SimInvoice;
      readonly at: EpochMinute;
      readonly event: SimEvent;
      readonly isOpen: boolean;
    }
  | { readonly kind: 'open'; readonly invoice: SimInvoice; readonly at: EpochMinute }
  | { readonly kind: 'wake'; readonly invoice: SimInvoice; readonly at: EpochMinute };

/** The clock of a book: when days begin, when cases open, and when the simulation ends. */
export interface BookClock {
  dayStart(day: EpochDay): EpochMinute;
  opensOn(invoice: SimInvoice): EpochDay;
  /** Whether an invoice is worth a case, with what else is overdue of the debtor in its currency (U5). */
  isChased(invoice: SimInvoice, openMinor: number, besideMinor: number): boolean;
  readonly until: EpochMinute;
}

interface Entry {
  readonly invoice: SimInvoice;
  readonly at: EpochMinute;
  /** Order at one instant: message, opening, step (decisions 2.25). */
  readonly rank: 0 | 1 | 2;
  readonly turn: Turn;
}

const byOrder = (a: Entry, b: Entry): number =>
  a.at - b.at || a.rank - b.rank || (a.invoice.id < b.invoice.id ? -1 : a.invoice.id > b.invoice.id ? 1 : 0);

/** Inserts keeping the order: queues of one debtor are short. */
function insert(queue: Entry[], entry: Entry): void {
  let index = queue.length;
  for (let before = queue[index - 1]; before !== undefined && byOrder(entry, before) < 0; before = queue[index - 1])
    index -= 1;
  queue.splice(index, 0, entry);
}

/**
 * What reaches a case at one instant: the money of a day as one receipt, as on a bank statement, and before any promise.
 * Otherwise the case would act between two messages of the same minute.
 */
function eventsByDay(events: readonly SimEvent[]): readonly SimEvent[] {
  if (events.length < 2) return events;
  const paid = new Map<EpochDay, number>();
  const others: SimEvent[] = [];
  for (const event of events) {
    if (event.kind === 'payment') paid.set(event.day, (paid.get(event.day) ?? 0) + event.amountMinor);
    else others.push(event);
  }
  return [...Array.from(paid, ([day, amountMinor]): SimEvent => ({ kind: 'payment', day, amountMinor })), ...others];
}

function firstEntries(invoices: readonly SimInvoice[], clock: BookClock): Entry[] {
  const entries = invoices.flatMap((invoice): Entry[] => {
    const opening = clock.dayStart(clock.opensOn(invoice));
    const events = eventsByDay(invoice.events).map((event): Entry => {
      const at = clock.dayStart(event.day);
      return { invoice, at, rank: 0, turn: { kind: 'event', invoice, at, event, isOpen: false } };
    });
    return [...events, { invoice, at: opening, rank: 1, turn: { kind: 'open', invoice, at: opening } }];
  });
  return entries.sort(byOrder);
}

/**
 * The life of one debtor's cases as one discrete-event loop: always the case whose next event is earliest; on a tie messages,
 * then openings, then steps, then by invoice id. An executor performs each turn and answers when the case wakes next. The
 * same driver serves every engine.
 *
 * @returns how each invoice ended
 */
export function* debtorTurns(
  invoices: readonly SimInvoice[],
  clock: BookClock,
): Generator<Turn, Map<string, SimOutcome>, Wakeup> {
  const queue = firstEntries(invoices, clock);
  const openMinor = new Map(invoices.map((invoice) => [invoice.id, invoice.amountMinor]));
  const outcomes = new Map<string, SimOutcome>(invoices.map((invoice) => [invoice.id, 'notEnrolled']));
  const open = new Set<string>();
  for (let next = queue.shift(); next !== undefined && next.at < clock.until; next = queue.shift()) {
    const { invoice, turn } = next;
    if (turn.kind === 'event' && turn.event.kind === 'payment') {
      openMinor.set(invoice.id, (openMinor.get(invoice.id) ?? 0) - turn.event.amountMinor);
    }
    if (turn.kind === 'open') {
      const claim = openMinor.get(invoice.id) ?? 0;
      if (claim <= 0) continue;
      if (!clock.isChased(invoice, claim, 0)) {
        const { besideMinor, nextAt } = overdueBeside(invoice, invoices, openMinor, clock, next.at);
        if (!clock.isChased(invoice, claim, besideMinor)) {
          if (nextAt !== null) insert(queue, { ...next, at: nextAt, turn: { ...turn, at: nextAt } });
          continue;
        }
      }
    }
    if (turn.kind === 'wake' && !open.has(invoice.id)) continue;
    const isOpen = open.has(invoice.id);
    const wakeup = yield turn.kind === 'event' ? { ...turn, isOpen } : turn;
    if (turn.kind === 'event' && !isOpen) continue;
    open.add(invoice.id);
    dropWakes(queue, invoice.id);
    outcomes.set(invoice.id, wakeup.ended ?? 'open');
    if (wakeup.ended !== null) open.delete(invoice.id);
    else if (wakeup.wakeAt !== null) {
      const at = wakeup.wakeAt;
      insert(queue, { invoice, at, rank: 2, turn: { kind: 'wake', invoice, at } });
    }
  }
  return outcomes;
}

/** What is overdue of the other invoices in the currency of one, and when the next of them will be; null: none will. */
function overdueBeside(
  invoice: SimInvoice,
  invoices: readonly SimInvoice[],
  openMinor: ReadonlyMap<string, number>,
  clock: BookClock,
  at: EpochMinute,
): { readonly besideMinor: number; readonly nextAt: EpochMinute | null } {
  let besideMinor = 0;
  let nextAt: EpochMinute | null = null;
  for (const other of invoices) {
    if (other.id === invoice.id || other.currency !== invoice.currency) continue;
    const overdueAt = clock.dayStart(addDays(other.dueDay, 1));
    if (overdueAt <= at) besideMinor += openMinor.get(other.id) ?? 0;
    else if (nextAt === null || overdueAt < nextAt) nextAt = overdueAt;
  }
  return { besideMinor, nextAt };
}

/** A case has one next waking: an earlier announcement is void. */
function dropWakes(queue: Entry[], invoiceId: string): void {
  const index = queue.findIndex((entry) => entry.rank === 2 && entry.invoice.id === invoiceId);
  if (index >= 0) queue.splice(index, 1);
}
