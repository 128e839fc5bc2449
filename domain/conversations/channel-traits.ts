import type { Channel } from '../channels';

/** What the documents say of a way to reach a debtor; null where they say nothing. */
export interface ChannelTraits {
  readonly confidentiality: 'high' | 'low' | null;
  readonly speed: 'high' | 'low' | null;
  readonly cost: 'high' | 'low' | null;
  /** Whether the debtor has it in writing. */
  readonly written: boolean;
}

const unknown: ChannelTraits = { confidentiality: null, speed: null, cost: null, written: false };

const known: Readonly<Partial<Record<Channel, ChannelTraits>>> = {
  // Fast, cheap, and safe for our people (S224).
  call: { ...unknown, speed: 'high', cost: 'low' },
  // The most expensive of all (S219).
  visit: { ...unknown, cost: 'high' },
  // Cheap, and more private than fax (S226, S239).
  letter: { ...unknown, confidentiality: 'high', cost: 'low', written: true },
  // Written at once and at little cost, but open to everybody's eyes (S225, S240).
  fax: { confidentiality: 'low', speed: 'high', cost: 'low', written: true },
};

/** What is known of `channel` (S239, S240). */
export const traitsOf = (channel: Channel): ChannelTraits => known[channel] ?? unknown;

/** Whether a call must go with it, since anybody may read it and nobody knows who did (S225). */
export const needsCall = (channel: Channel): boolean => traitsOf(channel).confidentiality === 'low';
