import { parseMoney } from '../money';
import type { IsoDate } from '../time';
import { parseDateAs } from './dates';
import type { ImportField, RowProblem } from './fields';
import type { ColumnPositions } from './header';
import type { ImportMapping } from './mapping';

/** What holds for the whole file. */
export interface RowContext {
  readonly mapping: ImportMapping;
  readonly positions: ColumnPositions;
  /** Number of cells in the header: every row has as many. */
  readonly width: number;
  readonly currency?: string;
  readonly payments: 'actual' | 'none';
  /** Whether a text is an IANA time zone: only the caller's platform knows. */
  readonly isZone: (zone: string) => boolean;
}

/** A wrong value is quoted so far: enough to find it, not enough to fill the report. */
export const quotedLength = 100;

/** The cells of one row with a memory of what was wrong with them. */
export class Cells {
  readonly problems: RowProblem[] = [];

  constructor(
    private readonly line: number,
    private readonly cells: readonly string[],
    private readonly context: RowContext,
  ) {}

  /** The trimmed text of a field; undefined when the file lacks it or the cell is empty. */
  text(field: ImportField, maxLength = 120): string | undefined {
    const position = this.context.positions[field];
    const value = position === undefined ? '' : (this.cells[position] ?? '').trim();
    if (value === '') return undefined;
    if (value.length > maxLength) return this.report(field, value, `at most ${maxLength} characters`);
    if (value.includes('\uFFFD')) return this.report(field, value, 'text in UTF-8 or GB18030');
    if (/\p{Cc}/u.test(value.replace(/[\t\r\n]/g, '')))
      return this.report(field, value, 'text without control characters');
    return value;
  }

  required(field: ImportField): string | undefined {
    const before = this.problems.length;
    const value = this.text(field);
    if (value === undefined && this.problems.length === before) this.report(field, '', 'a value');
    return value;
  }

  oneOf(field: ImportField, allowed: readonly string[]): string | undefined {
    const value = this.text(field);
    if (value === undefined || allowed.includes(value)) return value;
    return this.report(field, value, `one of ${allowed.join(', ')}, or nothing`);
  }

  /** A text that `read` understands, in the form that it returns. */
  as(field: ImportField, expected: string, read: (text: string) => string | null, maxLength = 120): string | undefined {
    const value = this.text(field, maxLength);
    return value === undefined ? undefined : (read(value) ?? this.report(field, value, expected));
  }

  date(field: ImportField, value: string | undefined): IsoDate | undefined {
    if (value === undefined) return undefined;
    const { dateFormat } = this.context.mapping;
    return parseDateAs(value, dateFormat) ?? this.report(field, value, `a calendar date ${dateFormat}`);
  }

  /** A whole number from `least` to `most`. */
  whole(field: ImportField, least: number, most: number): number | undefined {
    const value = this.text(field);
    if (value === undefined) return undefined;
    const number = /^-?\d{1,6}$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= most
      ? number
      : this.report(field, value, `a whole number from ${least} to ${most}`);
  }

  /** `yes` or `no`. */
  flag(field: ImportField): boolean | undefined {
    const value = this.oneOf(field, ['yes', 'no']);
    return value === undefined ? undefined : value === 'yes';
  }

  money(field: ImportField, value: string | undefined, currency: string | undefined): number | undefined {
    if (value === undefined || currency === undefined) return undefined;
    const parsed = parseMoney(value, currency);
    return parsed.ok ? parsed.money.amountMinor : this.report(field, value, parsed.expected);
  }

  report(field: ImportField, value: string, expected: string): undefined {
    const column = this.context.mapping.columns[field] ?? field;
    this.problems.push({ line: this.line, column, value: value.slice(0, quotedLength), expected });
    return undefined;
  }
}
