import { type ImportField, importFields, requiredFields } from './fields';
import type { ImportMapping } from './mapping';

/** Where each field of the mapping stands in a row; a field that the file lacks is absent. */
export type ColumnPositions = Readonly<Partial<Record<ImportField, number>>>;

/** Why a file cannot be read with a mapping. */
export interface HeaderProblem {
  readonly code: 'missingColumn' | 'unknownColumn' | 'duplicateColumn' | 'currencyNeeded';
  readonly message: string;
}

export type ReadHeader =
  { readonly ok: true; readonly positions: ColumnPositions } | { readonly ok: false; readonly problem: HeaderProblem };

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/**
 * Finds the columns of a mapping in the header of a file. Order and letter case do not matter; optional columns may be
 * missing; a column that the mapping does not know is refused, because it may be a renamed one.
 */
export function readHeader(mapping: ImportMapping, header: readonly string[], hasCurrency: boolean): ReadHeader {
  const refuse = (code: HeaderProblem['code'], message: string): ReadHeader => ({
    ok: false,
    problem: { code, message },
  });
  const names = header.map((name) => name.trim().toLowerCase());
  const twice = header.find((_, index) => names.indexOf(names[index] ?? '') !== index);
  if (twice !== undefined) return refuse('duplicateColumn', `Column "${twice}" stands twice in the header`);
  const missing = requiredFields
    .map((field) => mapping.columns[field] ?? field)
    .filter((name) => !names.includes(name.toLowerCase()));
  if (missing.length > 0) {
    const found = header.slice(0, 30).map((name) => name.slice(0, 60));
    return refuse(
      'missingColumn',
      `Missing column ${list(missing)} (mapping ${mapping.name}); the header has ${list(found)}`,
    );
  }
  const known = [...Object.values(mapping.columns), ...mapping.ignore].map((name) => name.toLowerCase());
  const unknown = header.filter((_, index) => !known.includes(names[index] ?? ''));
  if (unknown.length > 0) {
    const expected = list(Object.values(mapping.columns));
    return refuse(
      'unknownColumn',
      `Unknown column ${list(unknown)} (mapping ${mapping.name}); expected only ${expected}`,
    );
  }
  const positions: Partial<Record<ImportField, number>> = {};
  for (const field of importFields) {
    const index = names.indexOf((mapping.columns[field] ?? '').toLowerCase());
    if (index >= 0 && mapping.columns[field] !== undefined) positions[field] = index;
  }
  if (positions.currency === undefined && !hasCurrency) {
    return refuse(
      'currencyNeeded',
      `The file has no currency column (mapping ${mapping.name}); name one currency for the whole file`,
    );
  }
  return { ok: true, positions };
}
