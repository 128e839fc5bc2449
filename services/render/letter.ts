import { DomainError } from '../../domain/errors';
import type { Money } from '../../domain/money';
import type { IsoDate } from '../../domain/time';
import { type AccountLines, ACCOUNTS_MARK, accountLines, accountsText } from './accounts';
import type { MessageFacts } from './facts';
import { dateText, moneyText, sumsOf } from './formats';
import { type Table, type TableName, tableMarks, tableNames, tableOf, tableText } from './tables';

/** A paragraph, or a table or the accounts to pay to in its place. */
export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'accounts'; readonly accounts: readonly AccountLines[] };

/** A letter as its layout sets it: all texts in its language. */
export interface Letter {
  readonly language: string;
  readonly sender: { readonly name: string; readonly email: string | null; readonly phone: string | null };
  /** Said on every copy without a seal of its own: a picture of a seal is none (decisions 4.8). */
  readonly mark: string;
  readonly addressee: { readonly name: string; readonly person: string | null; readonly address: string | null };
  /** The date of the letter, and as it stands on it. */
  readonly asOf: IsoDate;
  readonly date: string;
  readonly reference: string;
  readonly title: string;
  /** What a hurried reader must see: label and values, one a currency. */
  readonly summary: readonly { readonly label: string; readonly values: readonly string[] }[];
  readonly blocks: readonly Block[];
  readonly signer: { readonly name: string; readonly title: string };
}

const words = {
  en: { mark: 'Unsealed copy', to: 'To', attention: 'Attention', date: 'Date', reference: 'Our reference' },
  zh: { mark: '未用印副本', to: '致', attention: '收件人', date: '日期', reference: '函件编号' },
} as const;

const summaryWords = {
  en: { overdue: 'Overdue', interest: 'Interest so far', payBy: 'Please pay by' },
  zh: { overdue: '逾期款项', interest: '截至目前利息', payBy: '请付款至' },
} as const;

/** The labels of a letter in its language. */
export const letterWords = (language: string) => (language.startsWith('zh') ? words.zh : words.en);

/** Puts tables into the place of their marks; every mark stands alone in its paragraph. @throws DomainError otherwise, or without rows */
export function blocksOf(text: string, facts: MessageFacts, language: string): readonly Block[] {
  return text.split(/\n{2,}/).flatMap((paragraph): Block[] => {
    if (paragraph.includes(ACCOUNTS_MARK)) return [accountsBlock(paragraph, facts, language)];
    const name = markIn(paragraph);
    if (name === null) return [{ kind: 'text', text: paragraph.trim() }];
    const table = tableOf(name, facts, language);
    if (table === null) throw new DomainError('badTemplate', `{{ ${name} }} is empty: there is nothing to list`);
    return [{ kind: 'table', table }];
  });
}

function accountsBlock(paragraph: string, facts: MessageFacts, language: string): Block {
  mustStandAlone('bankDetails', ACCOUNTS_MARK, paragraph);
  return { kind: 'accounts', accounts: accountLines(facts, language) };
}

function markIn(paragraph: string): TableName | null {
  const name = tableNames.find((each) => paragraph.includes(tableMarks[each]));
  if (name === undefined) return null;
  mustStandAlone(name, tableMarks[name], paragraph);
  return name;
}

function mustStandAlone(name: string, mark: string, paragraph: string): void {
  if (paragraph.trim() === mark) return;
  throw new DomainError('badTemplate', `{{ ${name} }} must stand alone between empty lines, found ${paragraph.trim()}`);
}

/** A text with its tables as lists. */
export const blocksText = (blocks: readonly Block[], language: string): string =>
  blocks.map((block) => blockText(block, language)).join('\n\n');

function blockText(block: Block, language: string): string {
  if (block.kind === 'text') return block.text;
  return block.kind === 'table' ? tableText(block.table, language) : accountsText(block.accounts, language);
}

/** The letter around a rendered template: everything but title and text comes from the facts (S216). */
export function letterOf(title: string, blocks: readonly Block[], facts: MessageFacts, language: string): Letter {
  const { creditor, debtor, person, signer, reference } = facts;
  return {
    language,
    sender: { name: creditor.name, email: creditor.email, phone: creditor.phone },
    mark: letterWords(language).mark,
    addressee: { name: debtor.name, person: person?.name ?? null, address: debtor.address },
    asOf: facts.asOf,
    date: dateText(facts.asOf, language),
    reference,
    title,
    summary: summaryOf(facts, language),
    blocks,
    signer: { name: signer.name, title: signer.title },
  };
}

function summaryOf({ invoices, payBy }: MessageFacts, language: string): Letter['summary'] {
  const word = language.startsWith('zh') ? summaryWords.zh : summaryWords.en;
  const overdue = invoices.filter(({ daysPastDue }) => daysPastDue > 0);
  if (overdue.length === 0) return [];
  const claimed = overdue.flatMap(({ interest }) => (interest === null ? [] : [interest.soFar]));
  const sums = (amounts: readonly Money[]) => sumsOf(amounts).map((sum) => moneyText(sum, language));
  return [
    { label: word.overdue, values: sums(overdue.map(({ open }) => open)) },
    ...(claimed.length === 0 ? [] : [{ label: word.interest, values: sums(claimed) }]),
    ...(payBy === null ? [] : [{ label: word.payBy, values: [dateText(payBy, language)] }]),
  ];
}

/** The letter as plain text, for the outbox and whoever cannot see the document. */
export function letterText(letter: Letter): string {
  const { language, sender, mark, addressee, date, reference, title, signer } = letter;
  const word = letterWords(language);
  const colon = language.startsWith('zh') ? '：' : ': ';
  const head = [
    `${word.to}${colon}${addressee.name}`,
    ...(addressee.person === null ? [] : [`${word.attention}${colon}${addressee.person}`]),
    ...(addressee.address === null ? [] : [addressee.address]),
    `${word.date}${colon}${date}`,
    `${word.reference}${colon}${reference}`,
  ];
  const signature = [`${signer.title} ${signer.name}`, sender.name].join('\n');
  const body = blocksText(letter.blocks, language);
  return [sender.name, mark, head.join('\n'), title, body, signature].join('\n\n');
}
