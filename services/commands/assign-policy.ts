import type { Db, Tx } from '../../clients/prisma';
import { lockDebtors } from '../debtor-lock';
import { appendEvidence } from '../evidence';
import { type Refused, refused } from '../problems';
import { type Accepted, keepText } from './command';

/** Whose invoices get the policy; the narrower one wins: invoice, debtor, segment, book (decisions 2.7). */
export type PolicyScope =
  | { readonly kind: 'invoice'; readonly number: string }
  | { readonly kind: 'debtor'; readonly number: string }
  | { readonly kind: 'segment'; readonly segment: string }
  | { readonly kind: 'book' };

export interface AssignPolicy {
  readonly creditorId: string;
  readonly scope: PolicyScope;
  /** Null takes the assignment back; a book always has one. */
  readonly policy: string | null;
  readonly actor: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Says which policy invoices get when they are enrolled (S320, S322). Running cases keep theirs until they are migrated (R17).
 */
export async function assignPolicy({ db }: { readonly db: Db }, command: AssignPolicy): Promise<Accepted | Refused> {
  const { creditorId, scope, policy, actor, at } = command;
  return db.$transaction(async (tx) => {
    if (policy !== null && (await tx.policyVersion.count({ where: { name: policy } })) === 0) {
      return refused('unknownPolicy', `There is no policy ${policy}; expected the name of a stored one`);
    }
    const subject = await assign(tx, creditorId, scope, policy);
    if ('ok' in subject) return subject;
    const { contentHash } = await keepText(tx, { debtorId: subject.debtorId, caseId: null }, command.reason);
    const chain = { kind: 'system', id: `policies/${creditorId}` } as const;
    const content = { scope: subject.evidence, policy, actor, reasonHash: contentHash };
    await appendEvidence(tx, [{ chain, kind: 'policyAssigned', at, content }]);
    return { ok: true, messageIds: [] };
  });
}

interface Subject {
  readonly debtorId: string | null;
  readonly evidence: Readonly<Record<string, string>>;
}

async function assign(
  tx: Tx,
  creditorId: string,
  scope: PolicyScope,
  policyName: string | null,
): Promise<Subject | Refused> {
  switch (scope.kind) {
    case 'invoice': {
      const { number } = scope;
      const found = await tx.invoice.findUnique({ where: { creditorId_number: { creditorId, number } } });
      if (found === null) return refused('unknownInvoice', `There is no invoice ${number}`);
      await tx.invoice.update({ where: { id: found.id }, data: { policyName } });
      return { debtorId: found.debtorId, evidence: { invoiceId: found.id } };
    }
    case 'debtor': {
      const { number } = scope;
      const found = await tx.debtor.findUnique({ where: { creditorId_number: { creditorId, number } } });
      if (found === null) return refused('unknownDebtor', `There is no debtor ${number}`);
      await lockDebtors(tx, [found.id]);
      await tx.debtor.update({ where: { id: found.id }, data: { policyName } });
      return { debtorId: found.id, evidence: { debtorId: found.id } };
    }
    case 'segment': {
      const { segment } = scope;
      const key = { creditorId, segment };
      if (policyName === null) await tx.segmentPolicy.deleteMany({ where: key });
      else {
        await tx.segmentPolicy.upsert({
          where: { creditorId_segment: key },
          create: { ...key, policyName },
          update: { policyName },
        });
      }
      return { debtorId: null, evidence: { segment } };
    }
    case 'book':
      if (policyName === null) return refused('unknownPolicy', 'A book always has a policy; expected its name');
      await tx.creditor.update({ where: { id: creditorId }, data: { policyName } });
      return { debtorId: null, evidence: { creditorId } };
  }
}
