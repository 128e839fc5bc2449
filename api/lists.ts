import type { FastifyRequest } from 'fastify';
import type { Page, PageRequest } from '../services/queries/page';
import { languages, type Language } from '../services/queries/explain';
import { Problem, fieldProblem } from './errors';
import { decodeCursor, encodeCursor } from './schemas';

/** The part of the list named `list` that a query asks for. @throws Problem that names `cursor` when it is not of this list */
export function pageRequestOf(
  list: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): PageRequest {
  if (query.cursor === undefined) return { limit: query.limit, after: undefined };
  const after = decodeCursor(list, query.cursor);
  if (after === null)
    throw fieldProblem('cursor', query.cursor, 'the "next" of an answer of this list in the same order');
  return { limit: query.limit, after };
}

/** A page as the API shows it: items, and an opaque cursor for the next page. */
export function pageBody<T>(list: string, page: Page<T>): { items: T[]; next: string | null } {
  return { items: [...page.items], next: page.next === null ? null : encodeCursor(list, page.next) };
}

/** The language in which texts of the answer are rendered: the first of Accept-Language that we have, else English. */
export function languageOf(request: FastifyRequest): Language {
  const wanted = (request.headers['accept-language'] ?? '')
    .split(',')
    .map((entry, index) => {
      const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
      const quality = Number(parameters.join(';').match(/q=([\d.]+)/)?.[1] ?? 1);
      return { tag, quality, index };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  for (const { tag } of wanted) {
    const found = languages.find((language) => language.toLowerCase().split('-', 1)[0] === tag.split('-', 1)[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** `record`, or the 404 that names what was looked for. */
export function foundOr404<T>(record: T | null, what: string, key: string): T {
  if (record !== null) return record;
  throw new Problem('notFound', `There is no ${what} ${key} in your book.`);
}
