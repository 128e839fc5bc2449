import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { checkoutFolder } from '../workers/checkout';
import type { Bench } from './bench';
import { writeCreditor } from './book';
import { enrolment } from './enrolment';
import { Exits } from './exits';
import { startInstallation, type Installation } from './installation';
import { lifecycle } from './lifecycle';
import { memory } from './memory';
import { type Report, textOf } from './report';
import { signal } from './signal';

const benches: readonly Bench[] = [lifecycle, enrolment, signal, memory];

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no bench ${unknown}; expected ${benches.map((bench) => bench.name).join(', ')}`);
  }
  return names.length === 0 ? benches : benches.filter((bench) => names.includes(bench.name));
}

/** The commit that is measured; `+` says that files differ from it. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: checkoutFolder(), encoding: 'utf8' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    // A copy without its repository.
    return 'unknown';
  }
}

async function runBench(bench: Bench, installation: Installation, creditorId: string, isQuick: boolean) {
  console.error(`${bench.name}: ${bench.title} …`);
  const begun = performance.now();
  const product = await installation.startPeer('product', bench.exactMemory);
  const bare = await installation.startPeer('bare', bench.exactMemory);
  const figures = await bench.run({ installation, creditorId, product, bare, isQuick });
  await product.stop();
  await bare.stop();
  const { name, title } = bench;
  return { name, title, seconds: (performance.now() - begun) / 1_000, figures };
}

async function main(args: readonly string[]): Promise<void> {
  const options = { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const wanted = chosen(positionals);
  const exits = new Exits();
  // Whatever was started is ended; the folder goes with it.
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => void exits.run().then(() => process.exit(130)));
  try {
    const [cpu] = cpus();
    const machine = {
      cpu: cpu?.model ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      loadAtStart: Number(loadavg()[0]?.toFixed(1)),
    };
    const installation = await startInstallation(loadConfig().temporal.cliPath, exits);
    const creditorId = await writeCreditor(installation.db);
    const found = [];
    for (const bench of wanted) found.push(await runBench(bench, installation, creditorId, values.quick));
    const { postgres, temporal } = installation.versions;
    const report: Report = {
      commit: commit(),
      quick: values.quick,
      machine,
      versions: { Node: process.versions.node, PostgreSQL: postgres, Temporal: temporal },
      servers: 'PostgreSQL durable, Temporal on a file (write-ahead log), both embedded, everything on this machine',
      benches: found,
    };
    process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : textOf(report)}\n`);
  } finally {
    await exits.run();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
