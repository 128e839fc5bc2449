import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { packFiles } from '../../services/pack-texts';
import { openBook, type BookSource } from '../../services/simulation/book-source';
import { readPlan } from '../../services/what-if/read-plan';
import { runWhatIf, startThreads, threadsFor } from '../../services/what-if/run';
import { checkoutFolder } from '../../workers/checkout';
import type { SizeFigures, SizeRequest } from './figures';

// One size in a process of its own: its memory is then this size's, and nothing is warm. Reads the request from the arguments,
// writes the figures to stdout.

/** The floor under all engines: the book alone is made and thrown away. */
async function walkBook(book: BookSource): Promise<number> {
  let invoices = 0;
  for (const debtor of (await openBook(book)).debtors) invoices += debtor.invoices.length;
  return invoices;
}

async function livePolicy(name: string, book: BookSource, threads: number): Promise<number> {
  const waiting = startThreads(threads, book);
  const read = await readPlan(packFiles(join(checkoutFolder(), 'policies', name)));
  if (!read.ok) throw new Error(`Policy ${name} cannot be used: ${JSON.stringify(read.problems[0])}`);
  const horizon = { daysAfterLastDue: 365 };
  const whatIf = { plans: [read.plan], people: 'noAnswer', creditorZone: 'Asia/Shanghai', horizon, book } as const;
  const { invoices } = await runWhatIf(whatIf, await openBook(book), waiting, () => undefined);
  return invoices;
}

async function main({ invoices, policy }: SizeRequest): Promise<void> {
  const book = { kind: 'generated', count: invoices, seed: 1, payments: 'actual' } as const;
  const threads = policy === null ? 1 : threadsFor(invoices);
  const lived = policy === null ? await walkBook(book) : await livePolicy(policy, book, threads);
  if (lived !== invoices) throw new Error(`Expected ${invoices} invoices, lived through ${lived}`);
  const { user, system } = process.cpuUsage();
  const figures: SizeFigures = {
    threads,
    // Since the process began: what somebody waits for who starts it.
    seconds: performance.now() / 1_000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(JSON.stringify(figures));
}

const [, , invoices = '0', policy] = process.argv;
main({ invoices: Number(invoices), policy: policy ?? null }).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
