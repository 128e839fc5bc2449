import { parsePolicy } from '../../../domain/policy/parse';
import type { PolicyProblem } from '../../../domain/policy/problem';
import type { Policy } from '../../../domain/policy/schema';

type Fields = Readonly<Record<string, unknown>>;

/** A document's reminder on day 3, changed by `overrides`; a field that is undefined is left out. */
export const aReminder = (overrides: Fields = {}): Fields =>
  withoutUndefined({
    id: 'friendly',
    day: 3,
    stage: 'early',
    effect: 'sendReminder',
    channel: 'email',
    role: 'owner',
    addressee: 'accountsPayable',
    severity: 1,
    entry: true,
    template: 'friendly',
    tone: 'friendly',
    sources: ['S53'],
    ...overrides,
  });

/** A document's step that instructs a lawyer on day 46. */
export const aLawyerStep = (overrides: Fields = {}): Fields =>
  withoutUndefined({
    id: 'lawyer',
    day: 46,
    stage: 'late',
    effect: 'instructLawyer',
    channel: 'internal',
    role: 'legal',
    severity: 5,
    when: [{ fact: 'failedAttempts', atLeast: 3 }],
    approval: { role: 'manager' },
    task: { deadlineDays: 5 },
    sources: ['S57'],
    ...overrides,
  });

/** A small policy document without a fault. */
export const aDocument = (overrides: Fields = {}): Fields =>
  withoutUndefined({
    policy: 'small',
    version: 1,
    languages: ['en'],
    stages: ['early', 'late'],
    catchUp: { value: 'fitting', ownChoice: 'decisions 2.2' },
    minGapDays: { value: 3, ownChoice: 'decisions 2.2' },
    reviewEveryDays: { value: 30, ownChoice: 'decisions 2.5' },
    promiseGraceBankDays: { value: 2, ownChoice: 'U3' },
    unknownAfterHours: { value: 24, ownChoice: 'decisions 4.3' },
    review: { role: 'manager', deadlineDays: 5, ownChoice: 'decisions 2.5' },
    caps: { perDay: 1, per7Days: 2, per30Days: 6, gapHours: 48, ownChoice: 'U1' },
    precedence: { motive: 'stageCaps', quadrant: 'stageFirst', sources: ['X37', 'X18'] },
    windows: { default: { ranges: ['09:00-17:30'], workingDaysOnly: true, ownChoice: 'U1' } },
    steps: [aReminder(), aLawyerStep()],
    ...overrides,
  });

const withoutUndefined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The policy of a document without faults. */
export function policyOf(document: unknown): Policy {
  const parsed = parsePolicy(document);
  if (parsed.ok) return parsed.policy;
  throw new Error(JSON.stringify(parsed.problems));
}

/** The faults of a document. */
export function problemsOf(document: unknown): readonly PolicyProblem[] {
  const parsed = parsePolicy(document);
  return parsed.ok ? [] : parsed.problems;
}
