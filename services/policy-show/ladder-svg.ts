import type { Channel } from '../../domain/channels';
import type { Plan } from '../../domain/plan';
import type { Language } from '../queries/explain';
import { conditionsText, labelOf } from './clauses';
import { layOut, pixels, type PlacedStep } from './ladder-layout';
import { wordOf } from './words';

// The picture: one axis of days, a lane for each role, a mark for each step whose form and colour say the channel. What is only
// for some cases is drawn hollow, with its condition beside it; stages lie above as bands.

const colours: Readonly<Record<Channel, string>> = {
  email: '#2563eb',
  sms: '#0891b2',
  whatsapp: '#16a34a',
  voice: '#7c3aed',
  letter: '#b45309',
  call: '#c026d3',
  visit: '#be123c',
  wechat: '#15803d',
  fax: '#78716c',
  internal: '#334155',
};

const shapes: Readonly<Record<Channel, 'circle' | 'square' | 'diamond' | 'triangle'>> = {
  email: 'circle',
  sms: 'circle',
  whatsapp: 'circle',
  wechat: 'circle',
  voice: 'triangle',
  call: 'triangle',
  visit: 'triangle',
  letter: 'square',
  fax: 'square',
  internal: 'diamond',
};

const bands = ['#e0f2fe', '#dcfce7', '#fef9c3', '#ffedd5', '#fee2e2', '#fce7f3', '#ede9fe', '#e2e8f0'];

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);

interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

function label(x: number, y: number, text: string, style: TextStyle = {}): string {
  const { size = 12, fill = '#0f172a', weight = 400, anchor = 'start' } = style;
  // A white edge keeps texts readable where they cross a line.
  const edge = 'paint-order="stroke" stroke="#ffffff" stroke-width="3" stroke-opacity="0.85"';
  return `<text x="${x}" y="${y}" ${edge} font-size="${size}" fill="${fill}" font-weight="${weight}" text-anchor="${anchor}">${escape(text)}</text>`;
}

function mark(channel: Channel, x: number, y: number, isForAll: boolean): string {
  const colour = colours[channel];
  const paint = `fill="${isForAll ? colour : '#ffffff'}" stroke="${colour}" stroke-width="2"`;
  switch (shapes[channel]) {
    case 'circle':
      return `<circle cx="${x}" cy="${y}" r="6" ${paint}/>`;
    case 'square':
      return `<rect x="${x - 6}" y="${y - 6}" width="12" height="12" ${paint}/>`;
    case 'diamond':
      return `<path d="M${x} ${y - 7}L${x + 7} ${y}L${x} ${y + 7}L${x - 7} ${y}Z" ${paint}/>`;
    default:
      return `<path d="M${x} ${y - 7}L${x + 7} ${y + 6}L${x - 7} ${y + 6}Z" ${paint}/>`;
  }
}

const texts = {
  due: { en: 'due date', 'zh-CN': '到期日' },
  days: { en: 'days from the due date', 'zh-CN': '距到期日天数' },
  some: { en: 'hollow: only where the condition holds', 'zh-CN': '空心：仅在满足条件时执行' },
  version: { en: 'version', 'zh-CN': '版本' },
} as const;

function stepMarks({ step, x, y, isLabelled, repeatedTo }: PlacedStep, language: Language): string {
  const conditions = conditionsText(step.when, language);
  const name = labelOf(step, language);
  const hover = [step.id, name, conditions, step.sources.join(' ')].filter((part) => part !== '').join('\n');
  const drawn = mark(step.channel, x, y, step.when.length === 0);
  const line =
    isLabelled && repeatedTo !== null
      ? `<line x1="${x}" y1="${y}" x2="${repeatedTo}" y2="${y}" stroke="${colours[step.channel]}" stroke-width="1" stroke-dasharray="3 3"/>`
      : '';
  const text = isLabelled ? stepText(x, y, name, conditions, repeatedTo !== null) : '';
  return `<g><title>${escape(hover)}</title>${line}${drawn}${text}</g>`;
}

/** Beside a mark; above it, on one line, where repetitions stand beside. */
function stepText(x: number, y: number, name: string, conditions: string, isAbove: boolean): string {
  const [left, top] = isAbove ? [x - 6, y - 12] : [x + 11, y + 4];
  const small = { size: 10, fill: '#475569' };
  const title = label(left, top, name, { weight: 600 });
  if (conditions === '') return title;
  const beside = left + pixels(name, 8.4, 13) + 6;
  return title + (isAbove ? label(beside, top, conditions, small) : label(left, top + 14, conditions, small));
}

/** The name of a stage over its band; above the others where the band is narrower than the name. */
function stageText(from: number, to: number, top: number, name: string): string {
  const isNarrow = pixels(name, 7.2, 12.5) > to - from;
  return isNarrow
    ? label(from, top - 40, name, { size: 11, weight: 600, fill: '#334155' })
    : label((from + to) / 2, top - 16, name, { weight: 600, anchor: 'middle', fill: '#334155' });
}

/**
 * The ladder of a plan as an SVG picture for people who look rather than read: days on one axis, steps by role and channel.
 * `plan` has its case's days in place (`planForCase`).
 */
export function ladderSvg(plan: Plan, language: Language): string {
  const layout = layOut(plan, language);
  const { width, height, left, top, bottom, xOf, dayTicks, lanes, stages } = layout;
  const parts: string[] = [];
  parts.push(label(24, 36, `${plan.policy}`, { size: 22, weight: 700 }));
  parts.push(
    label(24, 56, `${texts.version[language]} ${plan.version} · ${plan.hash.slice(0, 12)}`, { fill: '#64748b' }),
  );
  stages.forEach(({ stage, from, to }, index) => {
    const fill = bands[index % bands.length] ?? '#e2e8f0';
    parts.push(
      `<rect x="${from}" y="${top - 34}" width="${Math.max(0, to - from)}" height="${bottom - top + 34}" fill="${fill}" opacity="0.55"/>`,
    );
    parts.push(stageText(from, to, top, wordOf('stages', stage, language)));
  });
  for (const day of dayTicks) {
    const x = xOf(day);
    parts.push(`<line x1="${x}" y1="${top}" x2="${x}" y2="${bottom}" stroke="#cbd5e1" stroke-width="1"/>`);
    parts.push(
      label(x, bottom + 18, day === 0 ? '0' : `${day > 0 ? '+' : ''}${day}`, {
        size: 11,
        anchor: 'middle',
        fill: '#475569',
      }),
    );
  }
  parts.push(
    `<line x1="${xOf(0)}" y1="${top - 34}" x2="${xOf(0)}" y2="${bottom + 6}" stroke="#dc2626" stroke-width="2"/>`,
  );
  parts.push(
    label(xOf(0), bottom + 34, texts.due[language], { size: 12, anchor: 'middle', fill: '#dc2626', weight: 600 }),
  );
  for (const { role, from, to } of lanes) {
    parts.push(`<line x1="24" y1="${to}" x2="${width - 24}" y2="${to}" stroke="#94a3b8" stroke-width="1"/>`);
    parts.push(label(24, (from + to) / 2 + 4, wordOf('roles', role, language), { size: 13, weight: 600 }));
  }
  for (const placed of layout.steps) parts.push(stepMarks(placed, language));
  parts.push(
    label((left + width - 24) / 2, bottom + 52, texts.days[language], { size: 11, anchor: 'middle', fill: '#64748b' }),
  );
  parts.push(legend(plan, height, language));
  const font = "font-family=\"'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', Arial, sans-serif\"";
  const frame = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${font}>\n${frame}\n${parts.join('\n')}\n</svg>\n`;
}

function legend(plan: Plan, height: number, language: Language): string {
  const used = [...new Set(plan.steps.map(({ channel }) => channel))];
  const y = height - 22;
  let x = 30;
  const parts = used.map((channel) => {
    const text = wordOf('channels', channel, language);
    const drawn = mark(channel, x, y - 4, true) + label(x + 12, y, text);
    x += 12 + text.length * (language === 'en' ? 8 : 13) + 22;
    return drawn;
  });
  return parts.join('') + label(x, y, texts.some[language], { fill: '#64748b' });
}
