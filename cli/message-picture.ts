import type { z } from 'zod';
import type { messagePreviewAnswer } from '../api/message-preview-answer';
import { escaped } from '../services/render/html';
import { CliError } from './http';

type Preview = z.infer<typeof messagePreviewAnswer>;

const style = `
  body { margin: 0; background: #e9edf1; color: #1f2933; font: 15px/1.6 -apple-system, 'Segoe UI', Roboto, 'PingFang SC',
    'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif; }
  .sheet { max-width: 760px; margin: 32px auto; background: #fff; border-radius: 8px; box-shadow: 0 1px 4px #0003; overflow: hidden; }
  .head { padding: 18px 24px; border-bottom: 1px solid #d9dee4; }
  .head h1 { margin: 0 0 8px; font-size: 19px; line-height: 1.4; }
  .head div, .note { color: #52606d; font-size: 13px; overflow-wrap: anywhere; }
  .script { padding: 16px 24px; white-space: pre-line; overflow-wrap: anywhere; }
  .phone { width: 360px; margin: 32px auto; padding: 16px 14px 22px; background: #fff; border: 10px solid #2b2f36; border-radius: 36px; }
  .phone h1 { margin: 0 0 18px; padding-bottom: 12px; border-bottom: 1px solid #d9dee4; font-size: 15px; text-align: center; }
  .bubble { max-width: 290px; padding: 10px 14px; background: #e5e5ea; border-radius: 18px 18px 18px 4px; white-space: pre-line; overflow-wrap: anywhere; }
  .note { margin-top: 10px; }
`;

const page = (language: string, body: string): string =>
  `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<style>${style}</style></head><body>\n${body}\n</body></html>\n`;

/**
 * A message as the addressee sees it, as one HTML page: an e-mail under its heads, a short message on a phone with its segments,
 * a script for who calls. Pure. @throws CliError for a letter, which is a document of its own
 */
export function messagePicture(shown: Preview): string {
  const { format, language, step } = shown;
  if (format === 'letter') throw new CliError(`Step ${step} writes a letter: write it to a file with --pdf <file>.`);
  if (format === 'email') return page(language, emailOf(shown));
  if (format === 'script') return page(language, scriptOf(shown));
  return page(language, phoneOf(shown));
}

function emailOf({ sender, recipient, subject, html, text, attach }: Preview): string {
  const name = recipient.name === null ? '' : `${escaped(recipient.name)} `;
  const to = `${name}&lt;${escaped(recipient.address ?? 'no usable address')}&gt;`;
  const documents = attach.length === 0 ? '' : `<div>📎 ${escaped(attach.join(', '))}</div>`;
  // Our own renderer writes the element without attributes.
  const body = /<body>([^]*)<\/body>/.exec(html ?? '')?.[1] ?? `<div class="script">${escaped(text)}</div>`;
  return (
    `<div class="sheet"><div class="head"><h1>${escaped(subject ?? '')}</h1>` +
    `<div>${escaped(sender)} → ${to}</div>${documents}</div>${body}</div>`
  );
}

const scriptOf = ({ step, recipient, text }: Preview): string =>
  `<div class="sheet"><div class="head"><h1>${escaped(step)}</h1><div>${escaped(recipient.name ?? recipient.role)}</div></div>` +
  `<div class="script">${escaped(text)}</div></div>`;

function phoneOf({ sender, text, sms }: Preview): string {
  const segments =
    sms === null
      ? ''
      : `<div class="note">${sms.segments} × SMS · ${sms.units} characters · ${escaped(sms.encoding)} · ≈ ${escaped(sms.cost.amount)} ${escaped(sms.cost.currency)}</div>`;
  return `<div class="phone"><h1>${escaped(sender)}</h1><div class="bubble">${escaped(text)}</div>${segments}</div>`;
}
