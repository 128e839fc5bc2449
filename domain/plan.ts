import type { Channel } from './channels';
import type { ContactLimits } from './contact/limits';
import type { PriorityWeights } from './portfolio/priority';
import type { LongTermRule } from './portfolio/relationship';
import type { RiskWeights } from './portfolio/risk';

/** The activity that performs a step: names that an auditor understands, and that live for ever in histories. */
export type StepEffect =
  | 'sendReminder'
  | 'sendLetter'
  | 'openCallTask'
  | 'openVisitTask'
  | 'escalateToManager'
  | 'instructLawyer'
  | 'openReviewTask';

/** Facts in words on which a step may depend, and what they may say; `null` where the words are not ours to list. */
export const textFacts = {
  grade: ['A', 'B', 'C'],
  motive: ['negligent', 'pressured', 'malicious'],
  relationship: ['longTerm', 'important', 'standard'],
  /** Whether the debtor has ordered lately (S310, Y13). */
  ordering: ['yes', 'no'],
  currency: null,
  /** The claim's size by the plan's `sizes` (X32, U9). */
  size: ['small', 'normal', 'large'],
  /** Value and ease of recovery by the plan's `quadrants` (S301). */
  quadrant: ['Q1', 'Q2', 'Q3', 'Q4', 'UNCLASSIFIED'],
  /** The least four treatments of a late debt (K3). */
  treatment: ['notLate', 'justLate', 'drifting', 'hard', 'brokenPromise'],
  /** The way to court or out of the book by the plan's `routes` (X15). */
  route: ['paymentOrder', 'suit', 'arbitration', 'sale', 'agency'],
  disputed: ['yes', 'no'],
  /** What kind of sum is owed (S50, S222). */
  receivable: ['standard', 'prepayment', 'shipment', 'retention'],
} as const;

/** Facts in numbers on which a step may depend. */
export const numberFacts = [
  'openBalanceMinor',
  'failedAttempts',
  'failedChannels',
  'brokenPromises',
  'daysPastDue',
  /** How likely the debtor is to pay late, by the plan's `risk` (S47). */
  'riskScore',
] as const;

export type TextFact = keyof typeof textFacts;
export type NumberFact = (typeof numberFacts)[number];
export type FactName = TextFact | NumberFact;

export type Quadrant = (typeof textFacts.quadrant)[number];
export type Treatment = (typeof textFacts.treatment)[number];
export type LegalRoute = (typeof textFacts.route)[number];

/** All conditions of a step must hold. A fact that is absent fails its condition (decisions 2.3). */
export interface StepCondition {
  readonly fact: FactName;
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
  readonly atLeast?: number;
  readonly below?: number;
}

/** Tones from the mildest to the hardest: along the ladder they only rise (S79). */
export const tones = ['service', 'friendly', 'neutral', 'firm', 'formal', 'legal'] as const;
export type Tone = (typeof tones)[number];

/** How long something holds that is said on a day: calendar days, or until that day, week (Sunday, Y7) or next Monday (Y16, X30). */
export type Validity = { readonly days: number } | { readonly until: 'endOfDay' | 'endOfWeek' | 'nextMonday' };

/** What a step offers, and until when: a share of the interest or the principal waived, or a plan of instalments (S90, S109, S112). */
export interface StepOffer {
  readonly percent?: number;
  readonly of?: 'interest' | 'principal';
  readonly plan?: string;
  readonly validity: Validity;
}

/** What must be so before a step is taken: evidence complete (S73, S202), an offer made and expired (S69). */
export type Requirement = 'evidence' | 'offerExpired';

/** What happens to an order or its invoice, and from which steps may count (S29, S49); `receiptDenied`: the debtor says that it has no invoice (S35). */
export const planEvents = ['orderCompleted', 'invoiceDispatched', 'receiptDenied'] as const;

/** Days of a step that only the case knows: half of the term (S28), or days after an event. */
export type CaseTiming =
  | { readonly kind: 'halfTerm' }
  | { readonly kind: 'event'; readonly event: (typeof planEvents)[number]; readonly days: number };

/** Documents that an e-mail can carry: the statement of account, the letter of the step, copies of its invoices. */
export const attachmentKinds = ['statement', 'letter', 'invoice'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** Channels that can follow an e-mail that nobody opens (S192). */
export const unreadChannels = ['sms', 'whatsapp', 'voice'] as const;

/** The content template that WhatsApp has approved, by language, and which variables fill its places. */
export interface ContentTemplate {
  readonly contentSid: Readonly<Record<string, string | undefined>>;
  readonly variables: readonly string[];
}

/** Whether calls are recorded; who is called hears it first in any event (X23, S194, S207). */
export const recordingModes = ['off', 'whenNeeded', 'always'] as const;
export type RecordingMode = (typeof recordingModes)[number];

/** One row of the plan. `day` counts on the stage clock from the due date; negative is before it. */
export interface PlanStep {
  readonly id: string;
  /** Which repetition of the step this row is, from 1 (S174). */
  readonly occurrence: number;
  readonly day: number;
  /** Set until `planForCase` has put the day there. */
  readonly timing?: CaseTiming;
  /** Performed no earlier than this many stage days after one of other steps was performed (S58). */
  readonly after?: { readonly steps: readonly string[]; readonly days: number };
  readonly stage: string;
  readonly effect: StepEffect;
  readonly channel: Channel;
  readonly fallback: readonly Channel[];
  /** Role that performs or signs the step. */
  readonly role: string;
  /** Role in the debtor's contact matrix that is addressed. */
  readonly addressee: string;
  /** Rising with the ladder: the most severe step leads a shared message. */
  readonly severity: number;
  readonly formal: boolean;
  /** Whether a case may enter the ladder here (decisions 2.2). */
  readonly entry: boolean;
  readonly template: string | null;
  readonly tone?: Tone;
  /** The deadline that the step sets; a harder step waits for its end (S80, X30, R30). */
  readonly payBy?: Validity;
  readonly offer?: StepOffer;
  readonly requires?: readonly Requirement[];
  /** Whether its message waits for a person to release it. */
  readonly review?: boolean;
  /** Steps that are not taken while the conditions of this one hold, or once it was performed. */
  readonly instead?: readonly string[];
  /** A window of its own instead of the channel's (X9). */
  readonly window?: string;
  readonly when: readonly StepCondition[];
  readonly attach?: readonly AttachmentKind[];
  readonly whatsapp?: ContentTemplate;
  /** An e-mail that nobody opens within so many hours is followed by another channel (S192). */
  readonly readWithin?: { readonly hours: number; readonly else: (typeof unreadChannels)[number] };
  /** Set in the row that follows such an e-mail: taken only while nobody has opened it, so many hours after it. */
  readonly unreadOf?: { readonly step: string; readonly hours: number };
  readonly approval: { readonly role: string } | null;
  /** For tasks: calendar days until the task counts as ignored, who hears of it, and whether the ladder waits for it. */
  readonly task: { readonly deadlineDays: number; readonly escalateTo: string | null; readonly blocks: boolean } | null;
  readonly sources: readonly string[];
}

/** When a channel may be used: half-open local minute ranges of the debtor's day. */
export interface ContactWindow {
  readonly ranges: readonly (readonly [number, number])[];
  readonly workingDaysOnly: boolean;
  /** Not on so many last working days of a month, when books are closed (S173). */
  readonly notLastWorkingDays?: number;
}

/** Limits in minor units by currency; a currency without one has none (decisions 2.10). */
export type AmountLimits = Readonly<Record<string, number>>;

/** When a claim is small or large, per debtor and currency (X32, U9). */
export interface SizeLimits {
  readonly smallBelow: AmountLimits;
  readonly largeFrom: AmountLimits;
  /** So many debtors who owe most are large in the work list, whatever they owe. */
  readonly largeRanks?: number;
}

/** The four quadrants of value and ease (S302–S305); what they leave open is unclassified (X17). */
export interface QuadrantLimits {
  readonly highAbove: AmountLimits;
  readonly lowBelow: AmountLimits;
  readonly easyBelowDays: number;
  readonly hardAboveDays: number;
}

/** A row of the route table; the first whose conditions hold is the case's route (X15). */
export interface PlanRoute {
  readonly route: LegalRoute;
  readonly when: readonly StepCondition[];
}

/** Late interest as this policy claims it (S86, X14, S94, S95). */
export interface PlanInterest {
  /** Decimal string, a share of the principal a day: 0.0005 is 0.05 %. */
  readonly dailyRate: string;
  /** First day past due for which interest is counted. */
  readonly startDay: number;
  /** The step from which on it is claimed; null: never by the ladder. */
  readonly claimedFrom: string | null;
  readonly notForMotives: readonly string[];
}

/** Rolling limits of automatic contacts of one debtor, over all invoices and channels (U1). */
export interface ContactCaps {
  readonly perDay: number;
  readonly per7Days: number;
  readonly per30Days: number;
  readonly gapHours: number;
}

/** Contacts that wait for the debtor's payment days (S178, S189). */
export interface PayDayRule {
  /** How many working days before a payment day somebody speaks. */
  readonly workingDaysBefore: number;
  /** How many days a contact waits at most. */
  readonly withinDays: number;
}

/** Feasts before which relationship care is due (S373). */
export const occasions = ['springFestival', 'midAutumn', 'newYear'] as const;
export type Occasion = (typeof occasions)[number];

/** A task of relationship care: so many days before a feast, for debtors that meet the conditions (S373, S390). */
export interface PlanCare {
  readonly id: string;
  readonly occasion: Occasion;
  readonly daysBefore: number;
  readonly task: 'gift' | 'visit' | 'call';
  readonly role: string;
  readonly template?: string;
  readonly when: readonly StepCondition[];
}

/** A policy compiled for one case and pinned in it. Plain JSON. */
export interface Plan {
  readonly v: 1;
  readonly policy: string;
  readonly version: number;
  readonly hash: string;
  readonly stages: readonly string[];
  readonly minGapDays: number;
  readonly reviewEveryDays: number;
  readonly catchUp: 'fitting' | 'fromStart';
  readonly promiseGraceBankDays: number;
  readonly unknownAfterHours: number;
  /** By channel; further names are those that steps ask for. */
  readonly windows: Readonly<Record<Channel, ContactWindow>> & Readonly<Record<string, ContactWindow>>;
  readonly caps: ContactCaps;
  /** Limits of addresses, carriers and conversations; `standardLimits` where the policy states none. */
  readonly limits?: ContactLimits;
  readonly review: { readonly role: string; readonly deadlineDays: number };
  /** Left out: calls are not recorded (X23). */
  readonly recording?: RecordingMode;
  /** From when on a customer counts as long-term (Y14). */
  readonly longTerm?: LongTermRule;
  /** Left out: steps do not wait for the payment days of debtors. */
  readonly payDays?: PayDayRule;
  /** How the risk of a debtor is weighed before anything is due (S47). */
  readonly risk?: RiskWeights;
  /** Below this no case is opened (U5). */
  readonly chaseFrom?: AmountLimits;
  readonly sizes?: SizeLimits;
  readonly priority?: PriorityWeights;
  readonly quadrants?: QuadrantLimits;
  readonly routes?: readonly PlanRoute[];
  readonly interest?: PlanInterest;
  readonly care?: readonly PlanCare[];
  readonly steps: readonly PlanStep[];
}
