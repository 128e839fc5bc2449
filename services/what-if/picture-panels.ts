/** A part of the picture: SVG elements that begin at (0, 0), and how high they are. */
export interface Panel {
  readonly height: number;
  readonly svg: string;
}

/** Two values that stand side by side under one name; `label` says them in words. */
export interface PairRow {
  readonly name: string;
  readonly a: { readonly value: number; readonly label: string };
  readonly b: { readonly value: number; readonly label: string };
}

/** A spread of days; null where there are none. */
export interface SpreadRow {
  readonly name: string;
  readonly a: Spread;
  readonly b: Spread;
}

type Spread = { readonly p10: number | null; readonly median: number | null; readonly p90: number | null };

/** Width of the picture; all panels fill it. */
export const WIDTH = 960;
const LEFT = 210;
const RIGHT = 130;
const HEAD = 34;
const BAR = 13;
const ROW = 2 * BAR + 14;
const PLOT = WIDTH - LEFT - RIGHT;

/** Colours that differ for colour-blind readers, too (Okabe and Ito). */
export const COLORS = { a: '#0072b2', b: '#d55e00' } as const;

/** Text that may stand in XML. */
export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A line of text. */
export function textAt(x: number, y: number, text: string, style = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style}>${escapeXml(text)}</text>`;
}

const heading = (title: string): string => textAt(0, 18, title, 'class="h"');
const rect = (x: number, y: number, width: number, color: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${BAR}" fill="${color}"/>`;

/**
 * Bars in pairs. `shared` puts all rows on one scale; without it each row has its own, for figures of different kinds.
 */
export function barPanel(title: string, rows: readonly PairRow[], shared: boolean): Panel {
  const most = (some: readonly PairRow[]) => Math.max(1, ...some.flatMap(({ a, b }) => [a.value, b.value]));
  const top = most(rows);
  const bars = rows.map((row, index) => {
    const y = HEAD + index * ROW;
    const scale = PLOT / (shared ? top : most([row]));
    const pair = (['a', 'b'] as const).map((side, line) => {
      const { value, label } = row[side];
      const at = y + line * (BAR + 1);
      const end = LEFT + value * scale;
      return rect(LEFT, at, value * scale, COLORS[side]) + textAt(end + 5, at + BAR - 2, label);
    });
    return textAt(LEFT - 10, y + BAR + 5, row.name, 'text-anchor="end"') + pair.join('');
  });
  return { height: HEAD + rows.length * ROW + 12, svg: heading(title) + bars.join('') };
}

/** Spreads of days on one axis: a line from the 10th to the 90th of a hundred, a dot at the median. */
export function spreadPanel(title: string, rows: readonly SpreadRow[]): Panel {
  const days = rows.flatMap(({ a, b }) => [a.p10, a.p90, b.p10, b.p90]).filter((day) => day !== null);
  const [first, last] = [Math.min(0, ...days), Math.max(1, ...days)];
  const x = (day: number) => LEFT + ((day - first) / (last - first)) * PLOT;
  const lines = rows.map((row, index) => {
    const y = HEAD + 14 + index * ROW;
    const pair = (['a', 'b'] as const).map((side, line) => {
      const { p10, median, p90 } = row[side];
      if (p10 === null || median === null || p90 === null) return '';
      const at = y + line * (BAR + 1) + BAR / 2;
      const stroke = `<line x1="${x(p10).toFixed(1)}" x2="${x(p90).toFixed(1)}" y1="${at}" y2="${at}" stroke="${COLORS[side]}" stroke-width="4" stroke-linecap="round"/>`;
      const dot = `<circle cx="${x(median).toFixed(1)}" cy="${at}" r="6" fill="${COLORS[side]}"/>`;
      return stroke + dot + textAt(x(p90) + 12, at + 4, dayText(median));
    });
    return textAt(LEFT - 10, y + BAR + 5, row.name, 'text-anchor="end"') + pair.join('');
  });
  const bottom = HEAD + 14 + rows.length * ROW;
  const axis = ticksOf(first, last).map((day) => {
    const at = x(day).toFixed(1);
    const stroke = day === 0 ? 'stroke="#666" stroke-dasharray="3 3"' : 'stroke="#ddd"';
    const line = `<line x1="${at}" x2="${at}" y1="${HEAD + 12}" y2="${bottom}" ${stroke}/>`;
    return line + textAt(x(day), HEAD + 6, dayText(day), 'text-anchor="middle"');
  });
  return { height: bottom + 16, svg: `${heading(title)}${axis.join('')}${lines.join('')}` };
}

// So many at most: more would run into each other.
const MOST_TICKS = 12;

/** Days for an axis from `first` to `last`: multiples of a week, a month or more, the due date among them. */
function ticksOf(first: number, last: number): number[] {
  const apart = [7, 15, 30, 60, 90, 180].find((days) => (last - first) / days < MOST_TICKS) ?? 365;
  const ticks: number[] = [];
  for (let day = Math.ceil(first / apart) * apart; day <= last; day += apart) ticks.push(day + 0);
  return ticks;
}

const dayText = (day: number): string => (day < 0 ? `−${-day}` : String(day));

const PLOT_HEIGHT = 140;

/** Two lines over the same weeks. */
export function linePanel(
  title: string,
  weeks: readonly string[],
  lines: { readonly a: readonly number[]; readonly b: readonly number[] },
): Panel {
  const top = Math.max(1, ...lines.a, ...lines.b);
  const x = (index: number) => LEFT + (index / Math.max(1, weeks.length - 1)) * PLOT;
  const y = (value: number) => HEAD + PLOT_HEIGHT * (1 - value / top);
  const line = (side: 'a' | 'b') => {
    const points = lines[side].map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${COLORS[side]}" stroke-width="2"/>`;
  };
  const floor = HEAD + PLOT_HEIGHT;
  const axis = `<line x1="${LEFT}" x2="${LEFT + PLOT}" y1="${floor}" y2="${floor}" stroke="#999"/>`;
  const ends =
    textAt(LEFT, floor + 16, weeks[0] ?? '') + textAt(LEFT + PLOT, floor + 16, weeks.at(-1) ?? '', 'text-anchor="end"');
  const scale =
    textAt(LEFT - 10, HEAD + 6, top.toLocaleString('en-US'), 'text-anchor="end"') +
    textAt(LEFT - 10, floor, '0', 'text-anchor="end"');
  return { height: floor + 34, svg: heading(title) + axis + scale + ends + line('a') + line('b') };
}
