import type { AttachmentKind, Plan, PlanStep } from '../../domain/plan';
import type { Letter } from '../render/letter';

/** A content template that WhatsApp has approved, with what fills its places `1`, `2` … */
export interface FilledTemplate {
  readonly contentSid: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Who calls whom; what it is about is said only to the person who answers for it. */
export interface SpokenCall {
  readonly caller: string;
  readonly called: string;
  /** Whether it is recorded: who is called hears that first (X23, S207). */
  readonly recorded: boolean;
}

/** What only some channels need of a message beside its words. */
export interface MessageExtras {
  /** A formal notice: from those nobody can unsubscribe. */
  readonly formal: boolean;
  /** Documents that go with it; none but with an e-mail. */
  readonly attach: readonly AttachmentKind[];
  /** The letter among them, as it would be posted. */
  readonly attachedLetter: Letter | null;
  /** Null but on WhatsApp. */
  readonly template: FilledTemplate | null;
  /** Null but for a call. */
  readonly call: SpokenCall | null;
}

/** The step whose text a message has. */
export const leadingStepOf = (plan: Plan, leadStep: string): PlanStep | undefined =>
  plan.steps.find((step) => step.id === leadStep);

/** The approved template of the step in a language, filled from what our own templates see; null when it has none. */
export function filledTemplate(
  step: PlanStep | undefined,
  language: string,
  valueOf: (variable: string) => string,
): FilledTemplate | null {
  const contentSid = step?.whatsapp?.contentSid[language];
  if (step?.whatsapp === undefined || contentSid === undefined) return null;
  const places = step.whatsapp.variables.map((variable, index) => [String(index + 1), valueOf(variable)] as const);
  return { contentSid, variables: Object.fromEntries(places) };
}
