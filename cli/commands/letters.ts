import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { commandAnswer } from '../../api/command-answers';
import { letterAnswer } from '../../api/letter-answers';
import type { OpenContext } from './context';
import { parseLimit, readList } from './lists';

type Letter = z.infer<typeof letterAnswer>;

interface ListOptions {
  json?: boolean;
  waiting?: boolean;
  pdf?: string;
  limit: number;
}

interface JourneyOptions {
  json?: boolean;
  number: string;
  carrier?: string;
  remark?: string;
  on: string;
  signedBy?: string;
}

const letterPath = (id: string, rest: string) => `/v1/letters/${encodeURIComponent(id)}/${rest}`;

/** Where a letter is, in words. */
function journeyOf({ handedOverOn, deliveredOn, returnedOn }: Letter): string {
  if (returnedOn !== null) return `returned on ${returnedOn}`;
  if (deliveredOn !== null) return `delivered on ${deliveredOn}`;
  return handedOverOn === null ? 'waits to be posted' : `handed over on ${handedOverOn}`;
}

function registerList(letters: Command, open: OpenContext): void {
  letters
    .command('list', { isDefault: true })
    .description('list letters and their journeys, newest first')
    .option('--waiting', 'only those that nobody has posted yet')
    .option('--pdf <folder>', 'write each of them to this folder, to be printed')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: ListOptions) => {
      const { client, out } = open(options);
      const { waiting, limit, pdf } = options;
      const { items, more } = await readList(client, '/v1/letters', letterAnswer, {
        limit,
        query: { waiting: waiting === true ? 'true' : undefined },
      });
      if (pdf !== undefined) {
        mkdirSync(pdf, { recursive: true });
        for (const { id, documentId } of items)
          if (documentId !== null)
            writeFileSync(join(pdf, `${id}.pdf`), await client.download(`/v1/documents/${documentId}`));
        out.note(`The letters are in ${pdf}.`);
      }
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('There are no such letters.');
        return out.table(
          ['Letter', 'Debtor', 'Carrier', 'Number', 'Journey'].map((title) => ({ title })),
          items.map((item) => [item.id, item.debtorName, item.carrier ?? '–', item.trackingNo ?? '–', journeyOf(item)]),
        );
      });
    });
}

function registerHandOver(letters: Command, open: OpenContext): void {
  letters
    .command('hand-over')
    .description('record that a letter was given to a carrier')
    .argument('<letter>', 'id of the letter')
    .requiredOption('--number <number>', 'the number under which it travels')
    .requiredOption('--on <date>', 'the day (YYYY-MM-DD)')
    .option('--carrier <name>', 'EMS without it')
    .option('--remark <text>', 'what stands on the waybill; 催款函 without it')
    .option('--json', 'one JSON document on stdout')
    .action(async (id: string, options: JourneyOptions) => {
      const { client, out } = open(options);
      const { number: trackingNo, on, carrier, remark } = options;
      const answer = await client.post(letterPath(id, 'hand-over'), commandAnswer, { trackingNo, on, carrier, remark });
      out.result(answer, () => out.line(`The letter travels under ${trackingNo}.`));
    });
}

function registerReport(letters: Command, open: OpenContext, outcome: 'delivered' | 'returned'): void {
  const command = letters
    .command(outcome)
    .description(
      outcome === 'delivered'
        ? 'record that a letter was delivered'
        : 'record that a letter came back: the step takes its next way, and somebody looks for a better address',
    )
    .argument('<letter>', 'id of the letter')
    .requiredOption('--on <date>', 'the day (YYYY-MM-DD)')
    .option('--json', 'one JSON document on stdout');
  if (outcome === 'delivered') command.option('--signed-by <name>', 'who signed for it');
  command.action(async (id: string, options: JourneyOptions) => {
    const { client, out } = open(options);
    const { on, signedBy } = options;
    const answer = await client.post(letterPath(id, 'report'), commandAnswer, { outcome, on, signedBy });
    out.result(answer, () => out.line(`The letter is recorded as ${outcome} on ${on}.`));
  });
}

/** `dunwell letters`: which wait to be posted, and what became of those that travel (S193). */
export function registerLetters(program: Command, open: OpenContext): void {
  const letters = program.command('letters').description('letters: post them and record their journeys');
  registerList(letters, open);
  registerHandOver(letters, open);
  registerReport(letters, open, 'delivered');
  registerReport(letters, open, 'returned');
}
