import { type PolicyDifference, policyDifferences } from '../../domain/policy/diff';
import type { Language } from '../../services/queries/explain';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';
import { usePack } from './policy-source';
import { policyTexts } from './policy-texts';

// Longer values, such as whole steps, are told by their fields.
const SHOWN_CHARACTERS = 60;

function shown(value: unknown): string {
  if (value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 1)}…` : text;
}

function line(out: Output, { path, change, a, b }: PolicyDifference): string[] {
  const mark = { added: out.colors.green('+'), removed: out.colors.red('-'), changed: '~', moved: '↕' }[change];
  return [mark, path, shown(a), shown(b)];
}

/** `dunwell policy diff`. @returns 0, whether they differ or not @throws CliError when a policy cannot be used */
export async function diffPolicies(boot: Boot, a: string, b: string, lang: Language, out: Output): Promise<ExitCode> {
  const [packA, packB] = [await usePack(boot.root, a, lang), await usePack(boot.root, b, lang)];
  const differences = policyDifferences(packA, packB);
  const texts = policyTexts[lang];
  const identity = ({ policy, hash }: typeof packA) => ({ policy: policy.policy, version: policy.version, hash });
  out.result({ a: identity(packA), b: identity(packB), differences }, () => {
    if (differences.length === 0) return out.line(texts.same);
    out.table(
      [{ title: '' }, { title: texts.where }, { title: a }, { title: b }],
      differences.map((difference) => line(out, difference)),
    );
    return out.line(texts.differences(differences.length));
  });
  return 0;
}
