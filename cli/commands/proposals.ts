import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { commandAnswer } from '../../api/command-answers';
import { bulkAnswer, proposalAnswer } from '../../api/proposal-answers';
import type { OpenContext } from './context';
import { parseLimit, readList, shownInstant } from './lists';

interface ProposalOptions {
  json?: boolean;
  debtor?: string;
  state?: string;
  all?: boolean;
  limit: number;
  reason: string;
  subject?: string;
}

const path = (id: string) => `/v1/proposals/${encodeURIComponent(id)}`;

function registerList(proposals: Command, open: OpenContext): void {
  proposals
    .command('list', { isDefault: true })
    .description('list messages that wait for a person; with an id, show one in full')
    .argument('[proposal]', 'id of one proposal')
    .option('--all', 'decided and withdrawn ones, too')
    .option('--debtor <number>', 'only messages to this debtor')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string | undefined, options: ProposalOptions) => {
      const { client, out } = open(options);
      if (id !== undefined) {
        const found = await client.get(path(id), proposalAnswer);
        const { recipient, channel, debtorName, subject, text } = found;
        return out.result(found, () => {
          out.line(out.colors.bold(`${channel} to ${recipient.address ?? debtorName} (${recipient.role ?? 'debtor'})`));
          out.line(`${subject === null ? '' : `${subject}\n\n`}${text}`);
        });
      }
      const { debtor, limit, all } = options;
      const query = { debtor, state: all === true ? undefined : 'waiting' };
      const { items, more } = await readList(client, '/v1/proposals', proposalAnswer, { limit, query });
      return out.result({ items, more }, () => {
        if (items.length === 0) return out.line('No message waits.');
        const titles = ['Proposal', 'Since', 'Debtor', 'By', 'To', 'Covers', 'State'].map((title) => ({ title }));
        return out.table(
          titles,
          items.map((item) => [
            item.id,
            shownInstant(item.createdAt, item.zone),
            item.debtorName,
            item.channel,
            item.recipient.address ?? '–',
            item.covers.map(({ invoice, step }) => `${invoice} ${step}`).join(', '),
            item.why === null ? item.state : `${item.state}: ${item.why}`,
          ]),
        );
      });
    });
}

function registerEdit(proposals: Command, open: OpenContext): void {
  proposals
    .command('edit')
    .description('put the text of a file in place of the proposed one')
    .argument('<proposal>', 'id of the proposal')
    .argument('<file>', 'plain text in UTF-8')
    .option('--subject <text>', 'subject of an e-mail, title of a letter')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, file: string, options: ProposalOptions) => {
      const { client, out } = open(options);
      const body = { text: readFileSync(file, 'utf8'), subject: options.subject };
      const answer = await client.post(`${path(id)}/edit`, commandAnswer, body);
      out.result(answer, () => out.line('The message has the new text.'));
    });
}

function registerDecisions(proposals: Command, open: OpenContext): void {
  const decide = async (what: 'release' | 'reject', ids: string[], options: ProposalOptions) => {
    const { client, out } = open(options);
    const body = what === 'release' ? { ids } : { ids, reason: options.reason };
    const answer = await client.post(`/v1/proposals/${what}`, bulkAnswer, body);
    out.result(answer, () => {
      for (const { id, ok, problem, notBefore } of answer.results) {
        const when = notBefore === null ? '' : `, not before ${notBefore}`;
        out.line(
          ok ? `${id}: ${what === 'release' ? `released${when}` : 'rejected'}` : `${id}: ${problem ?? 'refused'}`,
        );
      }
    });
  };
  proposals
    .command('release')
    .description('release messages: each passes the gate again at its own instant')
    .argument('<proposals...>', 'ids')
    .option('--json', 'one JSON document on stdout')
    .action((ids: string[], options: ProposalOptions) => decide('release', ids, options));
  proposals
    .command('reject')
    .description('reject messages: their steps count as refused, the ladders go on')
    .argument('<proposals...>', 'ids')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'one JSON document on stdout')
    .action((ids: string[], options: ProposalOptions) => decide('reject', ids, options));
}

/** `dunwell proposals [list|edit|release|reject]`: messages that wait for a person. */
export function registerProposals(program: Command, open: OpenContext): void {
  const proposals = program.command('proposals').description('messages that wait for a person to release them');
  registerList(proposals, open);
  registerEdit(proposals, open);
  registerDecisions(proposals, open);
}
