import { type LedgerEntryType, openEffectOf } from './ledger';
import type { EpochDay } from './time';

/** A ledger entry of one invoice, in the order of booking. Minor units, >= 0. */
export interface DebtEntry {
  readonly id: string;
  readonly type: LedgerEntryType;
  readonly amountMinor: number;
  readonly valueDay: EpochDay;
  /** The entry that it takes back; null for all others. */
  readonly reversesId: string | null;
}

/** What is open on an invoice, by what it is owed for. The principal is negative while money lies on a claim that is not due. */
export interface DebtParts {
  readonly costs: number;
  readonly interest: number;
  readonly principal: number;
}

type Part = keyof DebtParts;

const nothing: DebtParts = { costs: 0, interest: 0, principal: 0 };

// What a charge adds to, and what a credit takes from first: inside a debt costs, then interest, then principal (PRC Civil
// Code art. 561, decisions 5.3). A credit note and a cancellation lower the price itself; a waiver gives up interest first.
const orders: Readonly<Record<LedgerEntryType, readonly Part[]>> = {
  invoice: ['principal'],
  conversionIn: ['principal'],
  refund: ['principal'],
  fee: ['costs'],
  cost: ['costs'],
  interest: ['interest'],
  payment: ['costs', 'interest', 'principal'],
  setOff: ['costs', 'interest', 'principal'],
  writeOff: ['costs', 'interest', 'principal'],
  derecognition: ['costs', 'interest', 'principal'],
  conversionOut: ['costs', 'interest', 'principal'],
  creditNote: ['principal', 'interest', 'costs'],
  cancellation: ['principal', 'interest', 'costs'],
  waiver: ['interest', 'principal', 'costs'],
  // Without the entry that they take back these can only be money owed again.
  paymentReversal: ['principal'],
  creditNoteReversal: ['principal'],
  waiverReversal: ['principal'],
  writeOffReversal: ['principal'],
};

/** The parts after the last entry of each value date, ascending. */
export interface DebtOnDay {
  readonly valueDay: EpochDay;
  readonly parts: DebtParts;
}

/**
 * Of what the open balance of an invoice consists after each value date. Its parts always add up to the balance; what an entry
 * takes back comes back to the parts from which it was taken.
 */
export function debtOverTime(entries: readonly DebtEntry[]): readonly DebtOnDay[] {
  const effects = new Map<string, DebtParts>();
  const days: DebtOnDay[] = [];
  let parts = nothing;
  for (const { entry, day } of inValueOrder(entries)) {
    const taken = entry.reversesId === null ? undefined : effects.get(entry.reversesId);
    const effect = taken === undefined ? effectOf(entry, parts) : negated(taken);
    effects.set(entry.id, effect);
    parts = added(parts, effect);
    if (days.at(-1)?.valueDay === day) days.pop();
    days.push({ valueDay: day, parts });
  }
  return days;
}

/** The parts of what is open after all entries. */
export const debtNow = (entries: readonly DebtEntry[]): DebtParts => debtOverTime(entries).at(-1)?.parts ?? nothing;

/** By value date, charges before credits of the same day; an entry never before the one that it takes back. */
function inValueOrder(entries: readonly DebtEntry[]) {
  const days = new Map(entries.map(({ id, valueDay }) => [id, valueDay]));
  const rank = ({ type, reversesId }: DebtEntry) => (reversesId !== null ? 2 : openEffectOf(type, 1) > 0 ? 0 : 1);
  return entries
    .map((entry, index) => {
      const original = entry.reversesId === null ? undefined : days.get(entry.reversesId);
      const day = original !== undefined && original > entry.valueDay ? original : entry.valueDay;
      return { entry, day, index };
    })
    .sort((a, b) => a.day - b.day || rank(a.entry) - rank(b.entry) || a.index - b.index);
}

function effectOf({ type, amountMinor }: DebtEntry, open: DebtParts): DebtParts {
  const [first = 'principal', ...others] = orders[type];
  if (openEffectOf(type, 1) > 0) return { ...nothing, [first]: amountMinor };
  const effect = { ...nothing };
  let left = amountMinor;
  for (const part of [first, ...others]) {
    const share = Math.min(left, Math.max(0, open[part]));
    effect[part] = -share;
    left -= share;
  }
  effect.principal -= left;
  return effect;
}

const negated = ({ costs, interest, principal }: DebtParts): DebtParts => ({
  costs: 0 - costs,
  interest: 0 - interest,
  principal: 0 - principal,
});

const added = (a: DebtParts, b: DebtParts): DebtParts => ({
  costs: a.costs + b.costs,
  interest: a.interest + b.interest,
  principal: a.principal + b.principal,
});
