/** One fault in a policy: where, what stands there, and what was expected. */
export interface PolicyProblem {
  /** Names and positions joined by dots: `steps.3.channel`, `templates.friendly.en.email`. */
  readonly path: string;
  readonly value: unknown;
  readonly expected: string;
  /** Line in the source text, from 1. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
}
