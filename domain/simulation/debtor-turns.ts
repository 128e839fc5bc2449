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

/** One invoice on its way through the loop. */
interface Life {
  readonly invoice: SimInvoice;
  openMinor: number;
  outcome: SimOutcome;
  /** When its case wakes next; null while there is none, or while it waits for news alone. */
  wakeAt: EpochMinute | null;
}

/** What comes next of a life. */
type Entry = { readonly life: Life; readonly at: EpochMinute } & (
  { readonly kind: 'event'; readonly event: SimEvent } | { readonly kind: 'open' } | { readonly kind: 'wake' }
);

const byInvoice = (a: Life, b: Life): number =>
  a.invoice.id < b.invoice.id ? -1 : a.invoice.id > b.invoice.id ? 1 : 0;

// Order at one instant (decisions 2.25).
const ranks = { event: 0, open: 1, wake: 2 } as const;

const byOrder = (a: Entry, b: Entry): number =>
  a.at - b.at || ranks[a.kind] - ranks[b.kind] || byInvoice(a.life, b.life);

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

/** What is known from the beginning: messages and openings, in their order. */
function knownEntries(lives: readonly Life[], clock: BookClock): Entry[] {
  const entries: Entry[] = [];
  for (const life of lives) {
    const { invoice } = life;
    for (const event of eventsByDay(invoice.events)) {
      entries.push({ kind: 'event', life, at: clock.dayStart(event.day), event });
    }
    entries.push({ kind: 'open', life, at: clock.dayStart(clock.opensOn(invoice)) });
  }
  return entries.sort(byOrder);
}

/** Inserts keeping the order: a debtor has few entries. */
function insert(entries: Entry[], entry: Entry): void {
  const index = entries.findIndex((other) => byOrder(entry, other) < 0);
  entries.splice(index < 0 ? entries.length : index, 0, entry);
}

/** The case that wakes first. A debtor has so few that a look at each is cheaper than a queue. */
function nextToWake(lives: readonly Life[]): Entry | null {
  let first: Life | null = null;
  let at: EpochMinute | null = null;
  for (const life of lives) {
    const { wakeAt } = life;
    if (wakeAt === null || (at !== null && wakeAt > at)) continue;
    if (first !== null && wakeAt === at && byInvoice(life, first) > 0) continue;
    first = life;
    at = wakeAt;
  }
  return first === null || at === null ? null : { kind: 'wake', life: first, at };
}

/** What is overdue of the other invoices in the currency of one, and when the next of them will be; null: none will. */
function overdueBeside(
  { invoice }: Life,
  lives: readonly Life[],
  clock: BookClock,
  at: EpochMinute,
): { readonly besideMinor: number; readonly nextAt: EpochMinute | null } {
  let besideMinor = 0;
  let nextAt: EpochMinute | null = null;
  for (const { invoice: other, openMinor } of lives) {
    if (other === invoice || other.currency !== invoice.currency) continue;
    const overdueAt = clock.dayStart(addDays(other.dueDay, 1));
    if (overdueAt <= at) besideMinor += openMinor;
    else if (nextAt === null || overdueAt < nextAt) nextAt = overdueAt;
  }
  return { besideMinor, nextAt };
}

/** When the case of an invoice opens that should open `at`: later while it is not worth one, or never, nor when it is paid. */
function opensAt(life: Life, lives: readonly Life[], clock: BookClock, at: EpochMinute): EpochMinute | null {
  const { invoice, openMinor } = life;
  if (openMinor <= 0) return null;
  if (clock.isChased(invoice, openMinor, 0)) return at;
  const { besideMinor, nextAt } = overdueBeside(life, lives, clock, at);
  return clock.isChased(invoice, openMinor, besideMinor) ? at : nextAt;
}

/** The turn of what comes next. */
function turnOf(entry: Entry): Turn {
  const { life, at } = entry;
  const { invoice } = life;
  switch (entry.kind) {
    case 'event': {
      const { event } = entry;
      if (event.kind === 'payment') life.openMinor -= event.amountMinor;
      return { kind: 'event', invoice, at, event, isOpen: life.outcome === 'open' };
    }
    case 'open':
      return { kind: 'open', invoice, at };
    case 'wake':
      return { kind: 'wake', invoice, at };
  }
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
  const lives = invoices.map((invoice): Life => {
    return { invoice, openMinor: invoice.amountMinor, outcome: 'notEnrolled', wakeAt: null };
  });
  const entries = knownEntries(lives, clock);
  for (let position = 0; ;) {
    const known = entries[position] ?? null;
    const waking = nextToWake(lives);
    const next = known === null || (waking !== null && waking.at < known.at) ? waking : known;
    if (next === null || next.at >= clock.until) break;
    if (next === known) position += 1;
    if (next.kind === 'open') {
      const at = opensAt(next.life, lives, clock, next.at);
      if (at !== null && at > next.at) insert(entries, { kind: 'open', life: next.life, at });
      if (at !== next.at) continue;
    }
    const turn = turnOf(next);
    const wakeup = yield turn;
    if (turn.kind === 'event' && !turn.isOpen) continue;
    next.life.outcome = wakeup.ended ?? 'open';
    next.life.wakeAt = wakeup.ended === null ? wakeup.wakeAt : null;
  }
  return new Map(lives.map(({ invoice, outcome }) => [invoice.id, outcome]));
}
