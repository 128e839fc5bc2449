import { z } from 'zod';
import { InvalidArgumentError } from 'commander';
import type { ApiClient } from '../http';

// As many as the API gives at a time.
const PAGE = 200;

/** Reads a list page by page until it ends or has `limit` items. */
export async function readList<T>(
  client: ApiClient,
  path: string,
  item: z.ZodType<T>,
  options: { readonly limit: number; readonly query?: Readonly<Record<string, string | undefined>> },
): Promise<{ items: T[]; more: boolean }> {
  const answer = z.object({ items: z.array(item), next: z.string().nullable() });
  const items: T[] = [];
  let cursor: string | undefined;
  for (;;) {
    const limit = Math.min(PAGE, options.limit - items.length);
    const page = await client.get(path, answer, { ...options.query, limit, cursor });
    items.push(...page.items);
    if (page.next === null || items.length >= options.limit) return { items, more: page.next !== null };
    cursor = page.next;
  }
}

/** Reads the value of `--limit`. @throws InvalidArgumentError, which commander reports */
export function parseLimit(value: string): number {
  const limit = Number(value);
  if (Number.isSafeInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError('Expected a whole number above zero.');
}

/** A UTC instant as people read it in a list: `YYYY-MM-DD HH:MM` in `zone`, the creditor's, as in all texts beside it. */
export function shownInstant(instant: string | null, zone: string): string {
  if (instant === null) return '–';
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(new Date(instant));
}
