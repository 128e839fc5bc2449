import type { Channel } from '../channels';

/** Limits of contacts within rolling days. */
export interface RollingCaps {
  readonly perDay: number;
  readonly per7Days: number;
  readonly per30Days: number;
}

/** What a carrier takes for one number before it rejects or reviews, in any 24 hours. */
export interface CarrierLimit {
  readonly channels: readonly Channel[];
  /** The numbers that it serves begin so. */
  readonly prefix: string;
  readonly identicalPerDay: number;
  readonly perDay: number;
}

/** Limits beside the budget of the debtor: policy data. */
export interface ContactLimits {
  /** Automatic contacts to one address, over all debtors that share it; null: twice the budget of a debtor. */
  readonly perAddress: RollingCaps | null;
  /** Calls and visits of people that reached the debtor or are still to be made. */
  readonly conversations: { readonly perDay: number; readonly per7Days: number };
  /** Calls and visits whether or not they reached anybody; null: only conversations count. */
  readonly attempts: { readonly perDay: number; readonly per7Days: number } | null;
  /** No further call or visit within so many days after a conversation. */
  readonly daysAfterTalk: number;
  readonly carriers: readonly CarrierLimit[];
}

/**
 * The limits of a policy that states none.
 *
 * Conversations: U1. Addresses: own choice, for the companies of a group that share one mailbox; a debtor alone never meets it. China: a third identical
 * message within 24 hours is rejected and a fifth triggers a review (Twilio's guideline for China, read without a date).
 */
export const standardLimits: ContactLimits = {
  perAddress: null,
  conversations: { perDay: 1, per7Days: 3 },
  attempts: null,
  daysAfterTalk: 0,
  carriers: [{ channels: ['sms'], prefix: '+86', identicalPerDay: 2, perDay: 4 }],
};

/** The limits of one address under a policy. */
export function addressCaps({
  limits,
  caps,
}: {
  readonly limits?: ContactLimits;
  readonly caps: RollingCaps;
}): RollingCaps {
  const { perAddress } = limits ?? standardLimits;
  return perAddress ?? { perDay: 2 * caps.perDay, per7Days: 2 * caps.per7Days, per30Days: 2 * caps.per30Days };
}
