import type { Money } from '../../domain/money';
import type { IsoDate } from '../../domain/time';
import { cellMoney, dateText, moneyText, sumsOf, totalText } from '../render/formats';
import { type Letter, letterWords } from '../render/letter';
import type { Table } from '../render/tables';

/** One open invoice of a statement. */
export interface StatementLine {
  readonly number: string;
  readonly invoiceDate: IsoDate;
  readonly dueDate: IsoDate;
  readonly amount: Money;
  readonly open: Money;
  readonly daysPastDue: number;
}

/** What a statement of account says: everything that is open on a date, and nothing else (S37, X29). */
export interface StatementFacts {
  readonly asOf: IsoDate;
  readonly reference: string;
  readonly creditor: Letter['sender'];
  readonly debtor: { readonly name: string; readonly address: string | null };
  readonly signer: Letter['signer'];
  readonly lines: readonly StatementLine[];
  /** Received and not yet allocated, per currency; zero is left out. */
  readonly onAccount: readonly Money[];
}

const words = {
  en: {
    title: 'Statement of account',
    open: 'Open',
    overdue: 'Of which past due',
    onAccount: 'Received, not yet allocated',
    columns: ['Invoice', 'Invoice date', 'Due date', 'Amount', 'Paid', 'Open', 'Days past due'],
    total: 'Total open',
    intro: (date: string) =>
      `Dear accounts team,\n\nTo help you reconcile your books, here is what our books show as open on ${date}:`,
    nothing: (date: string) => `Dear accounts team,\n\nOn ${date} our books show nothing open on your account.`,
    credit: (sum: string) =>
      `We have received ${sum} which we could not allocate yet; please tell us which invoices it is for.`,
    closing:
      'Could you please confirm that this agrees with your books, or tell us what differs? If a date does not suit you, let us look for an arrangement together.\n\nYours faithfully,',
  },
  zh: {
    title: '对账单',
    open: '未付合计',
    overdue: '其中已到期',
    onAccount: '已收款项，待核销',
    columns: ['发票号', '开票日期', '到期日', '发票金额', '已付金额', '未付金额', '逾期天数'],
    total: '未付合计',
    intro: (date: string) => `贵公司财务部：\n\n为方便贵公司核对账目，现将截至${date}我司账簿记载的未付款项列示如下：`,
    nothing: (date: string) => `贵公司财务部：\n\n截至${date}，我司账簿记载贵公司没有未付款项。`,
    credit: (sum: string) => `我司已收到${sum}，尚未对应到具体发票，烦请告知付款明细。`,
    closing:
      '烦请核对并确认是否与贵公司账面一致；如有差异，请告知我们。如果付款安排需要调整，我们可以一起商量。\n\n此致敬礼。',
  },
} as const;

/** The statement as a letter. Pure; consultative in tone, it demands nothing (S37). */
export function statementLetter(facts: StatementFacts, language: string): Letter {
  const word = language.startsWith('zh') ? words.zh : words.en;
  const { lines, onAccount, asOf, creditor, debtor, signer, reference } = facts;
  const date = dateText(asOf, language);
  const texts = (text: string) => text.split('\n\n').map((part) => ({ kind: 'text', text: part }) as const);
  const sums = (amounts: readonly Money[]) => sumsOf(amounts).map((sum) => moneyText(sum, language));
  const overdue = lines.filter(({ daysPastDue }) => daysPastDue > 0).map(({ open }) => open);
  const summary = [
    { label: word.open, values: sums(lines.map(({ open }) => open)) },
    { label: word.overdue, values: sums(overdue) },
    { label: word.onAccount, values: sums(onAccount) },
  ].filter(({ values }) => values.length > 0);
  return {
    language,
    sender: creditor,
    mark: letterWords(language).mark,
    addressee: { ...debtor, person: null },
    asOf,
    date,
    reference,
    title: word.title,
    summary,
    blocks: [
      ...texts(lines.length === 0 ? word.nothing(date) : word.intro(date)),
      ...(lines.length === 0 ? [] : [{ kind: 'table', table: tableOf(lines, language) } as const]),
      ...(onAccount.length === 0 ? [] : texts(word.credit(totalText(onAccount, language)))),
      ...texts(word.closing),
    ],
    signer,
  };
}

function tableOf(lines: readonly StatementLine[], language: string): Table {
  const word = language.startsWith('zh') ? words.zh : words.en;
  return {
    columns: word.columns.map((title, index) => ({ title, amount: index > 2 })),
    rows: lines.map(({ number, invoiceDate, dueDate, amount, open, daysPastDue }) => [
      number,
      dateText(invoiceDate, language),
      dateText(dueDate, language),
      cellMoney(amount),
      cellMoney({ ...amount, amountMinor: amount.amountMinor - open.amountMinor }),
      cellMoney(open),
      daysPastDue > 0 ? String(daysPastDue) : '–',
    ]),
    total: {
      label: word.total,
      text: totalText(
        lines.map(({ open }) => open),
        language,
      ),
    },
  };
}
