import type { EpochDay } from '../time';
import type { Quote } from './waiver';

/** Money received on a debt; a reversed payment is kept in the list and counts for nothing. */
export interface Receipt {
  readonly valueDay: EpochDay;
  readonly amountMinor: number;
  readonly reversed: boolean;
}

/** What a quote came to: honoured on a day, still open, or missed. */
export type QuoteOutcome =
  | { readonly kind: 'honoured'; readonly on: EpochDay }
  | { readonly kind: 'open'; readonly missingMinor: number }
  | { readonly kind: 'missed'; readonly missingMinor: number };

/**
 * Whether the quoted sum was paid in time, judged by value date alone (decisions 1.2): receipts from the day of the offer
 * through its last day count, whenever they were booked. `today` decides between open and missed.
 */
export function outcomeOf(quote: Quote, receipts: readonly Receipt[], today: EpochDay): QuoteOutcome {
  const counting = receipts
    .filter(({ valueDay, reversed }) => !reversed && valueDay >= quote.madeOn && valueDay <= quote.lastDay)
    .sort((a, b) => a.valueDay - b.valueDay);
  let paidMinor = 0;
  for (const { valueDay, amountMinor } of counting) {
    paidMinor += amountMinor;
    if (paidMinor >= quote.payMinor) return { kind: 'honoured', on: valueDay };
  }
  return { kind: today > quote.lastDay ? 'missed' : 'open', missingMinor: quote.payMinor - paidMinor };
}

/** A waiver to book or to reverse. `offer` is what was promised, `quoteHonoured` the residue of decisions 5.4. */
export interface WaiverEntry {
  readonly type: 'waiver' | 'waiverReversal';
  readonly reason: 'offer' | 'quoteHonoured';
  readonly amountMinor: number;
}

/**
 * What to book after the receipts of a quoted debt changed. The quoted sum paid in time settles: the offered part is waived,
 * and what has accrued since the quote is waived as "quote honoured" (decisions 5.4). A reversal takes back what was booked,
 * and no second waiver follows (decisions 5.5).
 * @param booked the waivers of this quote so far, in order.
 * @param owedMinor principal and interest through the day of the payment, before it: what accrued since the quote is in it.
 */
export function waiverEntries(
  quote: Quote,
  outcome: QuoteOutcome,
  booked: readonly WaiverEntry[],
  owedMinor: number,
): readonly WaiverEntry[] {
  const honoured = outcome.kind === 'honoured';
  if (booked.some(({ type }) => type === 'waiverReversal')) return [];
  if (booked.length > 0) return honoured ? [] : booked.map((entry) => ({ ...entry, type: 'waiverReversal' }));
  if (!honoured) return [];
  const residueMinor = Math.max(0, owedMinor - quote.payMinor - quote.waivedMinor);
  const waivers: readonly WaiverEntry[] = [
    { type: 'waiver', reason: 'offer', amountMinor: quote.waivedMinor },
    { type: 'waiver', reason: 'quoteHonoured', amountMinor: residueMinor },
  ];
  return waivers.filter(({ amountMinor }) => amountMinor > 0);
}
