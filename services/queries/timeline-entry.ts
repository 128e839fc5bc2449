import type { Reason } from '../../domain/reasons';

/** Something that happened, before it is put into words. */
export interface RawEntry {
  readonly at: Date;
  /** Orders the entry among others; the same as `at` unless that is only known to the minute. */
  readonly sortAt?: Date;
  readonly kind: string;
  readonly code: string;
  readonly reason?: Reason | null;
  /** UTC instant up to which a decision holds. */
  readonly until?: string | null;
  readonly data: Readonly<Record<string, string | number | null>>;
}
