import { formatMoney } from '../../domain/money';
import { minorOf } from '../columns';

/** An instant column as UTC text, null as null. */
export const instantText = (value: Date | null): string | null => value?.toISOString() ?? null;

/** An amount column, or a sum of them, as a decimal string with the currency's decimals; absent is zero. */
export const amountText = (value: bigint | null | undefined, currency: string): string =>
  formatMoney({ amountMinor: minorOf(value ?? 0n), currency });

/** Whether `text` is a UUID, so that it may be compared with an id column. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
