import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { storedUploadAnswer, uploadAnswer } from '../../api/upload-answers';
import { paperKinds } from '../../domain/papers';
import type { OpenContext } from './context';
import { parseLimit, readList } from './lists';

interface UploadOptions {
  json?: boolean;
  debtor?: string;
  invoice?: string;
  kind: string;
  limit: number;
}

/** `dunwell upload` and `dunwell uploads`: papers about a debtor or an invoice. */
export function registerUploads(program: Command, open: OpenContext): void {
  program
    .command('upload')
    .description('store a paper about an invoice, or about a debtor: PDF, PNG, JPEG or TIFF')
    .argument('<file>', 'the file')
    .requiredOption('--kind <kind>', paperKinds.join(', '))
    .option('--invoice <number>', 'the invoice that it is about')
    .option('--debtor <number>', 'the debtor, when it is about all of its invoices')
    .option('--json', 'one JSON document on stdout')
    .action(async (file: string, options: UploadOptions) => {
      const { client, out } = open(options);
      const query = new URLSearchParams({ kind: options.kind, name: basename(file) });
      for (const name of ['invoice', 'debtor'] as const) {
        const value = options[name];
        if (value !== undefined) query.set(name, value);
      }
      const upload = { contentType: 'application/octet-stream', body: createReadStream(file) };
      const answer = await client.upload(`/v1/uploads?${query.toString()}`, storedUploadAnswer, upload);
      out.result(answer, () => out.line(`${basename(file)} is stored (${answer.scan}).`));
    });
  program
    .command('uploads')
    .description('list papers, newest first')
    .option('--debtor <number>', 'only those of this debtor')
    .option('--invoice <number>', 'only those of this invoice')
    .option('--limit <n>', 'how many at most', parseLimit, 50)
    .option('--json', 'one JSON document on stdout')
    .action(async (options: UploadOptions) => {
      const { client, out } = open(options);
      const { debtor, invoice, limit } = options;
      const { items, more } = await readList(client, '/v1/uploads', uploadAnswer, {
        limit,
        query: { debtor, invoice },
      });
      out.result({ items, more }, () => {
        if (items.length === 0) return out.line('There are no papers.');
        return out.table(
          ['File', 'Kind', 'Debtor', 'Invoice', 'Scan', 'Id'].map((title) => ({ title })),
          items.map((item) => [item.fileName, item.kind, item.debtor, item.invoice ?? '–', item.scan, item.id]),
        );
      });
    });
}
