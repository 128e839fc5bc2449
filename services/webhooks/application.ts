/** What became of a stored event: messages for cases, to be delivered after the commit, or why it fits nothing. */
export type Application =
  | { readonly kind: 'applied'; readonly messageIds: readonly string[] }
  | { readonly kind: 'parked'; readonly reason: string };

/** The answer of an event that fits nothing: it waits with its reason until somebody drives it again. */
export const parked = (reason: string): Application => ({ kind: 'parked', reason });
