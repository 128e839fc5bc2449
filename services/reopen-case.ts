import { DomainError } from '../domain/errors';
import type { Tx } from '../clients/prisma';
import { appendEvidence } from './evidence';

/**
 * Opens the next run of a closed case, in the caller's transaction: the row goes back to `enrolled`, and the enrolment sweep
 * starts the workflow, whose input names the previous run (design 4). A case that is not closed stays as it is.
 *
 * @returns the number of the new run, or null when the case is not closed
 * @throws DomainError when there is no such case
 */
export async function reopenCase(
  tx: Tx,
  command: { readonly caseId: string; readonly reason: string; readonly at: Date },
): Promise<number | null> {
  const { caseId, reason, at } = command;
  const found = await tx.$queryRaw<{ run_no: number; ended_at: Date | null; outcome: string | null }[]>`
    select run_no, ended_at, outcome from collection_case where id = ${caseId}::uuid for update`;
  const row = found[0];
  if (row === undefined) throw new DomainError('noCase', `There is no collection case ${caseId}`);
  if (row.ended_at === null) return null;
  const runNo = row.run_no + 1;
  await tx.caseRun.create({ data: { caseId, runNo, reason } });
  await tx.collectionCase.update({
    where: { id: caseId },
    data: { status: 'enrolled', runNo, startedAt: null, endedAt: null, outcome: null },
  });
  const content = { runNo, previousRunNo: row.run_no, previousOutcome: row.outcome, reason };
  await appendEvidence(tx, [{ chain: { kind: 'case', id: caseId }, kind: 'caseReopened', at, content }]);
  return runNo;
}
