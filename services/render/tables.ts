import type { InvoiceFacts, MessageFacts } from './facts';
import { cellMoney, dateText, rateText, totalText } from './formats';

/** What a template writes where a table belongs: alone in its paragraph. */
export const tableMarks = {
  invoiceTable: '⟦invoiceTable⟧',
  overdueTable: '⟦overdueTable⟧',
  interestTable: '⟦interestTable⟧',
} as const;

export type TableName = keyof typeof tableMarks;
export const tableNames = ['invoiceTable', 'overdueTable', 'interestTable'] as const satisfies readonly TableName[];

const marks: ReadonlySet<string> = new Set(Object.values(tableMarks));

/** Whether `text` is what stands for a table. */
export const isTableMark = (text: string): boolean => marks.has(text);

/** A table as it is set in a letter: texts only; columns marked `amount` stand on the right; the last row is the sum. */
export interface Table {
  readonly columns: readonly { readonly title: string; readonly amount: boolean }[];
  readonly rows: readonly (readonly string[])[];
  readonly total: { readonly label: string; readonly text: string };
}

type Language = 'zh' | 'en';
const languageOf = (language: string): Language => (language.startsWith('zh') ? 'zh' : 'en');

const words = {
  en: {
    invoice: 'Invoice',
    invoiceDate: 'Invoice date',
    dueDate: 'Due date',
    amount: 'Amount',
    open: 'Open',
    days: 'Days past due',
    rate: 'Rate',
    interest: 'Interest',
    total: 'Total open',
    interestTotal: 'Interest so far',
  },
  zh: {
    invoice: '发票号',
    invoiceDate: '开票日期',
    dueDate: '到期日',
    amount: '发票金额',
    open: '未付金额',
    days: '逾期天数',
    rate: '利率',
    interest: '利息',
    total: '未付合计',
    interestTotal: '截至本函日期的利息合计',
  },
} as const;

const plain = (title: string) => ({ title, amount: false });
const onTheRight = (title: string) => ({ title, amount: true });

/** The table `name` over the facts; null when there is nothing to put into it. */
export function tableOf(name: TableName, facts: MessageFacts, language: string): Table | null {
  const overdue = facts.invoices.filter(({ daysPastDue }) => daysPastDue > 0);
  if (name === 'interestTable') return interestTable(overdue, language);
  const isDemand = name === 'overdueTable';
  const invoices = isDemand ? overdue : facts.invoices;
  return invoices.length === 0 ? null : invoiceTable(invoices, isDemand, language);
}

/** Days past due are counted in demands only: a bill or a reconciliation has no word for them (S34). */
function invoiceTable(invoices: readonly InvoiceFacts[], isDemand: boolean, language: string): Table {
  const word = words[languageOf(language)];
  return {
    columns: [
      plain(word.invoice),
      plain(word.invoiceDate),
      plain(word.dueDate),
      onTheRight(word.amount),
      onTheRight(word.open),
      ...(isDemand ? [onTheRight(word.days)] : []),
    ],
    rows: invoices.map(({ number, invoiceDate, dueDate, amount, open, daysPastDue }) => [
      number,
      dateText(invoiceDate, language),
      dateText(dueDate, language),
      cellMoney(amount),
      cellMoney(open),
      ...(isDemand ? [String(daysPastDue)] : []),
    ]),
    total: {
      label: word.total,
      text: totalText(
        invoices.map(({ open }) => open),
        language,
      ),
    },
  };
}

/** Principal × rate × days, invoice by invoice, so that the debtor can do the sum (S87, S91). */
function interestTable(overdue: readonly InvoiceFacts[], language: string): Table | null {
  const claimed = overdue.flatMap(({ number, open, interest }) =>
    interest === null ? [] : [{ number, open, ...interest }],
  );
  if (claimed.length === 0) return null;
  const word = words[languageOf(language)];
  return {
    columns: [
      plain(word.invoice),
      onTheRight(word.open),
      onTheRight(word.rate),
      onTheRight(word.days),
      onTheRight(word.interest),
    ],
    rows: claimed.map(({ number, open, days, soFar, rates }) => [
      number,
      cellMoney(open),
      rates.map((rate) => rateText(rate, language)).join(' / '),
      String(days),
      cellMoney(soFar),
    ]),
    total: {
      label: word.interestTotal,
      text: totalText(
        claimed.map(({ soFar }) => soFar),
        language,
      ),
    },
  };
}

/** The table as lines of a plain text, one a row. */
export function tableText({ columns, rows, total }: Table, language: string): string {
  const [comma, colon] = languageOf(language) === 'zh' ? ['，', '：'] : [', ', ': '];
  const lines = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, index) => `${columns[index + 1]?.title ?? ''}${colon}${cell}`);
    return `- ${first}${colon}${cells.join(comma)}`;
  });
  return [...lines, `${total.label}${colon}${total.text}`].join('\n');
}
