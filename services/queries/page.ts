/** Where a list goes on: the sort value (null sorts last) and the id of the last item shown. */
export interface Cursor {
  readonly value: string | null;
  readonly id: string;
}

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly limit: number;
  readonly after: Cursor | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null on the last page. */
  readonly next: Cursor | null;
}

/** Cuts `rows`, read with a limit one higher than asked, into a page and says where it goes on. */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => Cursor,
  itemOf: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** Newest first by (createdAt, id): the filter for what follows `after`. */
export function createdBefore(after: Cursor | undefined) {
  if (after === undefined || after.value === null) return {};
  const createdAt = new Date(after.value);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: after.id } }] };
}

/** The order that goes with `createdBefore`. */
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

/** The cursor that goes with `createdBefore`. */
export const createdCursor = (row: { readonly createdAt: Date; readonly id: string }): Cursor => ({
  value: row.createdAt.toISOString(),
  id: row.id,
});
