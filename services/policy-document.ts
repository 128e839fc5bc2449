import { canonicalJson } from '../domain/canonical-json';
import { parsePolicy } from '../domain/policy/parse';
import type { PolicyProblem } from '../domain/policy/problem';
import type { Policy } from '../domain/policy/schema';
import type { TemplateSet } from '../domain/policy/templates';
import { productPresets, withPreset } from './policy-presets';
import { type Place, readYaml } from './policy-yaml';
import { sha256 } from './sha256';

/**
 * SHA-256 (hex) over the canonical form of a policy document and its templates: same meaning, same hash, whatever the layout
 * of the file. The document is taken as written, so that a later product with new defaults computes the same.
 */
export const policyHash = (document: unknown, templates: TemplateSet): string =>
  sha256(canonicalJson({ document, templates }));

/** A document with the values of the preset that it names, so that what is stored does not change with a preset's file. */
const complete = (document: unknown): unknown => withPreset(document, productPresets());

/** The content hash that a pack of these texts has; null when the text is no YAML. */
export function hashOfTexts(text: string, templates: TemplateSet): string | null {
  const yaml = readYaml(text);
  return yaml.ok ? policyHash(complete(yaml.document), templates) : null;
}

/** A policy whose form and meaning are right; `placeOf` tells where something stands in its text. */
export type ReadPolicy =
  | {
      readonly ok: true;
      readonly policy: Policy;
      readonly document: unknown;
      readonly placeOf: (path: string) => Place;
    }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads a policy from its text. Its templates are another matter: see `checkPack`. */
export function readPolicy(text: string): ReadPolicy {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const { placeOf } = yaml;
  const document = complete(yaml.document);
  const parsed = parsePolicy(document);
  return parsed.ok
    ? { ok: true, policy: parsed.policy, document, placeOf }
    : { ok: false, problems: parsed.problems.map((problem) => ({ ...problem, ...placeOf(problem.path) })) };
}
