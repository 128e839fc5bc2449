import { REVIEW_STEP } from '../next-action';
import { addDays, epochDay, MINUTES_PER_DAY, weekdayOf, type EpochDay, type EpochMinute } from '../time';
import type { SimDebtor, SimInvoice } from './book';
import type { SimJournal } from './journal';

/** How often something happened, by name or by day. */
export type Counts<Name> = Map<Name, number>;

/** Counts in two steps, such as by role, then by week. */
export type CountsBy<First, Second = First> = Map<First, Counts<Second>>;

/** How often one kind of thing was done in a step. */
export interface Deed {
  /** A message that went out, an invoice's message that another invoice's stood for, or a task. */
  readonly kind: 'sent' | 'covered' | 'task';
  /** Channel of a message, kind of a task. */
  readonly what: string;
  readonly role: string;
  n: number;
}

/** What a policy did to the invoices of one segment. Sums only: adding two of them is meaningful. */
export interface Effort {
  invoices: number;
  /** Invoices for which anything was done at all. */
  touched: number;
  /** By step of the plan; the deeds of a step are few and in no order. */
  readonly deeds: Map<string, Deed[]>;
  /** Invoices by the stage day of their first contact. */
  readonly firstContact: Counts<number>;
  /** Invoices by the stage day on which they reached a stage, by stage. */
  readonly stages: CountsBy<string, number>;
}

/** What a policy did to a book: by segment, and tasks by role and week (its Monday). */
export interface BookEffort {
  readonly segments: Map<string, Effort>;
  readonly weeks: CountsBy<string, EpochDay>;
}

/** Nothing done to no invoice. */
export const emptyEffort = (): Effort => ({
  invoices: 0,
  touched: 0,
  deeds: new Map(),
  firstContact: new Map(),
  stages: new Map(),
});

/** Nothing done to no book. */
export const emptyBookEffort = (): BookEffort => ({ segments: new Map(), weeks: new Map() });

/** Counts `n` more of `name`. */
export function addTo<Name>(counts: Counts<Name>, name: Name, n = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + n);
}

/** The entry of a map, made when it is missing. */
function entryOf<Name, Value>(map: Map<Name, Value>, name: Name, make: () => Value): Value {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make();
  map.set(name, made);
  return made;
}

const newMap = <Name, Value>(): Map<Name, Value> => new Map<Name, Value>();
const newList = (): Deed[] => [];

const addBy = <First, Second>(counts: CountsBy<First, Second>, first: First, second: Second): void =>
  addTo(entryOf(counts, first, newMap<Second, number>), second);

function addCounts<Name>(sum: Counts<Name>, more: Counts<Name>): void {
  for (const [name, n] of more) addTo(sum, name, n);
}

function addCountsBy<First, Second>(sum: CountsBy<First, Second>, more: CountsBy<First, Second>): void {
  for (const [name, counts] of more) addCounts(entryOf(sum, name, newMap<Second, number>), counts);
}

/** Counts `n` more deeds of a step. A look through a short list is cheaper than a map of maps, and there are a dozen for each invoice. */
function addDeed({ deeds }: Effort, step: string, kind: Deed['kind'], what: string, role: string, n: number): void {
  const known = entryOf(deeds, step, newList);
  for (const deed of known) {
    if (deed.what === what && deed.kind === kind && deed.role === role) {
      deed.n += n;
      return;
    }
  }
  known.push({ kind, what, role, n });
}

/** Adds `more` to `sum`. */
export function addEffort(sum: Effort, more: Effort): void {
  sum.invoices += more.invoices;
  sum.touched += more.touched;
  for (const [step, deeds] of more.deeds) {
    for (const { kind, what, role, n } of deeds) addDeed(sum, step, kind, what, role, n);
  }
  addCounts(sum.firstContact, more.firstContact);
  addCountsBy(sum.stages, more.stages);
}

/** Adds what was done to another part of the book. */
export function addBookEffort(sum: BookEffort, more: BookEffort): void {
  for (const [segment, effort] of more.segments) addEffort(entryOf(sum.segments, segment, emptyEffort), effort);
  addCountsBy(sum.weeks, more.weeks);
}

// Tasks that speak to the debtor, so that they count as contacts like messages do.
const contactTasks: readonly string[] = ['call', 'visit'];

/** Whether a task of this kind is a contact with the debtor. */
export const isContactTask = (kind: string): boolean => contactTasks.includes(kind);

/** The Monday of the week (UTC) in which an instant lies. */
function mondayOf(at: EpochMinute): EpochDay {
  const day = epochDay(Math.floor(at / MINUTES_PER_DAY));
  return addDays(day, 1 - weekdayOf(day));
}

interface InvoiceNotes {
  readonly effort: Effort;
  contacted: boolean;
  touched: boolean;
  readonly stages: string[];
}

/** Where the effort for an invoice is counted. */
export type SegmentOf = (debtor: SimDebtor, invoice: SimInvoice) => string;

/** Counts what a policy does to a book, debtor by debtor. */
export interface EffortTally {
  readonly effort: BookEffort;
  /** The journal of one debtor's life. */
  journalOf(debtor: SimDebtor): SimJournal;
}

/** An empty tally. Days are counted on the stage clock, weeks in UTC. */
export function createEffortTally(segmentOf: SegmentOf): EffortTally {
  const effort = emptyBookEffort();
  const touch = (notes: InvoiceNotes, stage: string | null, day: number): void => {
    if (!notes.touched) notes.effort.touched += 1;
    notes.touched = true;
    if (stage === null || notes.stages.includes(stage)) return;
    notes.stages.push(stage);
    addBy(notes.effort.stages, stage, day);
  };
  const contact = (notes: InvoiceNotes, day: number): void => {
    if (!notes.contacted) addTo(notes.effort.firstContact, day);
    notes.contacted = true;
  };
  return {
    effort,
    journalOf(debtor) {
      const byInvoice = new Map<string, InvoiceNotes>();
      for (const invoice of debtor.invoices) {
        const counted = entryOf(effort.segments, segmentOf(debtor, invoice), emptyEffort);
        counted.invoices += 1;
        byInvoice.set(invoice.id, { effort: counted, contacted: false, touched: false, stages: [] });
      }
      return {
        contact({ invoice, step, day, channel, outcome }) {
          const notes = byInvoice.get(invoice.id);
          if (notes === undefined) return;
          touch(notes, step.stage, day);
          contact(notes, day);
          addDeed(notes.effort, step.id, outcome === 'sent' ? 'sent' : 'covered', channel, step.role, 1);
        },
        task({ invoice, planStep, step, day, at, kind, role }) {
          const notes = byInvoice.get(invoice.id);
          if (notes === undefined) return;
          touch(notes, planStep === null || step === REVIEW_STEP ? null : planStep.stage, day);
          if (isContactTask(kind)) contact(notes, day);
          addDeed(notes.effort, step, 'task', kind, role, 1);
          addBy(effort.weeks, role, mondayOf(at));
        },
        taskIgnored: () => undefined,
      };
    },
  };
}
