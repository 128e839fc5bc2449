import type { Db, Tx } from '../clients/prisma';
import type { CaseCall, CloseCall, PublishCall } from '../domain/case-input';
import type { CaseRow } from '../domain/case-row';
import { openBalanceOf } from './balances';
import { lockDebtors } from './debtor-lock';
import { appendEvidence, type EvidenceEntry } from './evidence';
import { markApplied } from './signal-outbox';

/** Writes the read model of a case unless this one or a later one is already there; says whether it did. */
export async function writeCaseRow(
  tx: Db | Tx,
  update: {
    readonly caseId: string;
    readonly row: CaseRow;
    readonly rowSeq: number;
    readonly status: 'open' | 'ended';
  },
): Promise<boolean> {
  const { caseId, row, rowSeq, status } = update;
  const written = await tx.collectionCase.updateMany({
    where: { id: caseId, rowSeq: { lt: rowSeq } },
    data: {
      status,
      stage: row.stage,
      nextStep: row.nextStep,
      nextOccurrence: row.nextOccurrence,
      nextEffect: row.nextEffect,
      nextChannel: row.nextChannel,
      nextSeverity: row.nextSeverity,
      nextAt: row.nextAt === null ? null : new Date(row.nextAt),
      nextReason: { ...row.nextReason },
      rowSeq,
      // An end that was written by a discarded workflow task: the message that came in its way keeps the case open.
      ...(status === 'open' ? { endedAt: null, outcome: null } : {}),
    },
  });
  return written.count > 0;
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

/** Publishes what comes next and says which messages the case has applied. Idempotent by row number and message id. */
export async function publishNext(db: Db, call: PublishCall): Promise<void> {
  await db.$transaction(async (tx) => {
    const written = await writeCaseRow(tx, { ...call, status: 'open' });
    await markApplied(tx, call.applied, new Date(call.asOf));
    // A number that is there already means that this call was committed before and its answer was lost.
    if (!written) return;
    await appendEvidence(tx, decisionEvidence(call));
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
    const at = new Date(call.asOf);
    const balance = await openBalanceOf(tx, call.invoiceId);
    await markApplied(tx, call.applied, at);
    if (call.outcome === 'settled' && balance.openMinor > 0) {
      return { kind: 'stillOpen', openBalanceMinor: balance.openMinor, ledgerSeq: balance.ledgerSeq };
    }
    if (!(await writeCaseRow(tx, { ...call, status: 'ended' }))) return { kind: 'closed' };
    await tx.collectionCase.update({ where: { id: call.caseId }, data: { endedAt: at, outcome: call.outcome } });
    await tx.caseRun.updateMany({
      where: { caseId: call.caseId, runNo: call.runNo },
      data: { endedAt: at, outcome: call.outcome },
    });
    const ended: EvidenceEntry = {
      chain: { kind: 'case', id: call.caseId },
      kind: 'caseEnded',
      at,
      content: { outcome: call.outcome, runNo: call.runNo, openBalanceMinor: balance.openMinor },
    };
    await appendEvidence(tx, [...decisionEvidence(call), ended]);
    return { kind: 'closed' };
  });
}
