import type { Db, Tx } from '../clients/prisma';
import type { CaseCall, CloseCall, PublishCall, RowUpdate } from '../domain/case-input';
import { openBalanceOf } from './balances';
import { lockDebtors } from './debtor-lock';
import { withdrawalReasonOf, withdrawOfCase, type WithdrawalReason } from './contact/proposals';
import { evidenceJson, type EvidenceEntry } from './evidence';
import { markApplied } from './signal-outbox';

/** Writes the read model of an open case unless this one or a later one is already there; says whether it did. */
export async function writeCaseRow(
  tx: Db | Tx,
  { caseId, row, rowSeq }: { readonly caseId: string } & RowUpdate,
): Promise<boolean> {
  const [answer] = await tx.$queryRaw<{ written: boolean }[]>`
    select write_case_row(${caseId}::uuid, ${JSON.stringify(row)}::jsonb, ${rowSeq}::int, null, null) as written`;
  return answer?.written === true;
}

/** The decisions of a case since its last activity, as one evidence entry; none when there is nothing new (decisions 3.4). */
export function decisionEvidence(call: CaseCall): EvidenceEntry[] {
  if (call.decisions.length === 0) return [];
  return [
    {
      chain: { kind: 'case', id: call.caseId },
      kind: 'decisions',
      at: new Date(call.asOf),
      content: { decisions: call.decisions },
    },
  ];
}

/**
 * Publishes what comes next and says which messages the case has applied: one statement. Idempotent by row number and message
 * id: a number that is there already means that this call was committed before and its answer was lost.
 */
export async function publishNext(db: Db, call: PublishCall): Promise<void> {
  const { caseId, asOf, row, rowSeq, applied } = call;
  const why = withdrawalReasonOf(row.nextReason.code);
  const waits = row.nextReason.code === 'proposal';
  const [published] = await db.$queryRaw<{ overtaken: boolean }[]>`
    with applied as (
      update signal_outbox set applied_at = ${asOf}::timestamptz, updated_at = now()
      where id = any(${[...applied]}::uuid[]) and applied_at is null
    )
    select case when write_case_row(${caseId}::uuid, ${JSON.stringify(row)}::jsonb, ${rowSeq}::int, null, null)
      then append_evidence(${evidenceJson(decisionEvidence(call))}::jsonb) end::text,
      exists (select from proposal_step s where s.case_id = ${caseId}::uuid and s.living and (${why !== null} or ${!waits}
        and (s.step_id is distinct from ${row.nextStep} or s.occurrence is distinct from ${row.nextOccurrence}::int))) as overtaken`;
  if (published?.overtaken === true) await withdrawOvertaken(db, call, why ?? 'otherStep');
}

/** A message that waits for a person is overtaken once its case does something else: seldom, so in a transaction of its own. */
async function withdrawOvertaken(db: Db, { caseId, debtorId, asOf }: CaseCall, why: WithdrawalReason): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockDebtors(tx, [debtorId]);
    await withdrawOfCase(tx, { caseId, why, at: new Date(asOf), by: 'system' });
  });
}

/** What the ledger says when a case wants to end. */
export type CloseAnswer =
  | { readonly kind: 'closed' }
  | { readonly kind: 'stillOpen'; readonly openBalanceMinor: number; readonly ledgerSeq: number };

/**
 * Ends a case under the debtor's lock. A case that takes itself for settled is sent back with the true balance while the
 * ledger is open: the ledger is the truth about money. Idempotent.
 */
export async function closeCase(db: Db, call: CloseCall): Promise<CloseAnswer> {
  return db.$transaction(async (tx) => {
    await lockDebtors(tx, [call.debtorId]);
    const { openMinor, ledgerSeq } = await openBalanceOf(tx, call.invoiceId);
    if (call.outcome === 'settled' && openMinor > 0) {
      await markApplied(tx, call.applied, new Date(call.asOf));
      return { kind: 'stillOpen', openBalanceMinor: openMinor, ledgerSeq };
    }
    const { caseId, row, rowSeq, runNo, outcome, asOf } = call;
    const ended: EvidenceEntry = {
      chain: { kind: 'case', id: caseId },
      kind: 'caseEnded',
      at: new Date(asOf),
      content: { outcome, runNo, openBalanceMinor: openMinor },
    };
    const [closed] = await tx.$queryRaw<{ proposed: boolean }[]>`
      with applied as (
        update signal_outbox set applied_at = ${asOf}::timestamptz, updated_at = now()
        where id = any(${[...call.applied]}::uuid[]) and applied_at is null
      ), run as (
        update case_run set ended_at = ${asOf}::timestamptz, outcome = ${outcome}, updated_at = now()
        where case_id = ${caseId}::uuid and run_no = ${runNo}::int
          and exists (select from collection_case where id = ${caseId}::uuid and row_seq < ${rowSeq}::int)
      ), notice as (
        -- What sales were told of will not come.
        update task set status = 'closed', closed_at = ${asOf}::timestamptz, closed_by = 'system', outcome = 'done', updated_at = now()
        where case_id = ${caseId}::uuid and kind = 'headsUp' and status = 'open'
      )
      select case when write_case_row(${caseId}::uuid, ${JSON.stringify(row)}::jsonb, ${rowSeq}::int, ${outcome}, ${asOf}::timestamptz)
        then append_evidence(${evidenceJson([...decisionEvidence(call), ended])}::jsonb) end::text,
        exists (select from proposal_step where case_id = ${caseId}::uuid and living) as proposed`;
    const why = withdrawalReasonOf(row.nextReason.code) ?? 'ended';
    if (closed?.proposed === true) await withdrawOfCase(tx, { caseId, why, at: new Date(asOf), by: 'system' });
    return { kind: 'closed' };
  });
}
