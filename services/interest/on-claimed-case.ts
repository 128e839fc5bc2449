import type { Db, Tx } from '../../clients/prisma';
import type { Law } from '../../domain/law/law';
import type { Plan } from '../../domain/plan';
import { type CaseCommand, type LockedCase, onOpenCase } from '../commands/command';
import type { PlanSource } from '../open-case';
import { type Refused, refused } from '../problems';
import { productLaw } from '../product-law';

/** What a claim of interest rests on besides the debt: the policy of the case, and the law. */
export interface ClaimRules {
  readonly plan: Plan;
  readonly law: Law;
}

/** Runs a command about interest on an open case, see `onOpenCase`. An unknown case and a closed one are refused. */
export async function onClaimedCase<T>(
  deps: { readonly db: Db; readonly plans: PlanSource },
  command: CaseCommand,
  work: (tx: Tx, found: LockedCase, rules: ClaimRules) => Promise<T | Refused>,
): Promise<T | Refused> {
  const { caseId } = command;
  const law = await productLaw();
  // Before the transaction: loading a policy takes a second connection, and the pool may have none left.
  const known = await deps.db.collectionCase.findUnique({ where: { id: caseId }, select: { policyVersionId: true } });
  if (known === null) return refused('unknownCase', `There is no collection case ${caseId}`);
  const plan = await deps.plans.planOfVersion(known.policyVersionId);
  return onOpenCase(deps.db, command, (tx, found) => work(tx, found, { plan, law }));
}
