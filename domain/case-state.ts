import type { PayDays } from './pay-days';
import type { Reason } from './reasons';
import type { EpochDay, EpochMinute } from './time';

/** How a case ends (design 4). Every ending is a value; a failed workflow means a bug. */
export const caseOutcomes = [
  'settled',
  'settledByPlan',
  'writtenOff',
  'sold',
  'placedWithAgency',
  'legalClosed',
  'cancelled',
] as const;

export type CaseOutcome = (typeof caseOutcomes)[number];

/** Whether `text` names an ending. */
export const isCaseOutcome = (text: string): text is CaseOutcome => caseOutcomes.some((outcome) => outcome === text);

/** Why a case is paused (decisions 5.10). */
export const holdKinds = [
  'dispute',
  'promise',
  'plan',
  'unmatchedReceipt',
  'staleFeed',
  'directDebit',
  'instrument',
  'manual',
  'complaint',
  'legal',
  'bankruptcy',
  'deceased',
  'sanctions',
  'fraud',
] as const;

export type HoldKind = (typeof holdKinds)[number];

/** Holds that only compliance releases, and that end on no day by themselves (decisions 5.10). */
export const complianceHolds: readonly string[] = ['sanctions', 'fraud'] satisfies readonly HoldKind[];

/** A pause as the case knows it: half-open days in the creditor's zone; `until` is OPEN_ENDED while nobody ended it. */
export interface CaseHold {
  readonly id: string;
  readonly kind: HoldKind;
  readonly from: EpochDay;
  readonly until: number;
  /** Set for a held part; null holds the whole invoice. */
  readonly partMinor: number | null;
}

/** A debtor's dated commitment while it is open. `holdUntil` is the day after date + grace: until then nothing goes out (K9). */
export interface OpenPromise {
  readonly id: string;
  readonly madeOn: EpochDay;
  readonly promisedFor: EpochDay;
  readonly holdUntil: EpochDay;
  readonly amountMinor: number | null;
  readonly balanceMinorWhenMade: number;
}

/** Facts that choose among the variants of the plan; absent = unclassified. */
export interface CaseFacts {
  readonly grade: string | null;
  readonly motive: string | null;
  readonly relationship: string | null;
  /** Whether the debtor has ordered lately: yes, no, or null while no orders are on record. */
  readonly ordering: string | null;
  readonly language: string;
  /** Overdue sum of the debtor in the currency of the case; null = only this claim is known. */
  readonly debtorOverdueMinor: number | null;
  /** The debtor's own routine as half-open local minutes of the day; null = the windows of the policy (S180). */
  readonly contactHours: readonly (readonly [number, number])[] | null;
  /** When the debtor has money; null or left out: nobody knows (S178, S189). */
  readonly payDays?: PayDays | null;
  /** How likely it is to pay late by the plan's own weights, 0 to 100; null or left out: nobody knows (S47). */
  readonly riskScore?: number | null;
  /** Kind of receivable (S50, S222). */
  readonly receivable: string;
  /** Whether the papers for a claim are together: complete, incomplete, or null while nobody keeps them here (S73). */
  readonly evidence: string | null;
}

/** The facts of a case of which nobody knows more than the language: it meets unconditional steps only (decisions 2.3). */
export const unclassifiedFacts = (language: string): CaseFacts => ({
  grade: null,
  motive: null,
  relationship: null,
  ordering: null,
  language,
  debtorOverdueMinor: null,
  contactHours: null,
  receivable: 'standard',
  evidence: null,
});

/** An offer that a step made: its last valid day (S90, S69). */
export interface MadeOffer {
  readonly step: string;
  readonly occurrence: number;
  readonly on: EpochDay;
  readonly through: EpochDay;
}

/** A task for a person that this case opened and nobody closed yet. */
export interface OpenTask {
  readonly id: string;
  readonly step: string;
  readonly occurrence: number;
  readonly deadlineAt: EpochMinute | null;
  readonly escalateTo: string | null;
  readonly blocks: boolean;
}

/** A step that was performed: `on` is the date in the creditor's zone. */
export interface PerformedStep {
  readonly step: string;
  readonly occurrence: number;
  readonly on: EpochDay;
  readonly at: EpochMinute;
  /** The stage clock on that date. */
  readonly day: number;
  readonly outcome: string;
}

/** Whether a step was done: neither refused by the gate nor skipped by a person. */
export const wasTaken = ({ outcome }: PerformedStep): boolean => outcome !== 'refused' && outcome !== 'skipped';

/** What the planner answered at one waking and on which inputs, also "nothing, because …". */
export interface Decision {
  readonly seq: number;
  readonly at: EpochMinute;
  readonly action: string;
  readonly step: string | null;
  readonly until: number | null;
  readonly reason: Reason;
  readonly openBalanceMinor: number;
  readonly dueDay: EpochDay;
  readonly stageDay: number;
  readonly messages: readonly string[];
  /** Earlier steps that the case might have taken and leaves out with this one (decisions 2.2); absent where there are none. */
  readonly passedOver?: readonly string[];
}

/** Everything a case carries from one waking, and one run, to the next: plain JSON, no personal data. */
export interface CaseState {
  readonly v: 1;
  readonly caseId: string;
  readonly invoiceId: string;
  readonly debtorId: string;
  readonly currency: string;
  readonly openedAt: EpochMinute;
  now: EpochMinute;
  dueDay: EpochDay;
  invoiceDay: EpochDay;
  openBalanceMinor: number;
  /** The balance by day of the creditor, the first for all days before as well: held parts are judged by the balance of their days. */
  balances: readonly (readonly [from: number, openMinor: number])[];
  /** Number of ledger entries of the invoice behind `openBalanceMinor`: a message with an older one is no news. */
  ledgerSeq: number;
  facts: CaseFacts;
  holds: readonly CaseHold[];
  /** Merged day ranges on which the stage clock stands, from `holds`; rebuilt by hold and balance events only. */
  held: readonly (readonly [number, number])[];
  promise: OpenPromise | null;
  brokenPromises: number;
  failedAttempts: number;
  /** Channels on which attempts failed, each once (Y6). */
  failedChannels: readonly string[];
  /** Whether the last message went out and nobody paid, replied or promised since. */
  awaitingAnswer: boolean;
  /** The channel of that message. */
  awaitedChannel: string | null;
  /** The e-mail that nobody has opened yet, and when another channel follows it (S192). */
  awaitingRead?: { readonly step: string; readonly occurrence: number; readonly until: EpochMinute } | null;
  /** The deadline that the last demand set: harder steps wait for its end (R30). */
  deadline: { readonly through: EpochDay; readonly severity: number } | null;
  offers: readonly MadeOffer[];
  /** Index in the plan of the first step that is neither performed nor passed over. */
  nextIndex: number;
  performed: readonly PerformedStep[];
  lastOn: EpochDay | null;
  stage: string | null;
  reviews: number;
  tasks: readonly OpenTask[];
  approval: { readonly id: string; readonly step: string; readonly occurrence: number } | null;
  approved: { readonly step: string; readonly occurrence: number } | null;
  deferral: { readonly until: EpochMinute; readonly reason: Reason } | null;
  /** Staff asked to take this step now instead of on its day; absent in states of before there was such a command. */
  requested?: { readonly step: string; readonly occurrence: number } | null;
  /** Staff asked to escalate: the role that the next waking hands the case to. */
  escalateTo: string | null;
  /** How often this case was escalated outside the ladder: numbers the tasks. */
  escalations: number;
  ending: CaseOutcome | null;
  /** Commit instants of the newest facts of debtor and invoice: what was committed before them is no news, however late it comes. */
  newestFacts: { readonly debtor: string | null; readonly invoice: string | null; readonly papers?: string | null };
  /** Ids of messages already applied, oldest first. */
  seen: readonly string[];
  decisions: readonly Decision[];
  decisionSeq: number;
  /** Last decision that an activity has copied into evidence. */
  evidencedSeq: number;
  rowSeq: number;
}
