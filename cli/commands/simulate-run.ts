import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Plan } from '../../domain/plan';
import { compilePlan } from '../../domain/policy/compile';
import type { SimResult } from '../../domain/simulation/book';
import { bookResultOf, differencesOf, type BookResult } from '../../domain/simulation/report';
import { createTally, type BookTally } from '../../domain/simulation/tally';
import { isoDateOf } from '../../domain/time';
import { packNames } from '../../services/pack-texts';
import { readPack } from '../../services/policy-packs';
import { bookByPlanner } from '../../services/simulation/planner-book';
import { checkoutFolder } from '../../workers/checkout';
import { bookByTemporal } from '../../workers/simulation/run-book';
import { SimulationInterrupted, engineParts, onScratchServers } from '../../workers/simulation/scratch-run';
import { CliError } from '../http';
import type { Boot, ExitCode } from '../boot-context';
import { createOutput, type Output, type OutputStreams } from '../output';
import { INTERRUPTED, scratchOptions } from './scratch-options';
import type { SimulateOptions } from './simulate';
import { readBook, type SimulatedBook } from './simulate-book';
import { noteProblems, showDifferences, showSummary } from './simulate-report';

interface Run {
  readonly boot: Boot;
  readonly options: SimulateOptions;
  readonly book: SimulatedBook;
  readonly plan: Plan;
  readonly out: Output;
}

/** One engine's answer: counts always, rows where somebody reads them. */
interface EngineRun {
  readonly tally: BookTally;
  readonly results: readonly SimResult[];
  readonly wallMs: number;
}

async function planOf(name: string): Promise<Plan> {
  const folder = join(checkoutFolder(), 'policies');
  const names = await packNames(folder);
  if (!names.includes(name)) throw new CliError(`There is no policy ${name}; expected ${names.join(', ')}.`);
  const checked = await readPack(folder, name);
  if (checked.ok) return compilePlan(checked.pack.policy, checked.pack.hash);
  const [problem] = checked.problems;
  throw new CliError(`Policy ${name} cannot be used: ${problem?.path ?? ''}: expected ${problem?.expected ?? ''}.`);
}

const placeOf = ({ options, book }: Run) => ({ creditorZone: options.zone, until: book.until });

/** Collects results with progress; rows are kept only where they are asked for. */
function collector({ options, book, out }: Run) {
  const started = Date.now();
  const tally = createTally();
  const results: SimResult[] = [];
  const keepsRows = options.json === true || options.compare === true;
  const progress = out.progress('Invoices');
  return {
    add(result: SimResult) {
      tally.add(result);
      if (keepsRows) results.push(result);
      progress.update(tally.invoices, book.invoices);
    },
    end(): EngineRun {
      progress.end();
      return { tally, results, wallMs: Date.now() - started };
    },
  };
}

// Ctrl+C is heard only between two turns of the event loop.
const LISTEN_EVERY_MS = 100;

async function byPlanner(run: Run): Promise<EngineRun> {
  const found = collector(run);
  let listenedAt = Date.now();
  for (const result of bookByPlanner(run.plan, run.options.people, placeOf(run), run.book.debtors)) {
    found.add(result);
    if (Date.now() - listenedAt < LISTEN_EVERY_MS) continue;
    await setImmediate();
    listenedAt = Date.now();
  }
  return found.end();
}

async function byTemporal(run: Run): Promise<EngineRun> {
  const { options, book, plan, out, boot } = run;
  const { people, zone, policy } = options;
  out.note('Starting a Temporal server and a PostgreSQL of its own …');
  return onScratchServers(scratchOptions(boot, people, out), async (scratch, signal) => {
    const parts = await engineParts(scratch, signal, { zone, currency: options.currency ?? 'CNY' }, policy);
    const found = collector(run);
    await bookByTemporal(parts, plan, placeOf(run), [...book.debtors], found.add);
    return found.end();
  });
}

const counted = ({ outcomes, contacts, tasks }: BookResult) => ({
  invoices: outcomes.size,
  contacts: contacts.length,
  tasks: tasks.length,
});

async function compare(run: Run): Promise<ExitCode> {
  const { plan, out } = run;
  const planner = await byPlanner(run);
  const temporal = await byTemporal(run);
  const expected = bookResultOf(planner.results);
  const differences = differencesOf(expected, bookResultOf(temporal.results));
  const document = {
    policy: plan.policy,
    policyHash: plan.hash,
    ...counted(expected),
    differences,
    wallMs: { planner: planner.wallMs, temporal: temporal.wallMs },
  };
  out.result(document, () => {
    showSummary(out, titleOf(run, 'temporal'), temporal.tally, temporal.wallMs);
    out.line(`The planner took ${(planner.wallMs / 1000).toFixed(1)} s.`);
    showDifferences(out, differences);
  });
  return differences.length === 0 ? 0 : 1;
}

const titleOf = ({ plan, book }: Run, engine: string): string =>
  `Policy ${plan.policy} version ${plan.version} (${plan.hash.slice(0, 12)}), engine ${engine}, until ${isoDateOf(book.until)}.`;

async function simulateOnce(run: Run): Promise<ExitCode> {
  const { plan, options, out } = run;
  const { engine } = options;
  const { tally, results, wallMs } = await (engine === 'planner' ? byPlanner(run) : byTemporal(run));
  const { contacts, tasks } = bookResultOf(results);
  const document = {
    policy: plan.policy,
    policyHash: plan.hash,
    engine,
    invoices: tally.invoices,
    outcomes: tally.outcomes(),
    contacts,
    tasks,
    wallMs,
  };
  out.result(document, () => showSummary(out, titleOf(run, engine), tally, wallMs));
  return 0;
}

/**
 * `dunwell simulate`: runs a book through its life by one engine, or by both and compares them.
 *
 * @returns 1 when two engines differ, 130 after Ctrl+C, else 0
 * @throws CliError that says which option or file cannot be used
 */
export async function simulate(
  boot: Boot,
  file: string | undefined,
  options: SimulateOptions,
  streams: OutputStreams,
): Promise<ExitCode> {
  const out = createOutput(options.json === true, streams);
  const plan = await planOf(options.policy);
  const book = await readBook(file, options);
  noteProblems(out, book.problems);
  const run: Run = { boot, options, book, plan, out };
  try {
    return options.compare === true ? await compare(run) : await simulateOnce(run);
  } catch (error) {
    if (!(error instanceof SimulationInterrupted)) throw error;
    out.note(error.message);
    return INTERRUPTED;
  }
}
