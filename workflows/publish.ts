import type { CaseAction } from '../domain/actions';
import { applyBalance } from '../domain/apply-message';
import type { CaseResult } from '../domain/case-input';
import { isSameRow, rowOf } from '../domain/case-row';
import { markEvidenced } from '../domain/decisions';
import { instantOf } from '../domain/time';
import { callOf, type LiveCase } from './live-case';
import { records } from './proxies';
import { takeRowNumber } from './row-number';

/** Publishes the row before a sleep when it says something new, and marks folded messages applied (decisions 3.3). */
export async function publishIfChanged(live: LiveCase, action: CaseAction): Promise<void> {
  const row = rowOf(live.state, action);
  if (isSameRow(live.publishedRow, row) && live.unconfirmed.length === 0) return;
  const applied = live.unconfirmed;
  const rowSeq = takeRowNumber(live);
  const call = callOf(live);
  live.state = markEvidenced(live.state);
  await records.publishNext({ ...call, row, rowSeq, applied });
  live.publishedRow = row;
  live.unconfirmed = live.unconfirmed.filter((id) => !applied.includes(id));
}

/**
 * Ends the case. The ledger is read again in the same transaction: where it says that the invoice is open, the case takes
 * that balance and goes on.
 */
export async function closeIfLedgerAgrees(
  live: LiveCase,
  action: Extract<CaseAction, { kind: 'close' }>,
): Promise<CaseResult | null> {
  const applied = live.unconfirmed;
  const { outcome } = action;
  const row = rowOf(live.state, action);
  const rowSeq = takeRowNumber(live);
  const call = callOf(live);
  live.state = markEvidenced(live.state);
  const result = await records.closeCase({ ...call, row, rowSeq, runNo: live.input.runNo, outcome, applied });
  if (result.kind === 'closed') return { outcome, at: instantOf(live.state.now) };
  live.state = applyBalance(live.state, result, live.calendar);
  return null;
}
