import type { Db, Tx } from '../../clients/prisma';
import type { StepCall } from '../../domain/case-input';
import type { Reason, ReasonCode } from '../../domain/reasons';
import { newId } from '../ids';

/** What kind of work a reason means for a person; a debtor has one open task of a kind. */
const kinds: Partial<Record<ReasonCode, string>> = {
  // An addressee without a usable address becomes work for a person, not silence (K1, R26).
  noAddress: 'data',
  // The debtor's account manager takes over (K7).
  relationshipSized: 'relationship',
  // Somebody records the governing law, the forum or the kind of the debtor (decisions 7).
  contractUnknown: 'data',
};

/** The kind of task that a refusal or deferral opens; null when it explains itself. */
export function taskKindOf({ code, detail }: Reason): string | null {
  // Money is there that probably pays the claim: somebody has to allocate it (R10).
  if (code === 'hold' && detail === 'unmatchedReceipt') return 'allocateReceipt';
  return kinds[code] ?? null;
}

/** Opens a task for the debtor's owner unless one of its kind is open. */
export async function openDebtorTask(
  db: Db | Tx,
  call: Pick<StepCall, 'debtorId' | 'caseId' | 'invoiceId' | 'step'>,
  kind: string,
  reason: Reason,
  at: Date,
): Promise<void> {
  const { debtorId, caseId, invoiceId, step } = call;
  await db.$executeRaw`
    insert into task (id, debtor_id, case_id, invoice_id, kind, role, assignee_id, why, at, updated_at)
    select ${newId()}::uuid, d.id, ${caseId}::uuid, ${invoiceId}::uuid, ${kind}, 'owner', d.owner_id,
      ${JSON.stringify({ ...reason, step })}::jsonb, ${at}::timestamptz, now()
    from debtor d where d.id = ${debtorId}::uuid
      and not exists (select from task t where t.debtor_id = d.id and t.kind = ${kind} and t.status = 'open')`;
}
