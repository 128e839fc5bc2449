/** What stands in the way of a payment, as a call finds out (S43); `problem` is whatever has no code of its own. */
export const callCauses = ['invoiceLost', 'requestHeld', 'cashTemporary', 'problem'] as const;
export type CallCause = (typeof callCauses)[number];

/** Work that must be done on the day on which it is found. */
export interface FollowUp {
  readonly kind: string;
  readonly role: string;
}

/** What whoever called writes on the day on which a customer says that money is short (S42). */
export const RISK_REPORT = 'riskReport';

/** Work of the same day that follows from a cause (S41): what kind, and whose. */
export const followUps: Readonly<Record<CallCause, FollowUp>> = {
  // Lost or not booked: finance sends it again.
  invoiceLost: { kind: 'resendInvoice', role: 'finance' },
  // Waiting in the customer's own house: whoever called helps with the papers.
  requestHeld: { kind: 'help', role: 'owner' },
  // Short of cash: whoever called reports the risk to finance on that day.
  cashTemporary: { kind: RISK_REPORT, role: 'owner' },
  problem: { kind: 'help', role: 'owner' },
};

/** Who gets the report when it is written. */
export const riskReading: FollowUp = { kind: 'readRiskReport', role: 'finance' };

/** All kinds of such work: of what is not done in time a superior hears. */
export const followUpKinds: readonly string[] = [...new Set(Object.values(followUps).map(({ kind }) => kind))];
