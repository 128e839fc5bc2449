import type { SimContact, SimOutcome, SimResult, SimTask } from './book';

/** What came of a whole book: endings by invoice, rows in their one order. */
export interface BookResult {
  readonly outcomes: ReadonlyMap<string, SimOutcome>;
  readonly contacts: readonly SimContact[];
  readonly tasks: readonly SimTask[];
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Row {
  readonly at: string;
  readonly invoice: string;
  readonly step: string;
  readonly occurrence: number;
}

/** By instant, then invoice by code unit, then step: the same rows are always in the same order. */
const inOrder = (a: Row, b: Row): number =>
  byText(a.at, b.at) || byText(a.invoice, b.invoice) || byText(a.step, b.step) || a.occurrence - b.occurrence;

/** Puts the results of debtors together. */
export function bookResultOf(results: Iterable<SimResult>): BookResult {
  const outcomes = new Map<string, SimOutcome>();
  const contacts: SimContact[] = [];
  const tasks: SimTask[] = [];
  for (const result of results) {
    for (const [invoice, outcome] of result.outcomes) outcomes.set(invoice, outcome);
    for (const contact of result.contacts) contacts.push(contact);
    for (const task of result.tasks) tasks.push(task);
  }
  return { outcomes, contacts: contacts.sort(inOrder), tasks: tasks.sort(inOrder) };
}

/** Something that one of two results has and the other has not, or has otherwise. */
export interface Difference {
  readonly what: 'ending' | 'contact' | 'task';
  readonly invoice: string;
  readonly step: string;
  readonly left: string | null;
  readonly right: string | null;
}

function rowTexts(rows: readonly (SimContact | SimTask)[]): Map<string, { row: SimContact | SimTask; text: string }> {
  const texts = new Map<string, { row: SimContact | SimTask; text: string }>();
  for (const row of rows) {
    const kind = 'kind' in row ? row.kind : '';
    const text = [row.day, row.at, 'channel' in row ? row.channel : row.role, row.outcome].join(' ');
    texts.set(`${row.invoice}/${row.step}/${row.occurrence}/${kind}`, { row, text });
  }
  return texts;
}

function rowDifferences(
  what: 'contact' | 'task',
  left: readonly (SimContact | SimTask)[],
  right: readonly (SimContact | SimTask)[],
): Difference[] {
  const [inLeft, inRight] = [rowTexts(left), rowTexts(right)];
  const differences: Difference[] = [];
  for (const key of new Set([...inLeft.keys(), ...inRight.keys()])) {
    const [a, b] = [inLeft.get(key), inRight.get(key)];
    const row = a?.row ?? b?.row;
    if (a?.text === b?.text || row === undefined) continue;
    const { invoice, step } = row;
    differences.push({ what, invoice, step, left: a?.text ?? null, right: b?.text ?? null });
  }
  return differences;
}

/** Everything in which two results for the same book differ: endings, contacts, tasks. Empty when they are the same. */
export function differencesOf(left: BookResult, right: BookResult): Difference[] {
  const endings = [...new Set([...left.outcomes.keys(), ...right.outcomes.keys()])].flatMap((invoice): Difference[] => {
    const [a, b] = [left.outcomes.get(invoice) ?? null, right.outcomes.get(invoice) ?? null];
    return a === b ? [] : [{ what: 'ending', invoice, step: '', left: a, right: b }];
  });
  return [
    ...endings,
    ...rowDifferences('contact', left.contacts, right.contacts),
    ...rowDifferences('task', left.tasks, right.tasks),
  ];
}
