import { formatMoney } from '../../domain/money';
import type { PlanStep, StepCondition, StepOffer, Validity } from '../../domain/plan';
import type { PolicyStep } from '../../domain/policy/schema';
import type { Language } from '../queries/explain';
import { wordOf } from './words';

/** A day of the ladder: `D+3`, `D-15`, and D for the due date itself. */
export const dayText = (day: number): string => (day === 0 ? 'D' : `D${day > 0 ? '+' : ''}${day}`);

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** A step in two words: when and what. */
export const labelOf = ({ day, effect }: Pick<PlanStep, 'day' | 'effect'>, language: Language): string =>
  `${dayText(day)} ${wordOf('effects', effect, language)}`;

/** When a step is taken, in words. */
export function timingText({ day, after, halfTerm, event, repeat }: PolicyStep, language: Language): string {
  const zh = language === 'zh-CN';
  const again =
    repeat === undefined
      ? ''
      : zh
        ? `，每 ${repeat.everyDays} 天至 ${dayText(repeat.untilDay)}`
        : `, every ${days(repeat.everyDays)} to ${dayText(repeat.untilDay)}`;
  if (day !== undefined) return dayText(day) + again;
  if (after !== undefined) {
    const steps = [after.step].flat().join(zh ? ' 或 ' : ' or ');
    return (zh ? `${steps} 之后 ${after.days} 天` : `${days(after.days)} after ${steps}`) + again;
  }
  if (event !== undefined) {
    const what = wordOf('values', event.name, language);
    return (zh ? `${what}后 ${event.days} 天` : `${days(event.days)} after ${what}`) + again;
  }
  return halfTerm === true ? (zh ? '账期过半' : 'half of the term') + again : '–';
}

/** A condition in words: `grade C`, `open balance from 2000.00 CNY`. */
function conditionText(condition: StepCondition, all: readonly StepCondition[], language: Language): string {
  const zh = language === 'zh-CN';
  const fact = wordOf('facts', condition.fact, language);
  const words = (names: readonly string[]) => names.map((name) => wordOf('values', name, language)).join('/');
  if (condition.in !== undefined) return `${fact} ${words(condition.in)}`;
  if (condition.notIn !== undefined)
    return zh ? `${fact} 非 ${words(condition.notIn)}` : `${fact} not ${words(condition.notIn)}`;
  const currency = all.find(({ fact: other }) => other === 'currency')?.in?.[0];
  const number = (value: number) =>
    condition.fact === 'openBalanceMinor' && currency !== undefined
      ? `${formatMoney({ amountMinor: value, currency })} ${currency}`
      : String(value);
  const { atLeast, below } = condition;
  return [fact, atLeast === undefined ? '' : `≥ ${number(atLeast)}`, below === undefined ? '' : `< ${number(below)}`]
    .filter((part) => part !== '')
    .join(' ');
}

/** All conditions of a step in words; empty where there are none. */
export const conditionsText = (conditions: readonly StepCondition[], language: Language): string =>
  conditions.map((condition) => conditionText(condition, conditions, language)).join(language === 'en' ? ', ' : '，');

const validityText = (validity: Validity, language: Language): string =>
  'days' in validity
    ? language === 'en'
      ? days(validity.days)
      : `${validity.days} 天`
    : wordOf('values', validity.until, language);

/** The deadline that a step sets, in words. */
export const payByText = (validity: Validity, language: Language): string =>
  language === 'en' ? `pay by: ${validityText(validity, 'en')}` : `付款期限：${validityText(validity, 'zh-CN')}`;

/** What is offered: `50 % of interest`, `12 months`. */
export function offeredText(
  {
    percent,
    of,
    plan,
  }: { readonly percent?: number | null; readonly of?: string | null; readonly plan?: string | null },
  language: Language,
): string {
  const share = percent ?? null;
  const what = of === null || of === undefined ? '' : wordOf('values', of, language);
  const waived = share === null ? [] : [language === 'en' ? `${share} % of ${what} waived` : `减免${what} ${share}%`];
  const instalments = plan === null || plan === undefined ? [] : [wordOf('values', plan, language)];
  return [...waived, ...instalments].join(language === 'en' ? ', ' : '，');
}

/** An offer and until when it stands, in words. */
export const offerText = (offer: StepOffer, language: Language): string =>
  `${offeredText(offer, language)} (${validityText(offer.validity, language)})`;

/** What a step requires, in words: `approval:manager` becomes "approval by manager". */
export function requirementText(requirement: string, language: Language): string {
  const [what = '', role] = requirement.split(':');
  if (role === undefined) return wordOf('values', what, language);
  const who = wordOf('roles', role, language);
  return language === 'en' ? `approval: ${who}` : `${who}批准`;
}
