import { Liquid } from 'liquidjs';
import type { Channel } from '../../domain/channels';
import { DomainError } from '../../domain/errors';
import { type TemplateSet, formatOf, templateKey } from '../../domain/policy/templates';
import type { InvoiceFacts, MessageFacts } from './facts';
import { dateText, listText, moneyText } from './formats';

/** What goes out: e-mails have a subject and both a text and an HTML body, everything else has a text. */
export interface RenderedMessage {
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
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

/** A value as one line of text: no line break can add a mail header or break out of a list. Nothing may be left empty. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line === '') throw new Error(`a variable is ${value === '' ? 'empty' : `no text but ${typeof value}`}`);
  return line;
}

/**
 * Renders one message for one channel in one language. A pure function of its request. E-mail templates begin with a line
 * `Subject: …` and an empty line; their HTML body is the escaped text.
 * @throws DomainError when there is no such template, or it uses a variable that the facts do not have.
 */
export function renderMessage({ templates, template, channel, language, facts }: RenderRequest): RenderedMessage {
  const format = formatOf(channel);
  if (format === null) throw new DomainError('noMessageOnChannel', `Nothing is written on channel ${channel}`);
  const key = templateKey(template, language, format);
  const source = Object.hasOwn(templates, key) ? templates[key] : undefined;
  if (source === undefined) throw new DomainError('noTemplate', `There is no template ${key}.liquid in the policy`);
  if (facts.invoices.length === 0) throw new DomainError('noInvoices', `Message ${key} needs at least one invoice`);
  const text = render(key, source, viewOf(facts, language));
  return format === 'email' ? splitEmail(key, text) : { text };
}

function render(key: string, source: string, view: Readonly<Record<string, unknown>>): string {
  try {
    const rendered: unknown = engine.parseAndRenderSync(source, view);
    return String(rendered).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError('badTemplate', `Template ${key}.liquid cannot be rendered: ${reason}`);
  }
}

function splitEmail(key: string, message: string): RenderedMessage {
  const match = /^Subject: (.+)\n\n([^]+)$/.exec(message);
  const [, subject, text] = match ?? [];
  if (subject === undefined || text === undefined) {
    throw new DomainError('badTemplate', `Template ${key}.liquid must begin with "Subject: …" and an empty line`);
  }
  return { subject: subject.trim(), text, html: htmlOf(text) };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function htmlOf(text: string): string {
  const escaped = text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
  const paragraphs = escaped.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.trim().replace(/\n/g, '<br>\n')}</p>`);
  return `<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n${paragraphs.join('\n')}\n</body></html>\n`;
}

function viewOf(facts: MessageFacts, language: string): Readonly<Record<string, unknown>> {
  const overdue = facts.invoices.filter(({ daysPastDue }) => daysPastDue > 0);
  const upcoming = facts.invoices.filter(({ daysPastDue }) => daysPastDue <= 0);
  const invoiceView = ({ number, amount, open, dueDate, daysPastDue }: InvoiceFacts) => ({
    number,
    amount: moneyText(amount, language),
    open: moneyText(open, language),
    dueDate: dateText(dueDate, language),
    daysPastDue,
  });
  return {
    asOf: dateText(facts.asOf, language),
    creditor: facts.creditor.name,
    debtor: facts.debtor.name,
    // Always there, so that a template can ask whether the addressee is known by name.
    person: facts.person?.name ?? null,
    invoices: facts.invoices.map(invoiceView),
    invoiceCount: facts.invoices.length,
    total: totalText(facts.invoices, language),
    overdue: overdue.map(invoiceView),
    overdueCount: overdue.length,
    overdueTotal: totalText(overdue, language),
    upcoming: upcoming.map(invoiceView),
    upcomingCount: upcoming.length,
    signer: facts.signer,
    ...(facts.payBy === null ? {} : { payBy: dateText(facts.payBy, language) }),
    ...(facts.announcedLegalDate === null ? {} : { announcedDate: dateText(facts.announcedLegalDate, language) }),
  };
}

/** Open sums per currency, in the order in which the currencies appear; never added across currencies. */
function totalText(invoices: readonly InvoiceFacts[], language: string): string {
  const sums = new Map<string, number>();
  for (const { open } of invoices) sums.set(open.currency, (sums.get(open.currency) ?? 0) + open.amountMinor);
  const texts = [...sums].map(([currency, amountMinor]) => moneyText({ amountMinor, currency }, language));
  return listText(texts, language);
}
