import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config';
import { checkoutFolder } from '../workers/checkout';
import type { Bench } from './bench';
import { writeCreditor } from './book';
import { contact } from './contact';
import { enrolment } from './enrolment';
import { Exits } from './exits';
import { startInstallation, type Installation } from './installation';
import { lifecycle } from './lifecycle';
import { memory } from './memory';
import { lineOf, type Report, textOf } from './report';
import { rushHour } from './rush';
import { signal } from './signal';
import { benchWhatIf, whatIfText } from './what-if/run';

const benches: readonly Bench[] = [lifecycle, contact, enrolment, signal, memory, rushHour];

// It compares sizes, not the product with a peer, and needs no server: it runs alone, when it is asked for.
const WHAT_IF = 'what-if';

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    throw new Error(
      `There is no bench ${unknown}; expected ${benches.map((bench) => bench.name).join(', ')}, or ${WHAT_IF} alone`,
    );
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

function machineOf(): Report['machine'] {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadAtStart: Number(loadavg()[0]?.toFixed(1)),
  };
}

async function runPeers(names: readonly string[], quick: boolean): Promise<Report> {
  const wanted = chosen(names);
  const exits = new Exits();
  // Whatever was started is ended; the folder goes with it.
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => void exits.run().then(() => process.exit(130)));
  try {
    const machine = machineOf();
    const installation = await startInstallation(loadConfig().temporal.cliPath, exits);
    const creditorId = await writeCreditor(installation.db);
    const found = [];
    for (const bench of wanted) {
      const measured = await runBench(bench, installation, creditorId, quick);
      // Shown at once: a later bench may take half an hour, or fail.
      for (const figure of measured.figures) console.error(lineOf(figure));
      found.push(measured);
    }
    const { postgres, temporal } = installation.versions;
    return {
      commit: commit(),
      quick,
      machine,
      versions: { Node: process.versions.node, PostgreSQL: postgres, Temporal: temporal },
      servers: 'PostgreSQL durable, Temporal on a file (write-ahead log), both embedded, everything on this machine',
      benches: found,
    };
  } finally {
    await exits.run();
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    policy: { type: 'string', default: 'standard' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const { json, quick, policy } = values;
  const write = <T>(report: T, text: (report: T) => string) =>
    process.stdout.write(`${json ? JSON.stringify(report, null, 2) : text(report)}\n`);
  if (positionals.length !== 1 || positionals[0] !== WHAT_IF) {
    write(await runPeers(positionals, quick), textOf);
    return;
  }
  const versions = { Node: process.versions.node };
  write(await benchWhatIf(policy, { commit: commit(), quick, machine: machineOf(), versions }), whatIfText);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
