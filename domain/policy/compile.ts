import { channels, type Channel } from '../channels';
import { type ContactLimits, standardLimits } from '../contact/limits';
import { DomainError } from '../errors';
import type { ContactWindow, Plan, PlanCare, SizeLimits } from '../plan';
import { compileCondition, compileSteps } from './compile-steps';
import type { Policy } from './schema';

/**
 * The plan of a policy: all variants of the ladder with their conditions, plain JSON. A case pins it with its own days in
 * place, see `planForCase`. `hash` is the policy's content hash over document and templates.
 * @throws DomainError when `policy` was not checked by `parsePolicy`.
 */
export function compilePlan(policy: Policy, hash: string): Plan {
  const { caps, interest, longTerm, priority, quadrants, review, routes, sizes } = policy;
  return {
    v: 1,
    policy: policy.policy,
    version: policy.version,
    hash,
    stages: policy.stages,
    minGapDays: policy.minGapDays.value,
    reviewEveryDays: policy.reviewEveryDays.value,
    catchUp: policy.catchUp.value,
    promiseGraceBankDays: policy.promiseGraceBankDays.value,
    unknownAfterHours: policy.unknownAfterHours.value,
    windows: compileWindows(policy),
    caps: { perDay: caps.perDay, per7Days: caps.per7Days, per30Days: caps.per30Days, gapHours: caps.gapHours },
    ...(policy.limits === undefined ? {} : { limits: compileLimits(policy.limits) }),
    review: { role: review.role, deadlineDays: review.deadlineDays },
    ...(policy.recording === undefined ? {} : { recording: policy.recording.mode }),
    ...(longTerm === undefined ? {} : { longTerm: { months: longTerm.months, paidInvoices: longTerm.paidInvoices } }),
    ...(policy.chase === undefined ? {} : { chaseFrom: policy.chase.atLeast }),
    ...compileEarly(policy),
    ...(sizes === undefined ? {} : { sizes: compileSizes(sizes) }),
    ...(priority === undefined
      ? {}
      : {
          priority: {
            target: priority.target,
            cost: priority.cost,
            solvency: priority.solvency,
            relationship: priority.relationship,
          },
        }),
    ...(quadrants === undefined
      ? {}
      : {
          quadrants: {
            highAbove: quadrants.high,
            lowBelow: quadrants.low,
            easyBelowDays: quadrants.easyBelowDays,
            hardAboveDays: quadrants.hardAboveDays,
          },
        }),
    ...(routes === undefined
      ? {}
      : { routes: routes.map(({ route, when }) => ({ route, when: when.map(compileCondition) })) }),
    ...(interest === undefined
      ? {}
      : {
          interest: {
            dailyRate: interest.dailyRate,
            startDay: interest.startDay,
            claimedFrom: interest.claimedFrom,
            notForMotives: interest.notForMotives,
          },
        }),
    ...(policy.care === undefined ? {} : { care: policy.care.map(compileCare) }),
    steps: compileSteps(policy),
  };
}

/** What a policy knows of debtors before they are late. */
const compileEarly = ({ payDays, risk }: Policy): Pick<Plan, 'payDays' | 'risk'> => ({
  ...(payDays === undefined
    ? {}
    : { payDays: { workingDaysBefore: payDays.workingDaysBefore, withinDays: payDays.withinDays } }),
  ...(risk === undefined ? {} : { risk: { habits: risk.habits, history: risk.history, market: risk.market } }),
});

const compileLimits = (stated: NonNullable<Policy['limits']>): ContactLimits => ({
  perAddress: stated.perAddress ?? standardLimits.perAddress,
  conversations: stated.conversations ?? standardLimits.conversations,
  attempts: stated.attempts ?? standardLimits.attempts,
  daysAfterTalk: stated.daysAfterTalk ?? standardLimits.daysAfterTalk,
  carriers: stated.carriers ?? standardLimits.carriers,
});

const compileCare = (care: NonNullable<Policy['care']>[number]): PlanCare => {
  const { id, occasion, daysBefore, task, role, template, when } = care;
  const noted = template === undefined ? {} : { template };
  return { id, occasion, daysBefore, task, role, ...noted, when: when.map(compileCondition) };
};

const compileSizes = ({ small, large }: NonNullable<Policy['sizes']>): SizeLimits => ({
  smallBelow: small?.below ?? {},
  largeFrom: large?.atLeast ?? {},
  ...(large?.top === undefined ? {} : { largeRanks: large.top }),
});

function compileWindows({ windows }: Policy): Plan['windows'] {
  const compiled = (name: string): ContactWindow => {
    const window = windows[name] ?? windows['default'];
    if (window === undefined) throw new DomainError('uncheckedPolicy', `No contact window for ${name}`);
    const { ranges, workingDaysOnly, notLastWorkingDays } = window;
    return { ranges, workingDaysOnly, ...(notLastWorkingDays === undefined ? {} : { notLastWorkingDays }) };
  };
  const isOwn = (name: string) => name !== 'default' && !channels.some((channel) => channel === name);
  const own = Object.fromEntries(
    Object.keys(windows)
      .filter(isOwn)
      .map((name) => [name, compiled(name)]),
  );
  return { ...own, ...byChannel(compiled) };
}

function byChannel<T>(of: (channel: Channel) => T): Readonly<Record<Channel, T>> {
  return {
    email: of('email'),
    sms: of('sms'),
    whatsapp: of('whatsapp'),
    voice: of('voice'),
    letter: of('letter'),
    call: of('call'),
    visit: of('visit'),
    wechat: of('wechat'),
    fax: of('fax'),
    internal: of('internal'),
  };
}
