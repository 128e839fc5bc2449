import { createHash } from 'node:crypto';

// Each name keeps a parsed statement in every connection. The product has some hundreds of texts; lists of varying length make
// ever new ones, which must not pile up.
const MOST_NAMES = 500;

/**
 * Names statements by their text, so that a connection parses and plans each of them once and not every time; '' (no name) for
 * those that come when the names are used up. A pooler between must know prepared statements (PgBouncer 1.21 does).
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES) return '';
    const name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
    return name;
  };
}
