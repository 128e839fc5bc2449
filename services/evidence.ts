import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json';
import { DomainError } from '../domain/errors';
import type { Db, Tx } from '../clients/prisma';

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

// Version of the row's form: what the hash covers, and how.
const version = 1;

/** What the first row of a chain has as the hash of its predecessor. */
const genesis = '0'.repeat(64);

/** The id of a chain: `case:<id>`, `debtor:<id>`, `system:<id>`. */
export const chainIdOf = (chain: EvidenceEntry['chain']): string => `${chain.kind}:${chain.id}`;

/** SHA-256 over the previous hash and the canonical row: content, kind, instant and place in the chain are all covered. */
function hashOf(row: Omit<EvidenceRow, 'hash'>): string {
  const { chain_id: chain, seq, v, kind, at, content } = row;
  const covered = canonicalJson({ chain, seq, v, kind, at, content });
  return createHash('sha256').update(`${row.previous_hash}\n${covered}`).digest('hex');
}

/** Locks the heads of the chains in id order, creating those that do not exist yet: one statement, hence no deadlock. */
async function lockHeads(tx: Tx, chainIds: readonly string[]): Promise<Map<string, { seq: number; hash: string }>> {
  const heads = await tx.$queryRaw<{ id: string; seq: number; hash: string }[]>`
    insert into evidence_chain (id, seq, hash, updated_at)
    select id, 0, ${genesis}, now() from unnest(${chainIds}::text[]) as id order by id
    on conflict (id) do update set id = excluded.id
    returning id, seq, hash`;
  return new Map(heads.map((head) => [head.id, { seq: head.seq, hash: head.hash }]));
}

/**
 * Appends facts to their chains, in the transaction that makes them true (decisions 3.4). Call it once, as the last
 * statement: the heads of the chains stay locked until the transaction ends.
 *
 * @throws DomainError when a content is not plain JSON.
 */
export async function appendEvidence(tx: Tx, entries: readonly EvidenceEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const chainIds = [...new Set(entries.map((entry) => chainIdOf(entry.chain)))].sort();
  const heads = await lockHeads(tx, chainIds);
  const rows = entries.map((entry): EvidenceRow => {
    const chainId = chainIdOf(entry.chain);
    const head = heads.get(chainId);
    if (head === undefined) throw new DomainError('noChain', `The evidence chain ${chainId} could not be locked`);
    const row = {
      chain_id: chainId,
      seq: head.seq + 1,
      v: version,
      kind: entry.kind,
      at: entry.at.toISOString(),
      content: canonicalJson(entry.content),
      previous_hash: head.hash,
    };
    const hash = hashOf(row);
    heads.set(chainId, { seq: row.seq, hash });
    return { ...row, hash };
  });
  await writeRows(tx, rows, heads);
}

async function writeRows(tx: Tx, rows: readonly EvidenceRow[], heads: Map<string, { seq: number; hash: string }>) {
  const newHeads = [...heads].map(([id, head]) => ({ id, ...head }));
  await tx.$executeRaw`
    with written as (
      insert into evidence (chain_id, seq, v, kind, at, content, previous_hash, hash)
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(chain_id text, seq int, v int, kind text, at timestamptz, content text, previous_hash text, hash text)
    )
    update evidence_chain set seq = h.seq, hash = h.hash, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(newHeads)}::jsonb) as h(id text, seq int, hash text)
    where evidence_chain.id = h.id`;
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
