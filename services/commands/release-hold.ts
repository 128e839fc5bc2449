import type { Db, Tx } from '../../clients/prisma';
import { complianceHolds } from '../../domain/case-state';
import { caseHoldOf } from '../case-facts';
import { columnOfDay, isoDateOfColumn } from '../columns';
import { type Refused, refused } from '../problems';
import { type NewMessage, enqueueMessages } from '../signal-outbox';
import { type Accepted, type CaseCommand, type LockedCase, keepText, onOpenCase, otherOpenCases } from './command';
import { holdChangedFor, holdEvidence } from './hold-news';

/** The end of a hold; without `holdId`, of every hold on the case that a person placed. */
export interface ReleaseHold extends CaseCommand {
  readonly holdId?: string;
  /** The role of whoever commands it; null for a machine. */
  readonly role?: string | null;
}

export type ReleaseAccepted = Accepted & { readonly releasedHoldIds: readonly string[] };

/**
 * Releases holds: the case goes on from today, and the days until then count as held (R20). Where nothing is held, or the
 * hold has ended already, nothing changes and nobody is told (R19). Holds for fraud and sanctions stay unless compliance asks.
 */
export async function releaseHold(deps: { readonly db: Db }, command: ReleaseHold): Promise<ReleaseAccepted | Refused> {
  return onOpenCase(deps.db, command, async (tx, found) => {
    const all = await activeHolds(tx, command, found);
    const mayRelease = command.role === 'compliance';
    const holds = all.filter(({ kind }) => mayRelease || !complianceHolds.includes(kind));
    const kept = all.find((hold) => !holds.includes(hold));
    if (kept !== undefined && holds.length === 0)
      return refused('complianceOnly', `Hold ${kept.id} (${kept.kind}) is released by compliance only`);
    if (holds.length === 0) return { ok: true, messageIds: [], releasedHoldIds: [] };
    const { caseId, actor, at } = command;
    const reason = await keepText(tx, { debtorId: found.debtorId, caseId }, command.reason);
    const messages: NewMessage[] = [];
    for (const hold of holds) {
      const from = isoDateOfColumn(hold.fromDate);
      const releasedOn = found.today < from ? from : found.today;
      const data = { untilDate: columnOfDay(releasedOn), releasedAt: at, releasedBy: actor };
      await tx.hold.update({ where: { id: hold.id }, data });
      messages.push({ caseId, kind: 'releaseHold', body: { holdId: hold.id, releasedOn } });
      const siblings = hold.scope === 'debtor' ? await otherOpenCases(tx, found.debtorId, caseId) : [];
      const { id: holdId, kind, partMinor } = caseHoldOf(hold);
      messages.push(...holdChangedFor(siblings, { holdId, kind, partMinor, from, until: releasedOn }));
    }
    const messageIds = await enqueueMessages(tx, at, messages);
    const releasedHoldIds = holds.map((hold) => hold.id);
    const content = releasedHoldIds.map((holdId) => ({
      holdId,
      releasedOn: found.today,
      reasonHash: reason.contentHash,
    }));
    await holdEvidence(tx, 'holdReleased', command, found, content);
    return { ok: true, messageIds, releasedHoldIds };
  });
}

/** Holds of the case, or of its whole debtor, that still hold; of the debtor's other invoices none. */
async function activeHolds(tx: Tx, { holdId }: ReleaseHold, found: LockedCase) {
  const named = holdId === undefined ? { kind: { notIn: ['promise', 'plan'] } } : { id: holdId };
  const { debtorId, invoiceId } = found;
  return tx.hold.findMany({
    where: {
      ...named,
      releasedAt: null,
      OR: [{ untilDate: null }, { untilDate: { gt: columnOfDay(found.today) } }],
      AND: { OR: [{ invoiceId }, { scope: 'debtor', debtorId }] },
    },
    orderBy: { id: 'asc' },
  });
}
