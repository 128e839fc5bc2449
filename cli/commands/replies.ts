import type { Command } from 'commander';
import { commandAnswer } from '../../api/command-answers';
import { parkedAnswer, redriveAnswer, replyAnswer, replyTextAnswer } from '../../api/reply-answers';
import { meanings } from '../../domain/replies/keywords';
import type { OpenContext } from './context';
import { parseLimit, readList, shownInstant } from './lists';

interface ReplyOptions {
  json?: boolean;
  debtor?: string;
  all?: boolean;
  limit: number;
  note?: string;
}

const path = (id: string) => `/v1/replies/${encodeURIComponent(id)}`;

function registerList(program: Command, open: OpenContext): void {
  program
    .command('replies')
    .description('list replies of debtors that nobody has classified; with an id, show its words')
    .argument('[reply]', 'id of one reply')
    .option('--all', 'classified ones, too')
    .option('--debtor <number>', 'only replies of this debtor')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string | undefined, options: ReplyOptions) => {
      const { client, out } = open(options);
      if (id !== undefined) {
        const reply = await client.get(path(id), replyTextAnswer);
        return out.result(reply, () => out.line(`${reply.debtorName} by ${reply.channel}:\n\n${reply.text}`));
      }
      const { debtor, limit, all } = options;
      const query = { debtor, unread: all === true ? undefined : 'true' };
      const { items, more } = await readList(client, '/v1/replies', replyAnswer, { limit, query });
      return out.result({ items, more }, () => {
        if (items.length === 0) return out.line('No reply waits.');
        const titles = ['Received', 'Debtor', 'Invoice', 'By', 'Seems to say', 'Means', 'Pauses until', 'Id'];
        return out.table(
          titles.map((title) => ({ title })),
          items.map((item) => [
            shownInstant(item.receivedAt, item.zone),
            item.debtorName,
            item.invoice ?? '–',
            item.channel,
            item.suggestions.join(', ') || '–',
            item.meaning ?? '–',
            shownInstant(item.pausedUntil, item.zone),
            item.id,
          ]),
        );
      });
    });
}

function registerClassify(program: Command, open: OpenContext): void {
  program
    .command('classify')
    .description('say what a reply means; automatic messages to the debtor go on')
    .argument('<reply>', 'id of the reply')
    .argument('<meaning>', meanings.join(', '))
    .option('--note <text>', 'what was understood')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, meaning: string, options: ReplyOptions) => {
      const { client, out } = open(options);
      const body = { meaning, note: options.note };
      const answer = await client.post(`${path(id)}/classify`, commandAnswer, body);
      out.result(answer, () => out.line(`The reply is classified as ${meaning}.`));
    });
}

function registerWebhooks(program: Command, open: OpenContext): void {
  const webhooks = program.command('webhooks').description('webhooks of providers that fit nothing');
  webhooks
    .command('parked')
    .description('list them, newest first, with the reason')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ReplyOptions) => {
      const { client, out } = open(options);
      const { items, more } = await readList(client, '/v1/webhooks/parked', parkedAnswer, { limit: options.limit });
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('No webhook is parked.');
        const rows = items.map((item) => [item.receivedAt, item.provider, item.kind, item.reason, item.id]);
        return out.table(
          ['Received (UTC)', 'Provider', 'Kind', 'Reason', 'Id'].map((title) => ({ title })),
          rows,
        );
      });
    });
  webhooks
    .command('redrive')
    .description('try all of them again, after what they lacked has been added')
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ReplyOptions) => {
      const { client, out } = open(options);
      const answer = await client.post('/v1/webhooks/redrive', redriveAnswer, {});
      out.result(answer, () => out.line(`${answer.applied} were applied, ${answer.parked} still fit nothing.`));
    });
}

function registerResolve(program: Command, open: OpenContext): void {
  program
    .command('resolve')
    .description('say whether a message left of which nobody knew: it is never sent again by itself')
    .argument('<task>', 'id of the task resolveUnknownSend')
    .argument('<outcome>', 'sent, or failed: it definitely did not leave')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, outcome: string, options: ReplyOptions) => {
      const { client, out } = open(options);
      const answer = await client.post(`/v1/tasks/${encodeURIComponent(id)}/resolve`, commandAnswer, { outcome });
      out.result(answer, () => out.line(`The message is recorded as ${outcome}.`));
    });
}

/** `dunwell replies`, `classify`, `resolve`, `webhooks parked`, `webhooks redrive`: what comes back from debtors and providers. */
export function registerReplies(program: Command, open: OpenContext): void {
  registerList(program, open);
  registerClassify(program, open);
  registerResolve(program, open);
  registerWebhooks(program, open);
}
