import { randomUUID } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import type { z } from 'zod';
import { importAnswer } from '../../api/command-answers';
import { importPresetNames } from '../../domain/import/mapping';
import { CliError, type Upload } from '../http';
import type { Output } from '../output';
import type { OpenContext } from './context';
import { showReachability } from './enrol';

interface ImportOptions {
  json?: boolean;
  map: string;
  currency?: string;
  payments?: string;
  zone?: string;
  lang?: string;
  dryRun?: boolean;
}

/** The content of a mapping file (YAML or JSON) as JSON text; null when `map` names a preset. */
function mappingOf(map: string): string | null {
  if (importPresetNames.some((name) => name === map)) return null;
  try {
    return JSON.stringify(parse(readFileSync(map, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    const presets = importPresetNames.join(', ');
    throw new CliError(`--map ${map} is no preset (${presets}) and no mapping file that can be read: ${reason}.`);
  }
}

function sizeOf(file: string): number {
  try {
    const found = statSync(file);
    if (found.isFile()) return found.size;
  } catch {
    // Said below, the same way as for a folder.
  }
  throw new CliError(`${file} is no file that can be read.`);
}

/** A form with the file and, when there is one, the mapping; `sent` learns how many bytes of the file have left. */
function formOf(file: string, mapping: string | null, sent: (bytes: number) => void): Upload {
  const boundary = `dunwell-${randomUUID()}`;
  const part = (name: string, more = '') =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
  async function* body() {
    if (mapping !== null) yield Buffer.from(`${part('mapping')}${mapping}\r\n`);
    const name = basename(file).replace(/[^\x20-\x7e]|["\\]/g, '_');
    yield Buffer.from(part('file', `; filename="${name}"\r\ncontent-type: text/csv`));
    let bytes = 0;
    const chunks: AsyncIterable<Buffer> = createReadStream(file);
    for await (const chunk of chunks) {
      yield chunk;
      bytes += chunk.length;
      sent(bytes);
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: body() };
}

function report(out: Output, answer: z.infer<typeof importAnswer>): void {
  const { invoices, debtors, errors } = answer;
  out.line(`${answer.rows} rows${answer.dryRun ? ', nothing was changed (dry run)' : ''}: ${answer.changes} changes.`);
  out.table(
    [{ title: '' }, ...['new', 'changed', 'unchanged'].map((title) => ({ title, amount: true }))],
    [
      ['invoices', String(invoices.created), String(invoices.updated), String(invoices.unchanged)],
      ['debtors', String(debtors.created), String(debtors.updated), ''],
      ['payments', String(answer.payments), '', ''],
    ],
  );
  if (answer.failedRows === 0) return;
  out.line(out.colors.red(`${answer.failedRows} rows did not go in:`));
  for (const { line, column, value, expected } of errors) {
    out.line(`  line ${line}, ${column}: found ${JSON.stringify(value)}, expected ${expected}`);
  }
  if (answer.errorCount > errors.length) out.line(`  … and ${answer.errorCount - errors.length} more errors`);
}

/** `dunwell import <file>`: brings invoices in, and shows who of the overdue debtors can be reached. */
export function registerImport(program: Command, open: OpenContext): void {
  program
    .command('import')
    .description('import invoices from a CSV file; a second run changes nothing')
    .argument('<file>', 'CSV file, UTF-8 or GB18030')
    .option('--map <preset|file>', `how to read the columns: ${importPresetNames.join(', ')} or a file`, 'dunwell')
    .option('--currency <code>', 'currency of rows that name none')
    .option('--payments <mode>', 'actual: book the payments of the file; none: leave them out')
    .option('--zone <zone>', 'time zone of debtors of whom the file says nothing')
    .option('--lang <language>', 'language of debtors of whom the file says nothing')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--json', 'one JSON document on stdout')
    .action(async (file: string, options: ImportOptions) => {
      const { client, out } = open(options);
      const total = sizeOf(file);
      const mapping = mappingOf(options.map);
      const given = {
        preset: mapping === null ? options.map : undefined,
        currency: options.currency,
        payments: options.payments,
        zone: options.zone,
        language: options.lang,
        dryRun: options.dryRun,
      };
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value));
      const progress = out.progress('Sent (bytes)');
      const upload = formOf(file, mapping, (bytes) => progress.update(bytes, total));
      const answer = await client
        .upload(`/v1/imports?${query.toString()}`, importAnswer, upload)
        .finally(() => progress.end());
      out.result(answer, () => report(out, answer));
      if (!answer.dryRun) await showReachability(client, out);
    });
}
