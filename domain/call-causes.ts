/** What stands in the way of a payment, as a call finds out (S43); `problem` is whatever has no code of its own. */
export const callCauses = ['invoiceLost', 'requestHeld', 'cashTemporary', 'problem'] as const;
export type CallCause = (typeof callCauses)[number];

/** Work of the same day that follows from a cause (S41): what kind, and whose. */
export const followUps: Readonly<Record<CallCause, { readonly kind: string; readonly role: string }>> = {
  // Lost or not booked: finance sends it again.
  invoiceLost: { kind: 'resendInvoice', role: 'finance' },
  // Waiting in the customer's own house: whoever called helps with the papers.
  requestHeld: { kind: 'help', role: 'owner' },
  // Short of cash: finance hears of the risk on that day.
  cashTemporary: { kind: 'riskReport', role: 'finance' },
  problem: { kind: 'help', role: 'owner' },
};
