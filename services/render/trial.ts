import { DomainError } from '../../domain/errors';
import type { Plan, PlanStep, Validity } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import { compilePlan } from '../../domain/policy/compile';
import { type PolicyProblem, expecting } from '../../domain/policy/problem';
import type { Policy } from '../../domain/policy/schema';
import { formatOf } from '../../domain/message-format';
import { type TemplateSet, templateKey } from '../../domain/policy/templates';
import { careStepOf } from '../../domain/portfolio/care';
import { customerTypes } from '../../domain/portfolio/customer-type';
import { type EpochDay, type IsoDate, addDays, isoDateOf, parseDay } from '../../domain/time';
import type { WordingLists } from '../../domain/wording/lists';
import type { MessageFacts } from './facts';
import { isInterestClaimed } from './interest-facts';
import { renderMessage } from './message';
import { type SampleStep, sampleFacts } from './sample-facts';
import type { CleanParagraphs, Fault, Trial } from './one-trial';
import { contentFaults } from './trial-content';
import { wordingFaults } from './trial-wording';

/**
 * Renders every template for every step that uses it, in all languages, with the facts that such a step has, and checks what
 * comes out: what a message must contain, and what it may not say. At most one problem a template.
 */
export function tryTemplates(policy: Policy, templates: TemplateSet, wording: WordingLists): readonly PolicyProblem[] {
  const plan = compilePlan(policy, 'trial');
  const problems = new Map<string, PolicyProblem>();
  const clean: CleanParagraphs = new Set();
  for (const use of usesOf(plan, policy.languages)) {
    const path = `templates.${templateKey(use.template, use.language, use.format)}`;
    if (problems.has(path)) continue;
    const fault = faultOf(use, templates, plan, (trial) => wordingFaults(trial, wording, clean));
    if (fault !== null) problems.set(path, { path, ...fault });
  }
  return [...problems.values()];
}

type TemplateUse = Pick<Trial, 'step' | 'template' | 'format' | 'language'>;

function usesOf({ steps, care = [] }: Plan, languages: readonly string[]): readonly TemplateUse[] {
  return [...steps, ...care.flatMap((task) => careStepOf(task) ?? [])].flatMap((step) => {
    const { template, channel, fallback, occurrence, attach } = step;
    // A repetition says what the first one says.
    if (template === null || occurrence > 1) return [];
    const attached = attach?.includes('letter') === true ? (['letter'] as const) : [];
    const forms = new Set([...[channel, ...fallback].map(formatOf), ...attached]);
    return [...forms].flatMap((format) =>
      format === null ? [] : languages.map((language) => ({ step, template, format, language })),
    );
  });
}

const channelOf = { email: 'email', sms: 'sms', letter: 'letter', script: 'call' } as const;

function faultOf(
  use: TemplateUse,
  templates: TemplateSet,
  plan: Plan,
  wordsOf: (trial: Trial) => readonly Fault[],
): Fault | null {
  const { step, template, format, language } = use;
  const samples = sampleFacts(language, sampleOf(plan, step));
  const variants = format === 'script' ? samples.flatMap(ofEveryCustomer) : samples;
  for (const [index, facts] of variants.entries()) {
    try {
      const rendered = renderMessage({ templates, template, channel: channelOf[format], language, facts });
      const trial: Trial = { ...use, facts, fullest: index === variants.length - 1, rendered };
      const fault = contentFaults(trial)[0] ?? wordsOf(trial)[0];
      if (fault !== undefined) return fault;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { value: step.id, ...expecting('renderingTemplate', { step: step.id, reason: error.message }) };
    }
  }
  return null;
}

/** Scripts differ by the type of the customer, and nothing else does (S316). */
const ofEveryCustomer = (facts: MessageFacts): readonly MessageFacts[] =>
  [...customerTypes, null].map((customerType) => ({ ...facts, customerType }));

/** What a message of `step` has when it goes out on its own day. */
function sampleOf(plan: Plan, step: PlanStep): SampleStep {
  const today = addDays(parseDay('2026-07-06'), step.day);
  const legalDay = announcedLegalDay(plan, { step: step.id, today, stageDay: step.day });
  const { interest } = plan;
  return {
    payBy: step.payBy === undefined ? null : sampleEnd(step.payBy, today),
    announcedLegalDate: legalDay === null ? null : isoDateOf(legalDay),
    offer: step.offer === undefined ? null : offerOf(step.offer, today),
    interest:
      interest === undefined ? null : { dailyRate: interest.dailyRate, claimed: isInterestClaimed(plan, step.id) },
  };
}

const offerOf = ({ percent, validity }: NonNullable<PlanStep['offer']>, today: EpochDay): MessageFacts['offer'] => ({
  percent: percent ?? null,
  until: sampleEnd(validity, today),
});

// Any later day does: only that there is one matters to a template.
const sampleEnd = (validity: Validity, today: EpochDay): IsoDate =>
  isoDateOf(addDays(today, 'days' in validity ? validity.days : 4));
