import type { DebtorKind } from '../law/law';
import type { PlanInterest } from '../plan';

/** What the contract says and what is known about its parties; null: nobody recorded it yet. */
export interface ContractFacts {
  /** ISO 3166 code of the governing law (decisions 7), such as CN or GB-EAW. */
  readonly governingLaw: string | null;
  readonly forum: string | null;
  readonly legalEntityId: string | null;
  readonly debtorKind: DebtorKind | null;
  /** The clause on late payment, which demands cite (S88); without a rate of its own the policy's holds. */
  readonly clause: {
    readonly number: string;
    readonly dailyRate: string | null;
    readonly startDay: number | null;
  } | null;
  /** Whether the governing law has a connection with the contract beyond having been chosen. */
  readonly lawConnected: boolean | null;
  readonly creditorIsSmall: boolean | null;
  readonly debtorIsLarge: boolean | null;
}

/** Which mandatory fact of a contract nobody recorded (decisions 7). */
export type MissingFact = 'governingLawUnknown' | 'forumUnknown' | 'legalEntityUnknown' | 'debtorKindUnknown';

/** Mandatory facts that are unknown; while there is one, interest claims and legal texts are blocked (decisions 7). */
export function missingFacts(contract: ContractFacts): readonly MissingFact[] {
  const missing: MissingFact[] = [];
  if (contract.governingLaw === null) missing.push('governingLawUnknown');
  if (contract.forum === null) missing.push('forumUnknown');
  if (contract.legalEntityId === null) missing.push('legalEntityUnknown');
  if (contract.debtorKind === null) missing.push('debtorKindUnknown');
  return missing;
}

/** What is known of the case when interest is about to be claimed. */
export interface GateFacts {
  readonly motive: string | null;
  /** Somebody with the right to it recorded that the debtor is in financial difficulty (S95, S98). */
  readonly hardshipApproved: boolean;
  /** Steps that the case has performed. */
  readonly performedSteps: readonly string[];
  /** A person of the credit department claims it, not the ladder (S93). */
  readonly claimedByPerson: boolean;
}

/** Why the policy does not claim interest now. */
export type PolicyRefusal = 'motive' | 'hardship' | 'notClaimedYet' | 'notByLadder';

/**
 * Why this policy does not claim interest in this case: debtors in difficulty are spared (S95), which is never so for the
 * malicious unless the policy names them (S94), and nothing is claimed before the step that begins with it (X14).
 */
export function policyRefusals(rules: PlanInterest, facts: GateFacts): readonly PolicyRefusal[] {
  const refusals: PolicyRefusal[] = [];
  if (facts.motive !== null && rules.notForMotives.includes(facts.motive)) refusals.push('motive');
  if (facts.hardshipApproved) refusals.push('hardship');
  if (facts.claimedByPerson) return refusals;
  if (rules.claimedFrom === null) refusals.push('notByLadder');
  else if (!facts.performedSteps.includes(rules.claimedFrom)) refusals.push('notClaimedYet');
  return refusals;
}
