import { canonicalJson } from '../canonical-json';
import { needsCall } from '../conversations/channel-traits';
import { ladderDays } from './ladder';
import { type PolicyProblem, expecting } from './problem';
import type { Policy, PolicyStep } from './schema';

/** A step by fax, also as its second way, needs a call on its day or after it that every case of the step gets (S225). */
export function checkPairs({ steps }: Pick<Policy, 'steps'>): readonly PolicyProblem[] {
  const days = ladderDays(steps);
  const isPaired = (step: PolicyStep, call: PolicyStep): boolean => {
    const day = days.get(step.id);
    const callDay = days.get(call.id);
    return day !== undefined && callDay !== undefined && callDay >= day && followsAlways(step, call);
  };
  return steps.flatMap((step, index) => {
    const fax = [step.channel, ...step.fallback].find(needsCall);
    if (fax === undefined || steps.some((call) => isPaired(step, call))) return [];
    const field = step.channel === fax ? 'channel' : 'fallback';
    return [{ path: `steps.${index}.${field}`, value: fax, ...expecting('callAfterFax') }];
  });
}

/** Whether every case that takes the step takes the call as well: it asks for nothing more, and neither replaces the other. */
function followsAlways(step: PolicyStep, call: PolicyStep): boolean {
  if (call.channel !== 'call' || call.id === step.id) return false;
  if ((step.instead ?? []).includes(call.id) || (call.instead ?? []).includes(step.id)) return false;
  const asked = step.when.map(canonicalJson);
  return call.when.every((condition) => asked.includes(canonicalJson(condition)));
}
