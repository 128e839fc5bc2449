import { amountText } from '../../services/what-if/amounts';
import type { Both, Comparison, SegmentComparison } from '../../services/what-if/comparison';
import { namedIn, segmentName, type ComparisonTexts } from '../../services/what-if/texts';
import type { Output } from '../output';

const count = (value: number): string => value.toLocaleString('en-US');
const signed = (value: number, text: (value: number) => string): string =>
  value > 0 ? `+${text(value)}` : value < 0 ? `−${text(-value)}` : text(0);

type Row = readonly string[];

const countRow = (name: string, a: number, b: number): Row => [name, count(a), count(b), signed(b - a, count)];

function countRows(
  texts: ComparisonTexts,
  group: 'channels' | 'roles',
  { a, b }: Both<Readonly<Record<string, number>>>,
): Row[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.map((name) => countRow(namedIn(texts, group, name), a[name] ?? 0, b[name] ?? 0));
}

function table(out: Output, texts: ComparisonTexts, title: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const amounts = ['A', 'B', texts.difference].map((name) => ({ title: name, amount: true }));
  out.line();
  out.table([{ title }, ...amounts], rows);
}

function totals({ whole: { a, b }, prices }: Comparison, { figures }: ComparisonTexts): Row[] {
  const money = (minor: number) => amountText(minor, prices.currency);
  const [costA, costB] = [a.costMinor.total, b.costMinor.total];
  return [
    countRow(figures.touched, a.touched, b.touched),
    countRow(figures.contacts, a.contacts.total, b.contacts.total),
    countRow(figures.covered, a.contacts.covered, b.contacts.covered),
    countRow(figures.tasks, a.tasks.total, b.tasks.total),
    countRow(figures.offers, a.offers, b.offers),
    countRow(figures.letters, a.letters, b.letters),
    countRow(figures.legalSteps, a.legalSteps, b.legalSteps),
    [figures.cost, money(costA), money(costB), signed(costB - costA, money)],
  ];
}

function dayRows({ whole: { a, b } }: Comparison, texts: ComparisonTexts): Row[] {
  const shown = (day: number | null | undefined) => (day === null || day === undefined ? '–' : String(day));
  const row = (name: string, left: number | null | undefined, right: number | null | undefined): Row => {
    const both = typeof left === 'number' && typeof right === 'number';
    return [name, shown(left), shown(right), both ? signed(right - left, String) : ''];
  };
  const stages = [...new Set([...a.stages, ...b.stages].map(({ stage }) => stage))];
  const medianOf = (report: typeof a, stage: string) => report.stages.find((entry) => entry.stage === stage)?.median;
  return [
    row(texts.firstContact, a.firstContactDay.median, b.firstContactDay.median),
    ...stages.map((stage) => row(namedIn(texts, 'stages', stage), medianOf(a, stage), medianOf(b, stage))),
  ];
}

function segments(out: Output, all: readonly SegmentComparison[], texts: ComparisonTexts, currency: string): void {
  if (all.length === 0) return;
  const { contacts, tasks, cost } = texts.figures;
  const titles = [contacts, tasks, cost].flatMap((name) => [`${name} A`, `${name} B`]);
  const amounts = [texts.invoices, ...titles].map((title) => ({ title, amount: true }));
  out.line();
  out.table(
    [{ title: texts.panels.segments }, ...amounts],
    all.map(({ dimension, value, invoices, a, b }) => [
      segmentName(texts, { dimension, value }),
      count(invoices),
      ...[a.contacts.total, b.contacts.total, a.tasks.total, b.tasks.total].map(count),
      ...[a.costMinor.total, b.costMinor.total].map((minor) => amountText(minor, currency)),
    ]),
  );
}

/** The comparison for people: what it is not, then totals, channels, roles, days and segments. */
export function showComparison(
  out: Output,
  comparison: Comparison,
  texts: ComparisonTexts,
  people: 'noAnswer' | 'absent',
): void {
  const { policies, prices, whole } = comparison;
  const name = ({ policy, version }: typeof policies.a) => `${policy} v${version}`;
  out.line(out.colors.bold(texts.title(name(policies.a), name(policies.b), count(whole.a.invoices))));
  out.line(texts.note);
  out.line(texts.definitions);
  out.line(`${texts.assumptions[people]} ${texts.prices(prices.source, prices.currency)}`);
  const { a, b } = whole;
  table(out, texts, texts.panels.summary, totals(comparison, texts));
  const channels = { a: a.contacts.byChannel, b: b.contacts.byChannel };
  table(out, texts, texts.panels.channels, countRows(texts, 'channels', channels));
  table(
    out,
    texts,
    texts.panels.contactRoles,
    countRows(texts, 'roles', { a: a.contacts.byRole, b: b.contacts.byRole }),
  );
  table(out, texts, texts.panels.taskRoles, countRows(texts, 'roles', { a: a.tasks.byRole, b: b.tasks.byRole }));
  table(out, texts, texts.day, dayRows(comparison, texts));
  segments(out, comparison.segments, texts, prices.currency);
}
