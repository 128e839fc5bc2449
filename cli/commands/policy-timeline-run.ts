import { isCurrencyCode, parseMoney } from '../../domain/money';
import { compilePlan } from '../../domain/policy/compile';
import { addDays, dayOf, isIsoDate, type EpochDay } from '../../domain/time';
import { policyTimeline } from '../../services/policy-timeline';
import { timelineTable } from '../../services/policy-show/tables';
import { CliError } from '../http';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';
import { usePack } from './policy-source';
import { policyTexts } from './policy-texts';
import type { TimelineOptions } from './policy-timeline';

// The term of an invoice of which nobody says when it was written.
const DEFAULT_TERM_DAYS = 30;

type Lang = TimelineOptions['lang'];

function dayOption(name: string, text: string, lang: Lang): EpochDay {
  if (isIsoDate(text)) return dayOf(text);
  throw new CliError(policyTexts[lang].noDate(name, text));
}

const optionalDay = (name: string, text: string | undefined, lang: Lang): EpochDay | null =>
  text === undefined ? null : dayOption(name, text, lang);

function moneyOf({ amount, currency, lang }: TimelineOptions) {
  if (!isCurrencyCode(currency)) throw new CliError(policyTexts[lang].noCurrency(currency));
  const parsed = parseMoney(amount, currency);
  if (!parsed.ok) throw new CliError(policyTexts[lang].noAmount(amount, parsed.expected));
  return parsed.money;
}

function knownZone({ zone, lang }: TimelineOptions): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new CliError(policyTexts[lang].noZone(zone));
  }
}

function daysOf(options: TimelineOptions) {
  const { lang } = options;
  const dueDay = dayOption('due', options.due, lang);
  const invoiceDay = optionalDay('invoice-date', options.invoiceDate, lang) ?? addDays(dueDay, -DEFAULT_TERM_DAYS);
  if (invoiceDay > dueDay) throw new CliError(policyTexts[lang].invoiceAfterDue);
  return {
    dueDay,
    invoiceDay,
    orderCompletedDay: optionalDay('order-completed', options.orderCompleted, lang),
    invoiceDispatchedDay: optionalDay('dispatched', options.dispatched, lang),
  };
}

/** `dunwell policy timeline`. @returns 0 @throws CliError when an option or the policy cannot be used */
export async function showTimeline(
  boot: Boot,
  named: string,
  options: TimelineOptions,
  out: Output,
): Promise<ExitCode> {
  const { grade = null, motive = null, ordering = null, relationship = null, riskScore = null, lang, people } = options;
  const days = daysOf(options);
  const amount = moneyOf(options);
  const zone = knownZone(options);
  const { policy, hash } = await usePack(boot.root, named, lang);
  const receivable = options.receivable ?? 'standard';
  const facts = { grade, motive, ordering, relationship, riskScore, receivable, language: lang };
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
