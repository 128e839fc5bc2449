import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../clients/prisma';
import { DomainError } from '../domain/errors';
import type { Plan } from '../domain/plan';
import { compilePlan } from '../domain/policy/compile';
import { parsePolicy } from '../domain/policy/parse';
import { type PolicyProblem, foundText } from '../domain/policy/problem';
import type { TemplateSet } from '../domain/policy/templates';
import { appendEvidence } from './evidence';
import { packFiles, packNames, readPackTexts } from './pack-texts';
import { hashOfTexts, policyHash } from './policy-document';
import { checkPack, type PolicyPack } from './policy-packs';

/** A plan with the stored version that it was compiled from. */
export interface StoredPlan {
  readonly plan: Plan;
  readonly versionId: string;
  readonly hash: string;
}

/** The policies of an installation: read once from their folder, stored for good, compiled when asked for. */
export interface PolicyStore {
  /**
   * Checks the packs of `folder`, all unless some are named, and stores the versions that are new; what is stored was checked
   * before. Nothing is stored unless all are right.
   * @throws DomainError naming each fault, and when a stored version was changed without a new number
   */
  loadPacks(folder: string, names?: readonly string[]): Promise<void>;
  /** The plan of a version, by default the latest. @throws DomainError when it is not stored */
  planFor(name: string, version?: number): Promise<StoredPlan>;
  /** The plan of the version with this content hash. @throws DomainError when it is not stored */
  planOfHash(hash: string): Promise<Plan>;
  /** The templates of the version with this content hash. @throws DomainError when it is not stored */
  templatesOf(hash: string): Promise<TemplateSet>;
}

const storedDocument = z.record(z.string(), z.json());
const templateSet = z.record(z.string(), z.string());

interface StoredVersion extends StoredPlan {
  readonly templates: TemplateSet;
}

/** A store over the database. A stored version never changes, so that compiled ones are kept in memory. */
export function createPolicyStore(db: Db): PolicyStore {
  const byHash = new Map<string, StoredVersion>();

  const versionOf = async (hash: string): Promise<StoredVersion> => {
    const known = byHash.get(hash);
    if (known !== undefined) return known;
    const row = await db.policyVersion.findUnique({ where: { hash } });
    if (row === null) throw new DomainError('unknownPolicy', `No policy version with hash ${hash} is stored`);
    const version = compileRow(row);
    byHash.set(hash, version);
    return version;
  };

  return {
    loadPacks: async (folder, names) => {
      for (const pack of await readNew(db, folder, names ?? (await packNames(folder)))) await store(db, pack);
    },
    planFor: async (name, version) => {
      const row = await db.policyVersion.findFirst({
        where: { name, ...(version === undefined ? {} : { version }) },
        orderBy: { version: 'desc' },
        select: { hash: true },
      });
      if (row === null) {
        const what = version === undefined ? `Policy ${name}` : `Version ${version} of policy ${name}`;
        throw new DomainError('unknownPolicy', `${what} is not stored; expected the name of a pack`);
      }
      const { plan, versionId, hash } = await versionOf(row.hash);
      return { plan, versionId, hash };
    },
    planOfHash: async (hash) => (await versionOf(hash)).plan,
    templatesOf: async (hash) => (await versionOf(hash)).templates,
  };
}

/** The packs whose content is not stored yet, checked: to render every template for a check takes most of a second. */
async function readNew(db: Db, folder: string, names: readonly string[]): Promise<readonly PolicyPack[]> {
  const packs: PolicyPack[] = [];
  const faults: string[] = [];
  for (const name of names) {
    const read = await readPackTexts(packFiles(join(folder, name)));
    const hash = read.ok ? hashOfTexts(read.text, read.templates) : null;
    if (hash !== null && (await db.policyVersion.count({ where: { hash, name } })) > 0) continue;
    const checked = read.ok ? checkPack(read.text, read.templates) : read;
    if (!checked.ok) faults.push(...checked.problems.map((problem) => faultText(name, problem)));
    else if (checked.pack.policy.policy !== name) faults.push(`${name}/policy.yaml: policy: expected the name ${name}`);
    else packs.push(checked.pack);
  }
  if (faults.length > 0) throw new DomainError('badPolicy', `Policies cannot be loaded:\n${faults.join('\n')}`);
  return packs;
}

/** A fault as one line: file and line, path, what was expected, what was found. */
function faultText(pack: string, problem: PolicyProblem): string {
  const { path, expected, line } = problem;
  const isTemplate = path.startsWith('templates.');
  const file = isTemplate ? `templates/${path.slice('templates.'.length)}.liquid` : 'policy.yaml';
  const place = isTemplate || path === '' ? '' : `${path}: `;
  return `${pack}/${file}${line === undefined ? '' : `:${line}`}: ${place}expected ${expected}, found ${foundText(problem, 'en')}`;
}

async function store(db: Db, { policy, document, templates, hash }: PolicyPack): Promise<void> {
  const { policy: name, version } = policy;
  await db.$transaction(async (tx) => {
    // Two processes may start at once: the one that comes second finds the row there and compares.
    const stored = await tx.policyVersion.createMany({
      data: [{ name, version, hash, document: storedDocument.parse(document), templates }],
      skipDuplicates: true,
    });
    if (stored.count === 0) return;
    const chain = { kind: 'system', id: 'policies' } as const;
    await appendEvidence(tx, [{ chain, kind: 'policyStored', at: new Date(), content: { name, version, hash } }]);
  });
  const stored = await db.policyVersion.findUniqueOrThrow({ where: { name_version: { name, version } } });
  if (stored.hash === hash) return;
  throw new DomainError(
    'policyChanged',
    `Policy ${name} version ${version} is stored with hash ${stored.hash}, its files now have ${hash}: ` +
      'a stored version never changes, give the changed policy a new version number',
  );
}

interface PolicyRow {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly document: unknown;
  readonly templates: unknown;
}

function compileRow(row: PolicyRow): StoredVersion {
  const parsed = parsePolicy(row.document);
  const templates = templateSet.parse(row.templates);
  if (!parsed.ok || policyHash(row.document, templates) !== row.hash) {
    throw new DomainError(
      'badPolicy',
      `Stored policy ${row.name} version ${row.version} does not match its hash ${row.hash}: the row was changed`,
    );
  }
  return { plan: compilePlan(parsed.policy, row.hash), versionId: row.id, hash: row.hash, templates };
}
