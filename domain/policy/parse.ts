import type { z } from 'zod';
import { checkPolicy } from './checks';
import {
  type Expected,
  type Found,
  type PolicyProblem,
  describing,
  expectedPart,
  expecting,
  isTextCode,
} from './problem';
import { type Policy, policySchema } from './schema';

export type ParsedPolicy =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Checks a policy document, as read from YAML or the database: its form first, then what it says (issue: policies as data). */
export function parsePolicy(document: unknown): ParsedPolicy {
  const parsed = policySchema.safeParse(document);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, document)) };
  }
  const problems = checkPolicy(parsed.data);
  return problems.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, problems };
}

function problemsOf(issue: z.core.$ZodIssue, document: unknown): readonly PolicyProblem[] {
  const path = issue.path.map(String);
  const problem = (at: readonly string[], expected: Expected): PolicyProblem => ({
    path: at.join('.'),
    ...foundAt(document, at),
    ...expected,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem([...path, key], expecting('noSuchField')));
    case 'invalid_key':
      return [problem(path, expecting('noSuchName'))];
    case 'invalid_value':
      return [problem(path, expecting('oneOf', { words: issue.values.map(String).join(', ') }))];
    case 'invalid_type':
      return [problem(path, typeExpected(issue.expected))];
    case 'too_small':
      return [problem(path, expecting('atLeast', { minimum: String(issue.minimum) }))];
    case 'too_big':
      return [problem(path, expecting('atMost', { maximum: String(issue.maximum) }))];
    default:
      return [problem(path, ruleExpected(issue))];
  }
}

/** A type as zod names it. */
function typeExpected(type: string): Expected {
  switch (type) {
    case 'string':
    case 'number':
    case 'int':
    case 'boolean':
    case 'array':
    case 'object':
    case 'record':
      return expecting(type);
    default:
      return expecting('fittingValue', { message: `a ${type}` });
  }
}

/** Rules of the schema's own have the code of their text as message, and perhaps its parameters. */
function ruleExpected(issue: z.core.$ZodIssue): Expected {
  const { message: code } = issue;
  if (!isTextCode(code)) return expecting('fittingValue', { message: code });
  const given: readonly [string, unknown][] = issue.code === 'custom' ? Object.entries(issue.params ?? {}) : [];
  return expectedPart({ code, parameters: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) });
}

/** What stands at `path`; objects and lists are named rather than copied. */
function foundAt(document: unknown, path: readonly string[]): Found {
  let value: unknown = document;
  for (const name of path) {
    value =
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  }
  if (Array.isArray(value)) return describing('found.list', { length: value.length });
  return typeof value === 'object' && value !== null ? describing('found.object') : { value };
}
