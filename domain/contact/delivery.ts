import { wasTaken, type CaseState } from '../case-state';
import type { MessageOf } from '../messages';
import type { Plan } from '../plan';

/** Whether the step was the last one that the case took, by a message: only then it can be taken again without changing the order. */
function isLastTaken({ performed }: CaseState, stepId: string, occurrence: number): boolean {
  const last = performed[performed.length - 1];
  return last !== undefined && last.step === stepId && last.occurrence === occurrence && wasTaken(last);
}

/** Takes back the last performed step: its message did not arrive, so the ladder stands where it stood before it. */
function takeBack(plan: Plan, next: CaseState, index: number): void {
  const taken = next.performed[next.performed.length - 1];
  next.performed = next.performed.slice(0, -1);
  const before = next.performed.filter(wasTaken);
  const previous = before[before.length - 1];
  next.nextIndex = index;
  next.lastOn = previous?.on ?? null;
  next.stage = plan.steps.find((row) => row.id === previous?.step)?.stage ?? null;
  next.awaitingAnswer = false;
  next.awaitedChannel = null;
  next.awaitingRead = null;
  // What it said has been read by nobody: neither its deadline nor its offer binds.
  next.deadline = null;
  next.offers = next.offers.filter((offer) => offer.step !== taken?.step || offer.occurrence !== taken.occurrence);
}

/**
 * Folds what became of a message. Whatever it is, nobody waits any longer for the answer to an unknown send (decisions 4.3). A
 * bounced or failed message opens the next attempt of its step (decisions 4.2, R26), unless the case has taken another one since:
 * steps are never reordered. Changes `next`; says why nothing else changed, or null.
 */
export function applyDelivery(plan: Plan, next: CaseState, body: MessageOf<'deliveryReported'>): string | null {
  const { contactId, stepId, occurrence, outcome } = body;
  if (next.deferral?.reason.code === 'unknownSend' && next.deferral.reason.step === stepId) next.deferral = null;
  const { awaitingRead } = next;
  const wasAwaited = awaitingRead?.step === stepId && awaitingRead.occurrence === occurrence;
  if (outcome === 'read' && wasAwaited) next.awaitingRead = null;
  if (outcome !== 'bounced' && outcome !== 'failed') return null;
  const index = plan.steps.findIndex((row) => row.id === stepId && row.occurrence === occurrence);
  if (index < 0 || !isLastTaken(next, stepId, occurrence))
    return `contact ${contactId} ${outcome}, and another step was taken since`;
  takeBack(plan, next, index);
  return null;
}
