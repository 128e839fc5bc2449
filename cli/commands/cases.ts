import type { Command } from 'commander';
import type { z } from 'zod';
import { caseAnswer, timelineAnswer } from '../../api/answers';
import type { Output } from '../output';
import type { OpenContext } from './context';
import { parseLimit, readList, shownInstant } from './lists';

type CaseAnswer = z.infer<typeof caseAnswer>;

interface CasesOptions {
  json?: boolean;
  status?: string;
  stage?: string;
  debtor?: string;
  dueBefore?: string;
  channel?: string;
  sort: string;
  order: string;
  limit: number;
}

const nextText = ({ next, outcome, status }: CaseAnswer): string => {
  if (outcome !== null) return `ended: ${outcome}`;
  if (next.step === null) return status;
  return `${next.step}${next.channel === null ? '' : ` by ${next.channel}`}`;
};

function casesTable(out: Output, items: readonly CaseAnswer[]): void {
  const columns = [
    { title: 'Invoice' },
    { title: 'Debtor' },
    { title: 'Due' },
    { title: 'Open', amount: true },
    { title: '' },
    { title: 'Stage' },
    { title: 'Next' },
    { title: 'When' },
    { title: 'Why' },
  ];
  const rows = items.map((item) => [
    item.invoice,
    item.debtorName,
    item.dueDate,
    item.open,
    item.currency,
    item.stage ?? '–',
    nextText(item),
    shownInstant(item.next.at, item.zone),
    item.next.why ?? '–',
  ]);
  out.table(columns, rows);
}

function registerList(program: Command, open: OpenContext): void {
  program
    .command('cases')
    .description('list collection cases: what comes next, when, through what, and why')
    .option('--status <status>', 'only cases in this status')
    .option('--stage <stage>', 'only cases in this stage')
    .option('--debtor <number>', 'only cases of this debtor')
    .option('--due-before <date>', 'only invoices due before this date (YYYY-MM-DD)')
    .option('--channel <channel>', 'only cases whose next step goes through this channel')
    .option('--sort <by>', 'next, due or created', 'next')
    .option('--order <direction>', 'asc or desc', 'asc')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: CasesOptions) => {
      const { client, out } = open(options);
      const { status, stage, debtor, dueBefore, channel, sort, order, limit } = options;
      const query = { status, stage, debtor, dueBefore, channel, sort, order };
      const { items, more } = await readList(client, '/v1/cases', caseAnswer, { limit, query });
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('There are no such cases.');
        casesTable(out, items);
        return out.line(more ? `The first ${items.length}; more with --limit.` : `${items.length} cases.`);
      });
    });
}

function caseText(out: Output, item: CaseAnswer, entries: z.infer<typeof timelineAnswer>['entries']): void {
  const { next } = item;
  out.line(out.colors.bold(`Invoice ${item.invoice} of ${item.debtorName} (${item.debtor})`));
  out.line(`  open    ${item.open} of ${item.amount} ${item.currency}, due ${item.dueDate}`);
  out.line(`  status  ${item.status}${item.stage === null ? '' : `, stage ${item.stage}`}`);
  out.line(`  next    ${nextText(item)}${next.at === null ? '' : ` at ${shownInstant(next.at, item.zone)}`}`);
  if (next.why !== null && item.outcome === null) out.line(`  because ${next.why}`);
  out.line();
  out.table(
    [{ title: 'When' }, { title: 'What' }],
    entries.map((entry) => [shownInstant(entry.at, item.zone), entry.text]),
  );
}

function registerOne(program: Command, open: OpenContext): void {
  program
    .command('case')
    .description('show one case and everything that happened to it')
    .argument('<id>', 'invoice number, invoice id or case id')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: { json?: boolean }) => {
      const { client, out } = open(options);
      const path = `/v1/cases/${encodeURIComponent(id)}`;
      const found = await client.get(path, caseAnswer);
      const { entries } = await client.get(`${path}/timeline`, timelineAnswer);
      out.result({ ...found, timeline: entries }, () => caseText(out, found, entries));
    });
}

/** `dunwell cases` and `dunwell case <id>`. */
export function registerCases(program: Command, open: OpenContext): void {
  registerList(program, open);
  registerOne(program, open);
}
