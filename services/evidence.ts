import { canonicalJson } from '../domain/canonical-json';
import type { Db, Tx } from '../clients/prisma';
import { sha256 } from './sha256';

/** One fact for a chain. `content` is plain JSON with ids, codes, dates and amounts: no personal data. */
export interface EvidenceEntry {
  readonly chain: { readonly kind: 'case' | 'debtor' | 'system'; readonly id: string };
  readonly kind: string;
  readonly at: Date;
  readonly content: unknown;
}

/** What an intact chain contains, or the first row that does not fit. */
export type ChainCheck =
  | { readonly ok: true; readonly length: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

interface EvidenceRow {
  readonly chain_id: string;
  readonly seq: number;
  readonly v: number;
  readonly kind: string;
  readonly at: string;
  readonly content: string;
  readonly previous_hash: string;
  readonly hash: string;
}

/** What the first row of a chain has as the hash of its predecessor. */
const genesis = '0'.repeat(64);

/** The id of a chain: `case:<id>`, `debtor:<id>`, `system:<id>`. */
export const chainIdOf = (chain: EvidenceEntry['chain']): string => `${chain.kind}:${chain.id}`;

/** SHA-256 over the previous hash and the canonical row: content, kind, instant and place in the chain are all covered. */
function hashOf(row: Omit<EvidenceRow, 'hash'>): string {
  const { chain_id: chain, seq, v, kind, at, content } = row;
  const covered = canonicalJson({ chain, seq, v, kind, at, content });
  return sha256(`${row.previous_hash}\n${covered}`);
}

/** Entries as the database function `append_evidence` takes them: for statements that write a fact and its evidence together. */
export const evidenceJson = (entries: readonly EvidenceEntry[]): string =>
  JSON.stringify(
    entries.map(({ chain, kind, at, content }) => ({
      chain: chainIdOf(chain),
      kind,
      at: at.toISOString(),
      content: canonicalJson(content),
    })),
  );

/**
 * Appends facts to their chains, in the transaction that makes them true (decisions 3.4). Call it once, as the last
 * statement: the heads of the chains stay locked until the transaction ends.
 *
 * @throws DomainError when a content is not plain JSON.
 */
export async function appendEvidence(tx: Tx, entries: readonly EvidenceEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.$executeRaw`select append_evidence(${evidenceJson(entries)}::jsonb)`;
}

// Rows read at once while a chain is checked: chains of import-heavy debtors have many thousands.
const pageSize = 1_000;

/**
 * Recomputes every hash of a chain from its stored rows and compares it with what is stored, link by link and with the head.
 * A row that was changed, removed or put in between is named by its number; an unknown chain is intact and empty.
 */
export async function verifyChain(db: Db | Tx, chainId: string): Promise<ChainCheck> {
  let seq = 0;
  let previous = genesis;
  for (;;) {
    const rows = await db.evidence.findMany({
      where: { chainId, seq: { gt: seq } },
      orderBy: { seq: 'asc' },
      take: pageSize,
    });
    for (const row of rows) {
      if (row.seq !== seq + 1) return { ok: false, seq: seq + 1, problem: `row ${seq + 1} is missing` };
      if (row.previousHash !== previous) return { ok: false, seq: row.seq, problem: 'does not follow its predecessor' };
      const at = row.at.toISOString();
      const { v, kind, content, previousHash } = row;
      const hash = hashOf({ chain_id: chainId, seq: row.seq, v, kind, at, content, previous_hash: previousHash });
      if (hash !== row.hash) return { ok: false, seq: row.seq, problem: 'the content does not have the stored hash' };
      [seq, previous] = [row.seq, row.hash];
    }
    if (rows.length < pageSize) break;
  }
  const head = await db.evidenceChain.findUnique({ where: { id: chainId } });
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? genesis) !== previous) {
    return { ok: false, seq: seq + 1, problem: `the chain should end at row ${head?.seq ?? 0}, but ends at ${seq}` };
  }
  return { ok: true, length: seq, head: previous };
}
