import type { Tx } from '../../clients/prisma';
import { columnOfDay } from '../columns';
import { holdChangedFor } from '../commands/hold-news';
import type { EvidenceEntry } from '../evidence';
import { newId } from '../ids';
import { localDateIn } from '../local-day';
import type { NewMessage } from '../signal-outbox';

/** What a suspicion of fraud leads to. */
export interface FraudAlarm {
  readonly messages: readonly NewMessage[];
  readonly evidence: readonly EvidenceEntry[];
}

/**
 * A debtor says that it pays to another account than ours: somebody may have written to it in our name. Everything of this
 * debtor is held until compliance has looked, and an incident is opened (decisions 4.6). Nothing happens twice while it lasts.
 */
export async function raiseFraudAlarm(
  tx: Tx,
  found: {
    readonly debtorId: string;
    readonly creditorId: string;
    readonly zone: string;
    readonly openCaseIds: readonly string[];
  },
  cause: { readonly replyId: string; readonly at: Date },
): Promise<FraudAlarm> {
  const { debtorId, creditorId, zone, openCaseIds } = found;
  const { replyId, at } = cause;
  const held = await tx.hold.count({ where: { debtorId, scope: 'debtor', kind: 'fraud', releasedAt: null } });
  if (held > 0) return { messages: [], evidence: [] };
  const hold = { holdId: newId(), kind: 'fraud', from: localDateIn(zone, at), until: null, partMinor: null } as const;
  const by = 'system:replies';
  await tx.hold.create({
    data: {
      id: hold.holdId,
      creditorId,
      debtorId,
      scope: 'debtor',
      kind: hold.kind,
      reason: `Reply ${replyId} speaks of another bank account`,
      fromDate: columnOfDay(hold.from),
      placedBy: by,
    },
  });
  const why = { code: 'hold', detail: hold.kind };
  await tx.task.create({ data: { id: newId(), debtorId, kind: 'incident', role: 'compliance', why, at } });
  const content = { ...hold, scope: 'debtor', replyId, actor: by };
  return {
    messages: holdChangedFor(openCaseIds, hold),
    evidence: [{ chain: { kind: 'debtor', id: debtorId }, kind: 'holdPlaced', at, content }],
  };
}
