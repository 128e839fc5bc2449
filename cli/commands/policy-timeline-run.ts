import { isCurrencyCode, parseMoney } from '../../domain/money';
import { compilePlan } from '../../domain/policy/compile';
import { addDays, dayOf, isIsoDate, type EpochDay } from '../../domain/time';
import { policyTimeline } from '../../services/policy-timeline';
import { timelineTable } from '../../services/policy-show/tables';
import { CliError } from '../http';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';
import { usePack } from './policy-source';
import type { TimelineOptions } from './policy-timeline';

// The term of an invoice of which nobody says when it was written.
const DEFAULT_TERM_DAYS = 30;

function dayOption(name: string, text: string): EpochDay {
  if (isIsoDate(text)) return dayOf(text);
  throw new CliError(`--${name} ${text} is no calendar date; expected YYYY-MM-DD.`);
}

const optionalDay = (name: string, text: string | undefined): EpochDay | null =>
  text === undefined ? null : dayOption(name, text);

function moneyOf({ amount, currency }: TimelineOptions) {
  if (!isCurrencyCode(currency)) throw new CliError(`--currency ${currency}: expected a code such as CNY.`);
  const parsed = parseMoney(amount, currency);
  if (!parsed.ok) throw new CliError(`--amount ${amount}: expected ${parsed.expected}.`);
  return parsed.money;
}

function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new CliError(`--zone ${zone} is no time zone; expected a name such as Asia/Shanghai.`);
  }
}

function daysOf(options: TimelineOptions) {
  const dueDay = dayOption('due', options.due);
  const invoiceDay = optionalDay('invoice-date', options.invoiceDate) ?? addDays(dueDay, -DEFAULT_TERM_DAYS);
  if (invoiceDay > dueDay) throw new CliError('--invoice-date is after --due; expected it on or before that day.');
  return {
    dueDay,
    invoiceDay,
    orderCompletedDay: optionalDay('order-completed', options.orderCompleted),
    invoiceDispatchedDay: optionalDay('dispatched', options.dispatched),
  };
}

/** `dunwell policy timeline`. @returns 0 @throws CliError when an option or the policy cannot be used */
export async function showTimeline(
  boot: Boot,
  named: string,
  options: TimelineOptions,
  out: Output,
): Promise<ExitCode> {
  const { grade = null, motive = null, ordering = null, relationship = null, lang, people } = options;
  const days = daysOf(options);
  const amount = moneyOf(options);
  const zone = knownZone(options.zone);
  const { policy, hash } = await usePack(boot.root, named);
  const facts = { grade, motive, ordering, relationship, receivable: options.receivable ?? 'standard', language: lang };
  const rows = policyTimeline(compilePlan(policy, hash), { ...days, amount, facts, zone, people });
  out.result({ policy: policy.policy, version: policy.version, hash, rows }, () => {
    const table = timelineTable(rows, zone, lang);
    out.line(`${out.colors.bold(`${policy.policy} ${policy.version}`)} ${hash.slice(0, 12)}`);
    out.table(
      table.titles.map((title) => ({ title })),
      table.rows,
    );
  });
  return 0;
}
