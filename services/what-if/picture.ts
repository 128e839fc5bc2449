import { amountText } from './amounts';
import type { Both, Comparison, RoleWeeks } from './comparison';
import {
  COLORS,
  WIDTH,
  barPanel,
  escapeXml,
  linePanel,
  spreadPanel,
  textAt,
  type PairRow,
  type Panel,
  type SpreadRow,
} from './picture-panels';
import { namedIn, segmentName, type ComparisonTexts } from './texts';

const MARGIN = 28;
const LINE = 18;
// About as many letters as fit on a line; a Chinese one is twice as wide.
const LETTERS_A_LINE = 140;

const counted = (value: number) => ({ value, label: value.toLocaleString('en-US') });

const pairOf = (name: string, a: number, b: number): PairRow => ({ name, a: counted(a), b: counted(b) });

function countRows(
  texts: ComparisonTexts,
  group: 'channels' | 'roles',
  { a, b }: Both<Readonly<Record<string, number>>>,
): PairRow[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.map((name) => pairOf(namedIn(texts, group, name), a[name] ?? 0, b[name] ?? 0));
}

function summaryRows({ whole: { a, b }, prices }: Comparison, texts: ComparisonTexts): PairRow[] {
  const { figures } = texts;
  const cost = (minor: number) => ({ value: minor, label: amountText(minor, prices.currency) });
  return [
    pairOf(figures.touched, a.touched, b.touched),
    pairOf(figures.contacts, a.contacts.total, b.contacts.total),
    pairOf(figures.tasks, a.tasks.total, b.tasks.total),
    pairOf(figures.offers, a.offers, b.offers),
    pairOf(figures.letters, a.letters, b.letters),
    pairOf(figures.legalSteps, a.legalSteps, b.legalSteps),
    { name: figures.cost, a: cost(a.costMinor.total), b: cost(b.costMinor.total) },
  ];
}

function dayRows({ whole: { a, b } }: Comparison, texts: ComparisonTexts): SpreadRow[] {
  const none = { p10: null, median: null, p90: null };
  const stages = [...new Set([...a.stages, ...b.stages].map(({ stage }) => stage))];
  const of = (report: typeof a, stage: string) => report.stages.find((entry) => entry.stage === stage) ?? none;
  const rows = stages.map((stage) => ({ name: namedIn(texts, 'stages', stage), a: of(a, stage), b: of(b, stage) }));
  return [{ name: texts.firstContact, a: a.firstContactDay, b: b.firstContactDay }, ...rows].filter(
    (row) => row.a.median !== null || row.b.median !== null,
  );
}

function weekPanel({ tasksPerWeek }: Comparison, texts: ComparisonTexts): Panel {
  const totals = (roles: readonly RoleWeeks[]) => {
    const sums = new Map<string, number>();
    for (const { weeks } of roles) for (const { week, tasks } of weeks) sums.set(week, (sums.get(week) ?? 0) + tasks);
    return sums;
  };
  const [a, b] = [totals(tasksPerWeek.a), totals(tasksPerWeek.b)];
  const weeks = [...new Set([...a.keys(), ...b.keys()])].sort();
  const values = (sums: ReadonlyMap<string, number>) => weeks.map((week) => sums.get(week) ?? 0);
  return linePanel(texts.panels.weeks, weeks, { a: values(a), b: values(b) });
}

/** Contacts per invoice of each segment, so that small and large ones can stand on one scale. */
function segmentPanel({ segments }: Comparison, texts: ComparisonTexts): Panel {
  const share = (contacts: number, invoices: number) => {
    const value = invoices === 0 ? 0 : contacts / invoices;
    return { value, label: value.toFixed(2) };
  };
  const rows = segments.map((segment) => ({
    name: segmentName(texts, segment),
    a: share(segment.a.contacts.total, segment.invoices),
    b: share(segment.b.contacts.total, segment.invoices),
  }));
  return barPanel(`${texts.figures.contacts} / ${texts.invoices}`, rows, true);
}

/** Breaks a text into lines: at blanks, or anywhere in a text without them; no line begins with what closes a sentence. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const part of text.match(/[\u3000-\u9fff\uff00-\uffef]|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/g) ?? []) {
    const wide = /^[\u3000-\uffef]$/.test(part) ? 2 : part.length;
    if (width + wide > LETTERS_A_LINE && !/^[。，；：、！？）”]/.test(part)) {
      lines.push(line.trimEnd());
      [line, width] = ['', 0];
    }
    line += part;
    width += wide;
  }
  return [...lines, line.trimEnd()];
}

const versionOf = ({ policy, version }: Comparison['policies']['a']): string => `${policy} v${version}`;

const titleOf = ({ policies, whole }: Comparison, texts: ComparisonTexts): string =>
  texts.title(versionOf(policies.a), versionOf(policies.b), whole.a.invoices.toLocaleString('en-US'));

function headPanel(comparison: Comparison, texts: ComparisonTexts): Panel {
  const { policies, prices } = comparison;
  const title = textAt(0, 22, titleOf(comparison, texts), 'class="t"');
  const words = [texts.note, texts.definitions, texts.prices(prices.source, prices.currency)].flatMap(linesOf);
  const body = words.map((line, index) => textAt(0, 50 + index * LINE, line));
  const y = 50 + words.length * LINE;
  const key = (['a', 'b'] as const).map(
    (side, index) =>
      `<rect x="${index * 240}" y="${y}" width="13" height="13" fill="${COLORS[side]}"/>` +
      textAt(index * 240 + 19, y + 11, `${side.toUpperCase()}: ${versionOf(policies[side])}`),
  );
  return { height: y + 36, svg: title + body.join('') + key.join('') };
}

/** The comparison as a picture: one SVG that needs nothing else. */
export function comparisonPicture(comparison: Comparison, texts: ComparisonTexts): string {
  const { a, b } = comparison.whole;
  const panels = [
    headPanel(comparison, texts),
    barPanel(texts.panels.summary, summaryRows(comparison, texts), false),
    barPanel(
      texts.panels.channels,
      countRows(texts, 'channels', { a: a.contacts.byChannel, b: b.contacts.byChannel }),
      true,
    ),
    barPanel(
      texts.panels.contactRoles,
      countRows(texts, 'roles', { a: a.contacts.byRole, b: b.contacts.byRole }),
      true,
    ),
    barPanel(texts.panels.taskRoles, countRows(texts, 'roles', { a: a.tasks.byRole, b: b.tasks.byRole }), true),
    spreadPanel(texts.panels.days, dayRows(comparison, texts)),
    weekPanel(comparison, texts),
    ...(comparison.segments.length === 0 ? [] : [segmentPanel(comparison, texts)]),
  ];
  let y = MARGIN;
  const body = panels.map(({ height, svg }) => {
    const group = `<g transform="translate(${MARGIN} ${y})">${svg}</g>`;
    y += height;
    return group;
  });
  const size = `width="${WIDTH + 2 * MARGIN}" height="${y + MARGIN}"`;
  const style = `text{font:12px "Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;fill:#222;paint-order:stroke;stroke:#fff;stroke-width:3px}.h{font-size:14px;font-weight:600}.t{font-size:18px;font-weight:600}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img"><title>${escapeXml(titleOf(comparison, texts))}</title><style>${style}</style><rect width="100%" height="100%" fill="#fff"/>${body.join('')}</svg>\n`;
}
