import type { AccountLines } from './accounts';
import type { Block } from './letter';
import type { Table } from './tables';

// Mail programs drop style sheets and know few rules: everything stands in attributes of the elements themselves.
const page =
  "max-width:680px;margin:0 auto;padding:24px 20px;font:15px/1.6 -apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif;color:#1f2933";
const grid = 'border-collapse:collapse;width:100%;margin:16px 0;font-size:14px';
const head = 'padding:6px 8px;border-bottom:2px solid #1f3a5f;color:#1f3a5f;font-size:13px';
const cell = 'padding:7px 8px;border-bottom:1px solid #d9dee4';
const sum = 'padding:9px 8px;font-weight:bold';
const panel = 'margin:16px 0;padding:10px 14px;background:#f4f6f8;border-left:3px solid #1f3a5f';
const label = 'padding:2px 14px 2px 0;color:#52606d;white-space:nowrap;vertical-align:top';

/** An e-mail's body as HTML: texts are escaped and nothing in them is markup; links can be clicked (S191). Pure. */
export function htmlOf(blocks: readonly Block[], language: string): string {
  const parts = blocks.map((block) => blockHtml(block, language));
  return (
    `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"></head><body>\n<div style="${page}">\n${parts.join('\n')}\n</div>\n</body></html>\n`
  );
}

/** A person's words as blocks. */
export const paragraphsOf = (text: string): readonly Extract<Block, { kind: 'text' }>[] =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => ({ kind: 'text' as const, text: paragraph.trim() }))
    .filter((block) => block.text !== '');

function blockHtml(block: Block, language: string): string {
  if (block.kind === 'table') return tableHtml(block.table, language);
  return block.kind === 'accounts' ? accountsHtml(block.accounts) : textHtml(block.text);
}

/** A paragraph; lines that begin with a dash are a list. */
function textHtml(text: string): string {
  const lines = text.split('\n');
  const items = lines.flatMap((line) => (line.startsWith('- ') ? [line.slice(2)] : []));
  if (items.length > 0 && items.length === lines.length)
    return `<ul>\n${items.map((item) => `<li>${inline(item)}</li>`).join('\n')}\n</ul>`;
  return `<p>${lines.map(inline).join('<br>\n')}</p>`;
}

function tableHtml({ columns, rows, total }: Table, language: string): string {
  const side = (index: number) => (columns[index]?.amount === true ? 'right' : 'left');
  const heads = columns.map(({ title }, index) => `<th align="${side(index)}" style="${head}">${escaped(title)}</th>`);
  const lines = rows.map((row) =>
    row.map((text, index) => `<td align="${side(index)}" style="${cell}">${escaped(text)}</td>`).join(''),
  );
  const text = `${total.label}${language.startsWith('zh') ? '：' : ': '}${total.text}`;
  const last = `<td colspan="${columns.length}" align="right" style="${sum}">${escaped(text)}</td>`;
  return `<table style="${grid}">\n<tr>${heads.join('')}</tr>\n${[...lines, last].map((line) => `<tr>${line}</tr>`).join('\n')}\n</table>`;
}

function accountsHtml(accounts: readonly AccountLines[]): string {
  const rows = accounts.flatMap((lines) =>
    lines.map(
      (line) => `<tr><td style="${label}">${escaped(line.label)}</td><td><b>${escaped(line.value)}</b></td></tr>`,
    ),
  );
  return `<div style="${panel}"><table>\n${rows.join('\n')}\n</table></div>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in which no character is markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

const inline = (text: string): string =>
  // A link that can be clicked (S191); what ends a sentence is not part of it.
  escaped(text.trim()).replace(
    /https?:\/\/(?:[^\s&]|&amp;)*[^\s&.,;:!?)，。；：！？）]/g,
    (link) => `<a href="${link}">${link}</a>`,
  );
