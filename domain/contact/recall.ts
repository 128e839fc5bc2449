import type { EpochDay } from '../time';

/** Where a letter is: still in our house or at the printer, with a carrier, or at its end, delivered or returned. */
export type LetterPlace = 'house' | 'carrier' | 'end';

/**
 * What happens to a letter when money arrives for an invoice that it demands (R9): somebody fetches it back while it is in the
 * house; what a carrier has cannot be stopped; what has arrived is history.
 */
export const recallOf = (place: LetterPlace): 'recall' | 'unstoppable' | null =>
  place === 'house' ? 'recall' : place === 'carrier' ? 'unstoppable' : null;

/**
 * Whether a letter that is to be fetched back may be recorded as handed over: only when that was on the day of the money at the
 * latest; later, nobody may post it any more (R9).
 */
export const mayHaveLeft = (handedOverOn: EpochDay, moneyOn: EpochDay): boolean => handedOverOn <= moneyOn;
