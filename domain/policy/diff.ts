import { canonicalJson } from '../canonical-json';

/** One difference between two policies. A side where nothing stands is absent. */
export interface PolicyDifference {
  /** Steps, windows and the like by name: `steps.friendlyReminder.day`, `windows.call.ranges`, `templates.friendly.en.sms`. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly a?: unknown;
  readonly b?: unknown;
}

/** A policy as it is compared: its document as written, and its templates. */
export interface ComparedPolicy {
  readonly document: unknown;
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * How policy `b` differs from `a`: by step and value. Steps are matched by id, whatever their position; `moved` says that two
 * steps which both have stand in another order.
 */
export const policyDifferences = (a: ComparedPolicy, b: ComparedPolicy): readonly PolicyDifference[] => [
  ...differencesAt('', a.document, b.document),
  ...templateDifferences(a.templates, b.templates),
];

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list whose items have ids, as fields by id; null for every other value. */
function byId(value: unknown): Fields | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const items = value.map((item: unknown) => (isFields(item) && typeof item['id'] === 'string' ? item : null));
  const entries = items.flatMap((item) => (item === null ? [] : [[String(item['id']), item] as const]));
  return entries.length === value.length ? Object.fromEntries(entries) : null;
}

function differencesAt(path: string, a: unknown, b: unknown): readonly PolicyDifference[] {
  if (a === undefined && b === undefined) return [];
  if (a === undefined) return [{ path, change: 'added', b }];
  if (b === undefined) return [{ path, change: 'removed', a }];
  const [stepsA, stepsB] = [byId(a), byId(b)];
  if (stepsA !== null && stepsB !== null) {
    return [
      ...fieldDifferences(path, stepsA, stepsB),
      ...orderDifferences(path, Object.keys(stepsA), Object.keys(stepsB)),
    ];
  }
  if (isFields(a) && isFields(b)) return fieldDifferences(path, a, b);
  return canonicalJson(a) === canonicalJson(b) ? [] : [{ path, change: 'changed', a, b }];
}

const fieldOf = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

const fieldDifferences = (path: string, a: Fields, b: Fields): readonly PolicyDifference[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
    differencesAt(path === '' ? name : `${path}.${name}`, fieldOf(a, name), fieldOf(b, name)),
  );

/** The first step that both have and that stands elsewhere; the rest of the order follows from it. */
function orderDifferences(path: string, a: readonly string[], b: readonly string[]): readonly PolicyDifference[] {
  const common = a.filter((id) => b.includes(id));
  const index = common.findIndex((id, at) => b.filter((other) => a.includes(other))[at] !== id);
  return index < 0 ? [] : [{ path, change: 'moved', a: common, b: b.filter((id) => a.includes(id)) }];
}

/** Templates by name: their texts are long, and a text tool shows them better. */
const templateDifferences = (
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): readonly PolicyDifference[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((key): PolicyDifference[] => {
    const path = `templates.${key}`;
    if (a[key] === b[key]) return [];
    if (a[key] === undefined) return [{ path, change: 'added' }];
    return [{ path, change: b[key] === undefined ? 'removed' : 'changed' }];
  });
