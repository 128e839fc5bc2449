import type { Command } from 'commander';
import { outboxAnswer, taskAnswer } from '../../api/answers';
import type { OpenContext } from './context';
import { parseLimit, readList, shownInstant } from './lists';

interface ListOptions {
  json?: boolean;
  debtor?: string;
  channel?: string;
  kind?: string;
  full?: boolean;
  all?: boolean;
  limit: number;
}

function registerOutbox(program: Command, open: OpenContext): void {
  program
    .command('outbox')
    .description('list messages that did not leave this machine, newest first')
    .option('--debtor <number>', 'only messages to this debtor')
    .option('--channel <channel>', 'only messages on this channel')
    .option('--full', 'show the texts, too')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ListOptions) => {
      const { client, out } = open(options);
      const { debtor, channel, limit } = options;
      const { items, more } = await readList(client, '/v1/outbox', outboxAnswer, { limit, query: { debtor, channel } });
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('The outbox is empty.');
        if (options.full === true) {
          for (const item of items) {
            out.line(out.colors.bold(`${shownInstant(item.at, item.zone)}  ${item.channel} to ${item.recipient}`));
            out.line(`${item.subject ?? ''}\n\n${item.body}\n`);
          }
          return undefined;
        }
        const columns = ['When', 'Channel', 'Debtor', 'To', 'Covers', 'Subject', 'Why'].map((title) => ({ title }));
        const covers = (item: (typeof items)[number]) =>
          item.covers.map((part) => `${part.invoice} ${part.step}`).join(', ');
        return out.table(
          columns,
          items.map((item) => [
            shownInstant(item.at, item.zone),
            item.channel,
            item.debtorName,
            item.recipient,
            covers(item),
            item.subject ?? '–',
            item.why,
          ]),
        );
      });
    });
}

function registerTasks(program: Command, open: OpenContext): void {
  program
    .command('tasks')
    .description('list open tasks for people, with the reason for each')
    .option('--all', 'closed ones, too')
    .option('--kind <kind>', 'only tasks of this kind')
    .option('--debtor <number>', 'only tasks about this debtor')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ListOptions) => {
      const { client, out } = open(options);
      const { debtor, kind, limit } = options;
      const query = { debtor, kind, status: options.all === true ? undefined : 'open' };
      const { items, more } = await readList(client, '/v1/tasks', taskAnswer, { limit, query });
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('There are no such tasks.');
        const columns = ['Task', 'Kind', 'For', 'Invoice', 'Debtor', 'Until', 'Status', 'Why'].map((title) => ({
          title,
        }));
        return out.table(
          columns,
          items.map((item) => [
            item.id,
            item.kind,
            item.role,
            item.invoice ?? '–',
            item.debtorName,
            shownInstant(item.deadlineAt, item.zone),
            item.outcome ?? item.status,
            item.why ?? '–',
          ]),
        );
      });
    });
}

/** `dunwell outbox` and `dunwell tasks`. */
export function registerWork(program: Command, open: OpenContext): void {
  registerOutbox(program, open);
  registerTasks(program, open);
}
