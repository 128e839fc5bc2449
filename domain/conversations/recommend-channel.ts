/** What the way to speak with a debtor depends on; null: not known. Sums are minor units. */
export interface ChannelFacts {
  readonly receivable: string | null;
  readonly currency: string;
  readonly openMinor: number;
  /** By the limits of the policy, of all that the debtor owes overdue. */
  readonly size: 'small' | 'normal' | 'large';
  readonly relationship: string | null;
  readonly grade: string | null;
  readonly motive: string | null;
  readonly disputed: boolean;
  /** Whether a fault of what was delivered has to be mended on site. */
  readonly technicalFault: boolean | null;
  /** Where many small items are owed: in one area, or here and there. */
  readonly smallItems: 'concentrated' | 'scattered' | null;
}

/** How a person should turn to a debtor, why, and the rules that say so. */
export interface ChannelAdvice {
  readonly channel: 'call' | 'visit';
  readonly reason: string;
  readonly sources: readonly string[];
}

// Up to and with this sum (Y3); the document counts in yuan, so that other currencies have no such limit.
const smallRetention = { currency: 'CNY', upToMinor: 30_000_00 };

const isSmallRetention = ({ receivable, currency, openMinor }: ChannelFacts): boolean =>
  receivable === 'retention' && currency === smallRetention.currency && openMinor <= smallRetention.upToMinor;

interface Advice extends ChannelAdvice {
  readonly holds: (facts: ChannelFacts) => boolean;
}

// The first that holds: what only somebody on site can settle comes first, and exceptions come before their rules.
const advices: readonly Advice[] = [
  {
    holds: ({ technicalFault }) => technicalFault === true,
    ...{ channel: 'visit', reason: 'technicalFault', sources: ['S220', 'S237'] },
  },
  { holds: ({ disputed }) => disputed, channel: 'visit', reason: 'dispute', sources: ['S220'] },
  {
    holds: ({ motive }) => motive === 'malicious',
    ...{ channel: 'visit', reason: 'intentToDefault', sources: ['S220'] },
  },
  {
    holds: ({ size, relationship }) => size === 'large' && relationship === 'important',
    ...{ channel: 'visit', reason: 'largeAndImportant', sources: ['S220', 'S236'] },
  },
  { holds: isSmallRetention, channel: 'call', reason: 'smallRetention', sources: ['S221', 'S222', 'Y3'] },
  {
    holds: ({ receivable }) => receivable === 'retention' || receivable === 'acceptance',
    ...{ channel: 'visit', reason: 'acceptanceOrRetention', sources: ['S220', 'S238'] },
  },
  {
    holds: ({ smallItems }) => smallItems === 'concentrated',
    ...{ channel: 'visit', reason: 'concentratedItems', sources: ['S220'] },
  },
  {
    holds: ({ smallItems }) => smallItems === 'scattered',
    ...{ channel: 'call', reason: 'scatteredItems', sources: ['S221'] },
  },
  {
    holds: ({ grade }) => grade === 'A' || grade === 'B',
    ...{ channel: 'call', reason: 'goodPayer', sources: ['S221', 'S235'] },
  },
];

/** How a person should turn to a debtor: by phone unless a rule says otherwise (S224). */
export function recommendChannel(facts: ChannelFacts): ChannelAdvice {
  const found = advices.find(({ holds }) => holds(facts));
  if (found === undefined) return { channel: 'call', reason: 'default', sources: ['S224'] };
  const { channel, reason, sources } = found;
  return { channel, reason, sources };
}
