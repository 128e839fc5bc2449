import type { CaseState, OpenTask } from './case-state';
import type { Plan } from './plan';

/** Counts an attempt that reached nobody, and its channel once (decisions 2.12, Y6). Changes `next`. */
export function countFailure(next: CaseState, channel: string | null): void {
  next.failedAttempts += 1;
  if (channel === null || channel === 'internal' || next.failedChannels.includes(channel)) return;
  next.failedChannels = [...next.failedChannels, channel];
}

/** The channel of the step that opened a task; null where the plan does not know it. */
export const channelOfTask = (plan: Plan, task: OpenTask | undefined): string | null =>
  plan.steps.find((step) => step.id === task?.step)?.channel ?? null;
