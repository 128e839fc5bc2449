import { Liquid, type Template } from 'liquidjs';
import type { Channel } from '../../domain/channels';
import { DomainError } from '../../domain/errors';
import { formatOf } from '../../domain/message-format';
import { type TemplateSet, templateKey } from '../../domain/policy/templates';
import { ACCOUNTS_MARK } from './accounts';
import type { MessageFacts } from './facts';
import { htmlOf } from './html';
import { type Letter, blocksOf, blocksText, letterOf, letterText } from './letter';
import { isTableMark } from './tables';
import { viewOf } from './view';

/**
 * What goes out: e-mails have a subject and both a text and an HTML body; letters have their parts, from which the document
 * is made, and a text for whoever cannot see it; everything else has a text.
 */
export interface RenderedMessage {
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly letter?: Letter;
}

export interface RenderRequest {
  readonly templates: TemplateSet;
  readonly template: string;
  readonly channel: Channel;
  readonly language: string;
  readonly facts: MessageFacts;
}

// People edit templates: nothing outside the facts can be read, and no text can take the process with it. A letter has
// some thousand characters and renders in a millisecond; the limits leave a hundredfold.
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  outputEscape: valueText,
  templates: {},
  parseLimit: 100_000,
  renderLimit: 5_000,
  memoryLimit: 10_000_000,
});

/** A value as one line of text: no line break can add a mail header, no mark a table. Nothing may be left empty. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const line =
    isTableMark(text) || text === ACCOUNTS_MARK ? text : text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s⟦⟧]+/gu, ' ').trim();
  if (line === '') throw new Error(`a variable is ${value === '' ? 'empty' : `no text but ${typeof value}`}`);
  return line;
}

/**
 * Renders one message for one channel in one language. A pure function of its request. Templates of e-mails and letters begin
 * with a line `Subject: …` and an empty line. The HTML body of an e-mail has its escaped text and its tables; sender, addressee, reference,
 * date, summary and signature of a letter come from the layout, its template has salutation, text and closing only.
 * @throws DomainError when there is no such template, or it uses a variable that the facts do not have.
 */
export function renderMessage({ templates, template, channel, language, facts }: RenderRequest): RenderedMessage {
  const format = formatOf(channel);
  if (format === null) throw new DomainError('noMessageOnChannel', `Nothing is written on channel ${channel}`);
  const key = templateKey(template, language, format);
  const source = Object.hasOwn(templates, key) ? templates[key] : undefined;
  if (source === undefined) throw new DomainError('noTemplate', `There is no template ${key}.liquid in the policy`);
  if (facts.invoices.length === 0) throw new DomainError('noInvoices', `Message ${key} needs at least one invoice`);
  const text = render(templates, key, source, viewOf(facts, language));
  if (format === 'sms' || format === 'script') return { text: withTables(text, facts, language) };
  const { subject, body } = splitSubject(key, text);
  if (format === 'letter') {
    const letter = letterOf(subject, blocksOf(body, facts, language), facts, language);
    return { subject, text: letterText(letter), letter };
  }
  const blocks = blocksOf(body, facts, language);
  return { subject, text: blocksText(blocks, language), html: htmlOf(blocks, language) };
}

/** What a template of `language` would say for one of its variables, as one line of text. @throws DomainError when it has none */
export const variableText =
  (facts: MessageFacts, language: string) =>
  (variable: string): string => {
    const view = viewOf(facts, language);
    try {
      return valueText(Object.hasOwn(view, variable) ? view[variable] : undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DomainError('badTemplate', `The variable ${variable} of a WhatsApp template: ${reason}`);
    }
  };

const withTables = (text: string, facts: MessageFacts, language: string): string =>
  blocksText(blocksOf(text, facts, language), language);

// A set of templates never changes, and lives as long as its policy is used; to parse one takes as long as to render it.
const parsedTemplates = new WeakMap<TemplateSet, Map<string, Template[]>>();

function parsed(templates: TemplateSet, key: string, source: string): Template[] {
  const known = parsedTemplates.get(templates) ?? new Map<string, Template[]>();
  parsedTemplates.set(templates, known);
  const template = known.get(key) ?? engine.parse(source);
  known.set(key, template);
  return template;
}

function render(templates: TemplateSet, key: string, source: string, view: Readonly<Record<string, unknown>>): string {
  try {
    const rendered: unknown = engine.renderSync(parsed(templates, key, source), view);
    // An empty line stands between paragraphs, however many the conditions of a template leave.
    return String(rendered)
      .trim()
      .replace(/\n{3,}/g, '\n\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError('badTemplate', `Template ${key}.liquid cannot be rendered: ${reason}`);
  }
}

function splitSubject(key: string, message: string): { readonly subject: string; readonly body: string } {
  const match = /^Subject: (.+)\n\n([^]+)$/.exec(message);
  const [, subject, body] = match ?? [];
  if (subject === undefined || body === undefined) {
    throw new DomainError('badTemplate', `Template ${key}.liquid must begin with "Subject: …" and an empty line`);
  }
  return { subject: subject.trim(), body };
}
