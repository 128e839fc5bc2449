import type { PlanStep } from '../../domain/plan';
import type { Expected, Found } from '../../domain/policy/problem';
import type { MessageFormat } from '../../domain/message-format';
import type { MessageFacts } from './facts';
import type { RenderedMessage } from './message';

/** One template of one step in one form and language, rendered with one set of facts. */
export interface Trial {
  readonly step: PlanStep;
  readonly template: string;
  readonly format: MessageFormat;
  readonly language: string;
  readonly facts: MessageFacts;
  /** Whether the facts are the fullest that the step can have. */
  readonly fullest: boolean;
  readonly rendered: RenderedMessage;
}

/** Paragraphs that were found without fault already, by the rules that they were checked against: most say the same again. */
export type CleanParagraphs = Set<string>;

/** A fault of a template: what stands there, and what was expected. */
export type Fault = Found & Expected;
