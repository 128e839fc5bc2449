import { z } from 'zod';
import { isCurrencyCode, parseMoney, type Money } from '../domain/money';
import { isIsoDate } from '../domain/time';
import type { Cursor } from '../services/queries/page';

// Parts of request schemas. Every message says "expected …": problems show that part to the client.

// Control characters never belong into a reference or a reason, and PostgreSQL refuses NUL; half a surrogate pair is no text.
const isPrintable = (text: string) => !/[\p{Cc}\p{Surrogate}]/u.test(text);

/** A text of 1 to `max` characters without control characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1, { error: `expected 1 to ${max} characters` })
    .max(max, { error: `expected 1 to ${max} characters` })
    .refine(isPrintable, { error: 'expected text without control characters' });

/** An id of ours. */
export const idSchema = z.uuid({ error: 'expected an id (UUID)' });

/** A record's id, or the number that people use for it. */
export const keySchema = text(120);

/** A short name of ours such as `manager` or `bounced`; it travels in messages and histories. */
export const codeSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,59}$/, { error: 'expected a code of letters, digits, - and _ such as manager' });

/** Why a person commands something, in their own words. Line breaks are welcome, other control characters are not. */
export const reasonSchema = z
  .string()
  .trim()
  .min(1, { error: 'expected the reason in 1 to 1000 characters' })
  .max(1_000, { error: 'expected the reason in 1 to 1000 characters' })
  .refine((value) => isPrintable(value.replace(/[\r\n\t]/g, ' ')), {
    error: 'expected text without control characters',
  });

/** A real calendar date; 2026-02-30 is none. */
export const dateSchema = z
  .string()
  .refine(isIsoDate, { error: 'expected a calendar date YYYY-MM-DD' })
  .meta({ format: 'date' });

/** ISO 4217. */
export const currencySchema = z
  .string()
  .refine(isCurrencyCode, { error: 'expected a currency code such as EUR' })
  .meta({ pattern: '^[A-Z]{3}$' });

/** An amount as a decimal string; its currency says how many decimals it may have, so both are read by `moneyOf`. */
export const amountSchema = z
  .string()
  .regex(/^\d{1,16}(\.\d{1,4})?$/, { error: 'expected a positive decimal amount such as 1234.50' });

type MoneyFields = { readonly amount?: string | undefined; readonly currency?: string | undefined };

/** Adds the checks that need amount and currency together; the parsed money goes through `moneyOf`. */
export function checkMoney(value: MoneyFields, context: z.core.$RefinementCtx): void {
  if (value.amount === undefined || value.currency === undefined) return;
  const parsed = parseMoney(value.amount, value.currency);
  const expected = !parsed.ok ? parsed.expected : parsed.money.amountMinor > 0 ? null : 'an amount above zero';
  if (expected !== null) context.addIssue({ code: 'custom', path: ['amount'], message: `expected ${expected}` });
}

/** The money of a request that `checkMoney` has passed. */
export function moneyOf(amount: string, currency: string): Money {
  const parsed = parseMoney(amount, currency);
  if (parsed.ok) return parsed.money;
  throw new RangeError(`${amount} ${currency} is not an amount; expected ${parsed.expected}`);
}

/** `true` or `false` in a query. */
export const flagSchema = z
  .enum(['true', 'false'], { error: 'expected true or false' })
  .transform((value) => value === 'true');

// A page is read and shown as a whole; 200 rows keep an answer below a few hundred kilobytes.
const MAX_PAGE = 200;

const cursorContent = z.strictObject({
  s: z.string(),
  v: z.iso.datetime().nullable(),
  i: z.uuid(),
});

/** An opaque cursor: where the list named `list` goes on. */
export const encodeCursor = (list: string, cursor: Cursor): string =>
  Buffer.from(JSON.stringify({ s: list, v: cursor.value, i: cursor.id })).toString('base64url');

/** The cursor of the list named `list`; null when it is damaged or belongs to another list or order. */
export function decodeCursor(list: string, encoded: string): Cursor | null {
  try {
    const content = cursorContent.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'))).data;
    return content?.s === list ? { value: content.v, id: content.i } : null;
  } catch {
    return null; // not even JSON
  }
}

/** The query fields of every list. */
export const pageFields = {
  limit: z.coerce
    .number({ error: `expected a number from 1 to ${MAX_PAGE}` })
    .int({ error: `expected a whole number from 1 to ${MAX_PAGE}` })
    .min(1, { error: `expected a number from 1 to ${MAX_PAGE}` })
    .max(MAX_PAGE, { error: `expected a number from 1 to ${MAX_PAGE}` })
    .default(50),
  cursor: text(400).optional(),
};

/** An answer of a list: items and the cursor of the next page, null on the last. */
export const pageAnswer = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** The fields of an object that are not undefined: what a request states. */
export function stated<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const fields: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in value) {
    const field = value[key];
    if (isStated(field)) fields[key] = field;
  }
  return fields;
}

const isStated = <T>(field: T): field is Exclude<T, undefined> => field !== undefined;

/** The headers of a command. Checked in full where the key is claimed; listed here for the description of the API. */
export const commandHeaders = z.looseObject({
  'idempotency-key': z.string().optional().meta({ description: 'Required. The same key is carried out once.' }),
});
