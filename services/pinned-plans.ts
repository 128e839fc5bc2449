import type { Db } from '../clients/prisma';
import { DomainError } from '../domain/errors';
import type { Plan } from '../domain/plan';
import type { PlanSource } from './open-case';
import type { PolicyStore } from './policy-store';

/** Plans by the id of the stored version that a case pins. A stored version never changes, so they are kept in memory. */
export function createPinnedPlans(db: Db, policies: PolicyStore): PlanSource {
  const known = new Map<string, Plan>();
  return {
    async planOfVersion(versionId) {
      const kept = known.get(versionId);
      if (kept !== undefined) return kept;
      const row = await db.policyVersion.findUnique({
        where: { id: versionId },
        select: { name: true, version: true },
      });
      if (row === null) throw new DomainError('unknownPolicy', `No policy version with id ${versionId} is stored`);
      const { plan } = await policies.planFor(row.name, row.version);
      known.set(versionId, plan);
      return plan;
    },
  };
}
