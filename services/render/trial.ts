import type { Channel } from '../../domain/channels';
import { DomainError } from '../../domain/errors';
import type { Plan, PlanStep } from '../../domain/plan';
import { announcedLegalDay } from '../../domain/policy/announced';
import { compilePlan } from '../../domain/policy/compile';
import type { PolicyProblem } from '../../domain/policy/problem';
import type { Policy } from '../../domain/policy/schema';
import { type TemplateSet, formatOf, templateKey } from '../../domain/policy/templates';
import { addDays, isoDateOf, parseDay } from '../../domain/time';
import { renderMessage } from './message';
import { type SampleVariant, sampleFacts } from './sample-facts';

/** Renders every template for every step that uses it, in all languages, with the facts that such a step has. */
export function tryTemplates(policy: Policy, templates: TemplateSet): readonly PolicyProblem[] {
  const plan = compilePlan(policy, 'trial');
  const faults = new Map<string, PolicyProblem>();
  for (const { step, template, channel, language } of usesOf(plan, policy.languages)) {
    const format = formatOf(channel);
    if (format === null) continue;
    const path = `templates.${templateKey(template, language, format)}`;
    for (const facts of sampleFacts(language, variantOf(plan, step))) {
      const fault = faultOf(() => renderMessage({ templates, template, channel, language, facts }));
      if (fault === null || faults.has(path)) continue;
      faults.set(path, { path, value: step.id, expected: `a template that renders for step ${step.id}: ${fault}` });
    }
  }
  return [...faults.values()];
}

interface TemplateUse {
  readonly step: PlanStep;
  readonly template: string;
  readonly channel: Channel;
  readonly language: string;
}

function usesOf({ steps }: Plan, languages: readonly string[]): readonly TemplateUse[] {
  return steps.flatMap((step) => {
    const { template, channel, fallback } = step;
    if (template === null) return [];
    return [channel, ...fallback].flatMap((used) =>
      languages.map((language) => ({ step, template, channel: used, language })),
    );
  });
}

/** The dates that a message of `step` has when it goes out on its own day. */
function variantOf(plan: Plan, { id, day, payByDays }: PlanStep): SampleVariant {
  const today = addDays(parseDay('2026-07-06'), day);
  const legalDay = announcedLegalDay(plan, { step: id, today, stageDay: day });
  return {
    payBy: payByDays === undefined ? null : isoDateOf(addDays(today, payByDays)),
    announcedLegalDate: legalDay === null ? null : isoDateOf(legalDay),
  };
}

function faultOf(render: () => unknown): string | null {
  try {
    render();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}
