import type { z } from 'zod';
import { checkPolicy } from './checks';
import type { PolicyProblem } from './problem';
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
  const problem = (at: readonly string[], expected: string): PolicyProblem => ({
    path: at.join('.'),
    value: valueAt(document, at),
    expected,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem([...path, key], 'no such field'));
    case 'invalid_key':
      return [problem(path, 'no such name')];
    case 'invalid_value':
      return [problem(path, `one of ${issue.values.map(String).join(', ')}`)];
    case 'invalid_type':
      return [problem(path, `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`)];
    case 'too_small':
      return [problem(path, `at least ${issue.minimum}`)];
    case 'too_big':
      return [problem(path, `at most ${issue.maximum}`)];
    default:
      return [problem(path, issue.message.replace(/^expected /, ''))];
  }
}

/** What stands at `path`; objects and lists are named rather than copied. */
function valueAt(document: unknown, path: readonly string[]): unknown {
  let value: unknown = document;
  for (const name of path) {
    value =
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  }
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : value;
}
