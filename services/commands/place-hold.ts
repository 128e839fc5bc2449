import { complianceHolds, type HoldKind } from '../../domain/case-state';
import { dayOf, type IsoDate } from '../../domain/time';
import type { Db, Tx } from '../../clients/prisma';
import { openBalanceOf } from '../balances';
import { columnOfDay } from '../columns';
import { newId } from '../ids';
import { type Refused, refused } from '../problems';
import { enqueueMessages } from '../signal-outbox';
import { type Accepted, type CaseCommand, type LockedCase, keepText, onOpenCase, otherOpenCases } from './command';
import { holdChangedFor, holdEvidence } from './hold-news';

/** A named pause. Days are half-open [from, until) in the creditor's zone; it may begin in the past (decisions 1.3). */
export interface PlaceHold extends CaseCommand {
  /** The invoice of the case (with `partMinor`: a part of it), or every invoice of its debtor. */
  readonly scope: 'invoice' | 'debtor';
  readonly kind: HoldKind;
  readonly from: IsoDate;
  readonly until: IsoDate | null;
  readonly partMinor?: number;
}

// The calendar of a case must reach the end of every hold: ten years are more than any limitation period we know.
const LONGEST_HOLD_DAYS = 3_653;

export type HoldAccepted = Accepted & { readonly holdId: string };

/** Places a hold. Nothing is sent from the commit on, whatever the workflows are doing. */
export async function placeHold(deps: { readonly db: Db }, command: PlaceHold): Promise<HoldAccepted | Refused> {
  const { caseId, from, until } = command;
  if (until !== null && until <= from) {
    return refused('dateOrder', `Case ${caseId}: a hold from ${from} cannot end on ${until}; expected a later date`);
  }
  if (until !== null && complianceHolds.includes(command.kind)) {
    const problem = `Case ${caseId}: a hold for ${command.kind} ends when compliance releases it; expected no end`;
    return refused('dateOrder', problem);
  }
  if (until !== null && dayOf(until) > dayOf(from) + LONGEST_HOLD_DAYS) {
    return refused(
      'dateOrder',
      `Case ${caseId}: a hold from ${from} until ${until} is longer than ten years; leave its end open`,
    );
  }
  return onOpenCase(deps.db, command, async (tx, found) => {
    const problem = await partProblem(tx, command, found);
    return problem ?? insertHold(tx, command, found);
  });
}

async function partProblem(
  tx: Tx,
  { caseId, scope, partMinor }: PlaceHold,
  found: LockedCase,
): Promise<Refused | null> {
  if (partMinor === undefined) return null;
  const { openMinor } = await openBalanceOf(tx, found.invoiceId);
  if (!Number.isSafeInteger(partMinor) || partMinor <= 0) {
    return refused('amountNotPositive', `Case ${caseId}: expected a positive part, not ${partMinor} minor units`);
  }
  if (scope === 'invoice' && partMinor <= openMinor) return null;
  return refused(
    'amountAboveBalance',
    `Case ${caseId}: a held part is at most the open balance of one invoice, ${openMinor} minor units`,
  );
}

/** Writes a hold, its messages and its evidence, in the caller's transaction; the command has been checked. */
export async function insertHold(tx: Tx, command: PlaceHold, found: LockedCase): Promise<HoldAccepted> {
  const { caseId, scope, kind, from, until, partMinor = null, actor, at } = command;
  const holdId = newId();
  const reason = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
  await tx.hold.create({
    data: {
      id: holdId,
      creditorId: found.creditorId,
      debtorId: found.debtorId,
      ...(scope === 'invoice' ? { invoiceId: found.invoiceId, caseId } : {}),
      scope,
      kind,
      reason: command.reason,
      partMinor: partMinor === null ? null : BigInt(partMinor),
      fromDate: columnOfDay(from),
      untilDate: until === null ? null : columnOfDay(until),
      placedBy: actor,
    },
  });
  const hold = { holdId, kind, from, until, partMinor };
  const siblings = scope === 'debtor' ? await otherOpenCases(tx, found.debtorId, caseId) : [];
  const messageIds = await enqueueMessages(tx, at, [
    { caseId, kind: 'placeHold', body: { hold } },
    ...holdChangedFor(siblings, hold),
  ]);
  await holdEvidence(tx, 'holdPlaced', command, found, [{ ...hold, scope, reasonHash: reason.contentHash }]);
  return { ok: true, messageIds, holdId };
}
