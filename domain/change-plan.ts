import { wasTaken, type CaseState } from './case-state';
import { copyState } from './copy-state';
import type { Plan, PlanStep } from './plan';

const keyOf = (step: Pick<PlanStep, 'id' | 'occurrence'>): string => `${step.id}/${step.occurrence}`;

/** Whether two plans are one version with the same steps in the same order. */
export const isSamePlan = (a: Plan, b: Plan): boolean =>
  a.hash === b.hash &&
  a.steps.length === b.steps.length &&
  a.steps.every((step, index) => {
    const other = b.steps[index];
    return other !== undefined && keyOf(step) === keyOf(other);
  });

/** Whether a yes that is asked for under another plan is still needed under this one. */
export const needsApproval = (plan: Plan, asked: { readonly step: string; readonly occurrence: number }): boolean =>
  plan.steps.some(
    ({ id, occurrence, approval }) => id === asked.step && occurrence === asked.occurrence && approval !== null,
  );

/**
 * Where a case goes on in another plan. Steps have the same meaning in all versions of a policy (decisions 3.7): what was
 * performed or passed over is behind the case, and so is everything up to the last of it in the new order. Nor does the case
 * fall back behind the severity that it has reached: milder steps that are new before that are not made up for.
 */
function nextIndexIn(to: Plan, from: Plan, state: CaseState): number {
  const behind = new Set(from.steps.slice(0, state.nextIndex).map(keyOf));
  let next = to.steps.reduce((last, step, index) => (behind.has(keyOf(step)) ? index + 1 : last), 0);
  const reached = severityReached(from, state);
  while (next < to.steps.length && (to.steps[next]?.severity ?? 0) < reached) next += 1;
  return next;
}

/** The severity of the hardest step of the plan that was performed; 0 where none was. */
function severityReached(plan: Plan, { performed }: CaseState): number {
  const done = new Set(performed.filter(wasTaken).map(({ step }) => step));
  return Math.max(0, ...plan.steps.filter(({ id }) => done.has(id)).map(({ severity }) => severity));
}

/**
 * The state of a case that follows plan `to` instead of `from` from now on. Pure; what was done stays done, holds, promise,
 * tasks and attempts stay as they are. An approval that nobody needs any more is no longer awaited.
 */
export function changePlan(from: Plan, to: Plan, state: CaseState): CaseState {
  const next = copyState(state);
  next.nextIndex = nextIndexIn(to, from, state);
  if (state.approval !== null && !needsApproval(to, state.approval)) next.approval = null;
  return next;
}
