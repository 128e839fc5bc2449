import { type EpochDay, addDays, dayOf, isIsoDate, isoDateOf } from '../../domain/time';
import { localDateIn } from '../../services/local-day';
import { localTime, type Language } from '../../services/queries/explain';
import { dayStartsIn } from '../../services/sim-calendar';
import { storyOf } from '../../services/simulation/day-story';
import { demoBook } from '../../services/simulation/demo-book';
import { oneDebtorBook } from '../../services/simulation/one-debtor-book';
import type { StoryEntry } from '../../services/simulation/story-entry';
import { closingText, type StoryCode } from '../../services/simulation/story-texts';
import { bookByDays } from '../../workers/simulation/run-book';
import { SimulationInterrupted, engineParts, onScratchServers } from '../../workers/simulation/scratch-run';
import { CliError } from '../http';
import type { Boot, ExitCode } from '../boot-context';
import { createOutput, type Output, type OutputStreams } from '../output';
import type { DemoOptions } from './demo';
import { INTERRUPTED, scratchOptions } from './scratch-options';

// The sample book belongs to a house in Shanghai.
const ZONE = 'Asia/Shanghai';

interface ToldDay {
  readonly date: string;
  readonly entries: readonly StoryEntry[];
}

function firstDay({ from }: DemoOptions): EpochDay {
  if (from === undefined) return dayOf(localDateIn(ZONE, new Date()));
  if (isIsoDate(from)) return dayOf(from);
  throw new CliError(`--from ${from} is no calendar date; expected YYYY-MM-DD.`);
}

function markOf(code: StoryCode, { colors }: Output): string {
  switch (code) {
    case 'paid':
    case 'ended':
      return colors.green('✓');
    case 'promised':
    case 'judged':
      return colors.cyan('«');
    case 'sent':
      return colors.bold('»');
    case 'task':
      return colors.yellow('!');
    case 'notSent':
      return colors.dim('·');
    default:
      return ' ';
  }
}

const weekday = (date: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

function tell(out: Output, { date, entries }: ToldDay, language: Language): void {
  if (entries.length === 0) return;
  out.line();
  out.line(out.colors.bold(`${date} ${weekday(date, language)}`));
  for (const { at, debtorName, code, text } of entries) {
    const time = localTime(at, ZONE).slice(-'09:00'.length);
    out.line(`  ${time} ${markOf(code, out)} ${debtorName}: ${text}`);
  }
}

async function liveThrough(boot: Boot, options: DemoOptions, out: Output) {
  const from = firstDay(options);
  const until = addDays(from, options.days);
  const { book, days: count, limit, policy } = options;
  const debtors = book === 'sample' ? await demoBook(from, count, limit) : oneDebtorBook(from);
  const dayStart = dayStartsIn(ZONE, from, until);
  const started = Date.now();
  out.note('Starting a Temporal server and a PostgreSQL for this demonstration only …');
  return onScratchServers(scratchOptions(boot, 'noAnswer', out), async (scratch, signal) => {
    const { plan } = await scratch.policies.planFor(policy);
    const parts = await engineParts(scratch, signal, { zone: ZONE, currency: 'CNY' }, policy);
    const reader = { db: scratch.db, creditorId: parts.creditorId, zone: ZONE, language: options.lang };
    const days: ToldDay[] = [];
    const place = { creditorZone: ZONE, until, opensFrom: from };
    const outcomes = await bookByDays(parts, plan, { place, from }, debtors, async (day) => {
      const entries = await storyOf(reader, { day, from: dayStart(day), to: dayStart(addDays(day, 1)) });
      const told = { date: isoDateOf(day), entries };
      days.push(told);
      if (!out.json) tell(out, told, options.lang);
    });
    return { plan, days, outcomes, debtors: debtors.length, wallMs: Date.now() - started };
  });
}

async function demoTo(boot: Boot, options: DemoOptions, out: Output): Promise<void> {
  const { plan, days, outcomes, debtors, wallMs } = await liveThrough(boot, options, out);
  const entries = days.flatMap((day) => day.entries);
  const countOf = (code: StoryCode) => entries.filter((entry) => entry.code === code).length;
  const settled = [...outcomes.values()].filter((outcome) => outcome === 'settled').length;
  const counts = {
    invoices: outcomes.size,
    debtors,
    messages: countOf('sent'),
    tasks: countOf('task'),
    payments: countOf('paid'),
    settled,
  };
  const document = { policy: plan.policy, policyHash: plan.hash, ...counts, days, wallMs };
  out.result(document, () => {
    out.line();
    out.line(closingText(options.lang, { ...counts, days: options.days, seconds: Math.round(wallMs / 1000) }));
  });
}

/**
 * `dunwell demo`: a sample book through virtual days on servers of its own, told as it happens.
 *
 * @returns 130 after Ctrl+C, else 0
 * @throws CliError when an option cannot be used; the error of the part that did not come up
 */
export async function demo(boot: Boot, options: DemoOptions, streams: OutputStreams): Promise<ExitCode> {
  const out = createOutput(options.json === true, streams);
  try {
    await demoTo(boot, options, out);
    return 0;
  } catch (error) {
    if (!(error instanceof SimulationInterrupted)) throw error;
    out.note(error.message);
    return INTERRUPTED;
  }
}
