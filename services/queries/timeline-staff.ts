import { z } from 'zod';
import type { Db } from '../../clients/prisma';
import { chainIdOf } from '../evidence';
import type { RawEntry } from './timeline-entry';

// What people did with messages and steps: each exception says what, who and when, and in whose words (K11).
const kinds = [
  ...[
    'contactProposed',
    'proposalEdited',
    'proposalReleased',
    'proposalRejected',
    'proposalWithdrawn',
    'proposalSentBack',
  ],
  ...['sendNowRequested', 'stepSkipped', 'salesTold'],
  ...['letterRecalled', 'letterUnstoppable'],
];

const fact = z.object({
  step: z.string().optional(),
  actor: z.string().optional(),
  why: z.string().optional(),
  reasonHash: z.string().optional(),
});

/** What staff did with the messages and steps of a case, with the reasons that they gave. */
export async function staffEntries(db: Db, caseId: string): Promise<RawEntry[]> {
  const rows = await db.evidence.findMany({
    where: { chainId: chainIdOf({ kind: 'case', id: caseId }), kind: { in: kinds } },
    orderBy: { seq: 'asc' },
  });
  const facts = rows.map((row) => ({ row, content: fact.safeParse(JSON.parse(row.content)).data ?? {} }));
  const hashes = facts.flatMap(({ content }) => (content.reasonHash === undefined ? [] : [content.reasonHash]));
  const documents = await db.document.findMany({
    where: { caseId, kind: 'reason', contentHash: { in: hashes } },
    select: { contentHash: true, content: true },
  });
  const reasons = new Map(documents.map((row) => [row.contentHash, Buffer.from(row.content).toString('utf8')]));
  return facts.map(({ row, content: { step, actor, why, reasonHash } }) => ({
    at: row.at,
    kind: 'staff',
    code: row.kind,
    data: {
      step: step ?? null,
      actor: actor ?? null,
      because: why ?? null,
      reason: reasons.get(reasonHash ?? '') ?? null,
    },
  }));
}
