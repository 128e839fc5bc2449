import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { channels } from '../../domain/channels';
import { DomainError } from '../../domain/errors';
import { isCurrencyCode, parseMoney } from '../../domain/money';
import type { Prices } from '../../domain/simulation/effort-report';

/** A price table and where its figures come from. */
export interface PriceTable extends Prices {
  readonly source: string;
}

const taskKinds = ['call', 'visit', 'managerReview', 'lawyer', 'review', 'escalation'] as const;

const tableSchema = z.strictObject({
  /** Whose figures these are: reports repeat it. */
  source: z.string().min(1),
  currency: z.string().refine(isCurrencyCode, { error: 'expected a currency code such as CNY' }),
  messages: z.partialRecord(z.enum(channels), z.string()),
  tasks: z.partialRecord(z.enum(taskKinds), z.string()),
});

function inMinor(prices: Readonly<Record<string, string>>, currency: string, path: string): Record<string, number> {
  return Object.fromEntries(
    Object.entries(prices).map(([name, text]) => {
      const parsed = parseMoney(text, currency);
      if (!parsed.ok) throw new RangeError(`${path}.${name} is ${text}; expected ${parsed.expected}`);
      return [name, parsed.money.amountMinor];
    }),
  );
}

/**
 * Reads a price table (YAML).
 *
 * @throws RangeError that says which entry is wrong and what was expected
 */
export function readPriceTable(text: string): PriceTable {
  let content: unknown;
  try {
    // Prices have no need of aliases; without them no small file becomes a large one.
    content = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : '';
    throw new RangeError(`it is no YAML: ${reason}`, { cause: error });
  }
  const table = tableSchema.safeParse(content);
  if (!table.success) throw new RangeError(z.prettifyError(table.error).replaceAll('\n', ' '));
  const { source, currency, messages, tasks } = table.data;
  return {
    source,
    currency,
    messages: inMinor(messages, currency, 'messages'),
    tasks: inMinor(tasks, currency, 'tasks'),
  };
}

// Above the sources, and above their compiled copies below dist/.
const places = ['../..', '../../..'].map((up) => join(__dirname, up, 'policies', 'prices.yaml'));

/** The price table of the product. @throws DomainError when its file is missing, RangeError when an entry is wrong */
export function productPrices(): PriceTable {
  const file = places.find((path) => existsSync(path));
  if (file === undefined) throw new DomainError('noPrices', `No file policies/prices.yaml found near ${__dirname}`);
  return readPriceTable(readFileSync(file, 'utf8'));
}
