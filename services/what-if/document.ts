import { formatMoney } from '../../domain/money';
import type { EffortReport } from '../../domain/simulation/effort-report';
import type { Comparison } from './comparison';
import type { PriceTable } from './price-table';

/** A report as it leaves the product: money as a decimal string with its currency (decisions 5.1). */
function reportDocument({ costMinor, ...report }: EffortReport, currency: string) {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const { messages, tasks, total } = costMinor;
  return { ...report, cost: { currency, messages: money(messages), tasks: money(tasks), total: money(total) } };
}

function pricesDocument({ source, currency, messages, tasks }: PriceTable) {
  const texts = (prices: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(prices).map(([name, amountMinor]) => [name, formatMoney({ amountMinor, currency })]),
    );
  return { source, currency, messages: texts(messages), tasks: texts(tasks) };
}

/** A comparison as it leaves the product. */
export function comparisonDocument({ policies, prices, whole, tasksPerWeek, segments }: Comparison) {
  const { currency } = prices;
  return {
    policies,
    prices: pricesDocument(prices),
    whole: { a: reportDocument(whole.a, currency), b: reportDocument(whole.b, currency) },
    tasksPerWeek,
    segments: segments.map(({ dimension, value, invoices, a, b }) => ({
      dimension,
      value,
      invoices,
      a: reportDocument(a, currency),
      b: reportDocument(b, currency),
    })),
  };
}
