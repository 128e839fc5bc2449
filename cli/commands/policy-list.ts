import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PolicyProblem } from '../../domain/policy/problem';
import { packNames } from '../../services/pack-texts';
import { readPackFiles } from '../../services/policy-packs';
import type { Language } from '../../services/queries/explain';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';
import { type NamedPack, findPack, policiesFolder, problemLine, usePack } from './policy-source';
import { policyTexts } from './policy-texts';

/** `dunwell policy list`. @returns 0 @throws CliError when a pack cannot be used */
export async function listPolicies(boot: Boot, lang: Language, out: Output): Promise<ExitCode> {
  const rows: { name: string; version: number; hash: string }[] = [];
  for (const name of await packNames(policiesFolder(boot.root))) {
    const { policy, hash } = await usePack(boot.root, name, lang);
    rows.push({ name: policy.policy, version: policy.version, hash });
  }
  const [name, version, hash] = policyTexts[lang].list;
  out.result(rows, () =>
    out.table(
      [{ title: name }, { title: version, amount: true }, { title: hash }],
      rows.map(({ name, version, hash }) => [name, String(version), hash]),
    ),
  );
  return 0;
}

interface CheckedFile {
  readonly file: string;
  readonly ok: boolean;
  readonly policy: string | null;
  readonly version: number | null;
  readonly hash: string | null;
  readonly problems: readonly PolicyProblem[];
  /** The problems as lines for people. */
  readonly lines: readonly string[];
}

/** A folder without a policy of its own holds packs. */
async function packsAt(root: string, path: string, lang: Language): Promise<readonly NamedPack[]> {
  const isFolderOfPacks = existsSync(path) && !existsSync(join(path, 'policy.yaml'));
  const names = isFolderOfPacks ? await packNames(path).catch(() => []) : [];
  return names.length === 0
    ? [await findPack(root, path, lang)]
    : Promise.all(names.map((name) => findPack(root, join(path, name), lang)));
}

async function checkOne({ files }: NamedPack, lang: Language): Promise<CheckedFile> {
  const checked = await readPackFiles(files);
  const file = files.policy;
  if (!checked.ok) {
    const { problems } = checked;
    const lines = problems.map((problem) => problemLine(files, problem, lang));
    return { file, ok: false, policy: null, version: null, hash: null, problems, lines };
  }
  const { policy, hash } = checked.pack;
  return { file, ok: true, policy: policy.policy, version: policy.version, hash, problems: [], lines: [] };
}

/** `dunwell policy check`. @returns 1 when there is a fault, else 0 @throws CliError when there is no such file */
export async function checkPolicies(
  boot: Boot,
  paths: readonly string[],
  lang: Language,
  out: Output,
): Promise<ExitCode> {
  const texts = policyTexts[lang];
  const packs = (await Promise.all(paths.map((path) => packsAt(boot.root, path, lang)))).flat();
  const files: CheckedFile[] = [];
  for (const pack of packs) files.push(await checkOne(pack, lang));
  const faults = files.reduce((sum, { problems }) => sum + problems.length, 0);
  const document = files.map(({ lines: _lines, ...file }) => file);
  out.result({ ok: faults === 0, files: document }, () => {
    for (const { ok, file, policy, version, hash, lines } of files) {
      for (const line of lines) out.line(line);
      if (!ok) continue;
      const named = `${texts.version(policy, version)} (${hash?.slice(0, 12) ?? ''})`;
      out.line(`${out.colors.green(texts.passed)} ${named} ${file}`);
    }
    if (faults > 0) out.line(out.colors.red(texts.faults(faults)));
  });
  return faults === 0 ? 0 : 1;
}
