import { formatDay } from './local-time';
import type { BookEvent } from './any-book';

/** What may be sent to a debtor, computed from what happened and from nothing of the product's. */
export interface DebtorModel {
  readonly openMinor: number[];
  readonly holds: { readonly invoice: number | null; readonly from: string; until: string | null }[];
  noContactUntil: string | null;
  readonly optedOut: Set<string>;
}

export const newModel = (invoices: number): DebtorModel => ({
  openMinor: Array.from({ length: invoices }, () => 100_000),
  holds: [],
  noContactUntil: null,
  optedOut: new Set(),
});

export const copyOf = (model: DebtorModel): DebtorModel => ({
  openMinor: [...model.openMinor],
  holds: model.holds.map((hold) => ({ ...hold })),
  noContactUntil: model.noContactUntil,
  optedOut: new Set(model.optedOut),
});

const covers = (hold: DebtorModel['holds'][number], invoice: number, today: string): boolean =>
  (hold.invoice === null || hold.invoice === invoice) &&
  hold.from <= today &&
  (hold.until === null || today < hold.until);

/** Whether an invoice may be named in a message at `at`, as far as payments, holds and flags are concerned (I1). */
export function mayBeNamed(model: DebtorModel, invoice: number, channel: 'email' | 'sms', at: Date): boolean {
  const today = formatDay(at, 'Asia/Shanghai');
  const isHeld = model.holds.some((hold) => covers(hold, invoice, today));
  const isBarred = model.noContactUntil !== null && today < model.noContactUntil;
  return (model.openMinor[invoice] ?? 0) > 0 && !isHeld && !isBarred && !model.optedOut.has(channel);
}

const DAY_MS = 86_400_000;
const dayAfter = (at: Date, days: number): string => formatDay(new Date(at.getTime() + days * DAY_MS), 'Asia/Shanghai');

/** The amount of a payment of `percent` of the invoice, at most what is open. */
export const paidBy = (model: DebtorModel, invoice: number, percent: number): number =>
  Math.min(model.openMinor[invoice] ?? 0, 1_000 * percent);

/** Applies what happened to an invoice at `at`. */
export function applyToModel(model: DebtorModel, invoice: number, event: BookEvent, at: Date): void {
  const today = dayAfter(at, 0);
  if (event.kind === 'pays')
    model.openMinor[invoice] = (model.openMinor[invoice] ?? 0) - paidBy(model, invoice, event.percent);
  if (event.kind === 'hold')
    model.holds.push({
      invoice: event.scope === 'debtor' ? null : invoice,
      from: today,
      until: event.days === null ? null : dayAfter(at, event.days),
    });
  if (event.kind === 'release')
    for (const hold of model.holds)
      if ((hold.invoice === null || hold.invoice === invoice) && (hold.until === null || hold.until > today))
        hold.until = today;
  if (event.kind === 'noContact') model.noContactUntil = dayAfter(at, event.days);
  if (event.kind === 'optOut') model.optedOut.add(event.channel);
}
