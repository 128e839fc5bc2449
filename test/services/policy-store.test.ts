import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPack } from '../../services/policy-packs';
import { createPolicyStore } from '../../services/policy-store';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
const policies = join(__dirname, '..', '..', 'policies');

let folder: string;

beforeEach(async () => {
  await reset();
  folder = await mkdtemp(join(tmpdir(), 'policies-'));
  await cp(join(policies, 'standard'), join(folder, 'standard'), { recursive: true });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function edit(name: string, part: string, replacement: string): Promise<void> {
  const path = join(folder, 'standard', name);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(part);
  await writeFile(path, text.replace(part, replacement));
}

it('stores a pack once and hands out its plan and its templates', async () => {
  const store = createPolicyStore(db);
  await store.loadPacks(folder);
  await store.loadPacks(folder);
  const checked = await readPack(folder, 'standard');
  const pack = checked.ok ? checked.pack : undefined;
  const rows = await db.policyVersion.findMany();
  expect(rows.map(({ name, version, hash }) => [name, version, hash])).toEqual([['standard', 1, pack?.hash]]);
  const { plan, versionId, hash } = await store.planFor('standard');
  expect([plan.policy, plan.version, plan.hash, versionId]).toEqual(['standard', 1, pack?.hash, rows[0]?.id]);
  const evidence = await db.evidence.findMany({ where: { chainId: 'system:policies' } });
  expect(evidence.map((row) => row.kind)).toEqual(['policyStored']);
  expect(await store.planOfHash(hash)).toEqual(plan);
  expect(await store.templatesOf(hash)).toEqual(pack?.templates);
});

it('gives another process the same plan from the database alone', async () => {
  await createPolicyStore(db).loadPacks(folder);
  const [one, other] = [createPolicyStore(db), createPolicyStore(db)];
  expect(await one.planFor('standard', 1)).toEqual(await other.planFor('standard'));
});

it('lets two processes load the same packs at once', async () => {
  await Promise.all([createPolicyStore(db).loadPacks(folder), createPolicyStore(db).loadPacks(folder)]);
  expect(await db.policyVersion.count()).toBe(1);
});

it('refuses a stored version that was changed, and keeps it as it was', async () => {
  const store = createPolicyStore(db);
  await store.loadPacks(folder);
  const before = await store.planFor('standard');
  await edit('policy.yaml', 'minGapDays: { value: 3', 'minGapDays: { value: 5');
  await expect(store.loadPacks(folder)).rejects.toThrow(
    /standard version 1 is stored .* give the changed policy a new version number/,
  );
  expect(await createPolicyStore(db).planFor('standard')).toEqual(before);
});

it('answers with the latest version unless one is named', async () => {
  const store = createPolicyStore(db);
  await store.loadPacks(folder);
  await store.planFor('standard');
  await edit('policy.yaml', 'version: 1', 'version: 2');
  await edit('policy.yaml', 'minGapDays: { value: 3', 'minGapDays: { value: 5');
  await store.loadPacks(folder);
  const gaps = [await store.planFor('standard'), await store.planFor('standard', 1)];
  expect(gaps.map(({ plan }) => [plan.version, plan.minGapDays])).toEqual([
    [2, 5],
    [1, 3],
  ]);
});

it('names file, line and path of every fault and stores nothing', async () => {
  await cp(join(folder, 'standard'), join(folder, 'another'), { recursive: true });
  await edit('policy.yaml', 'channel: letter', 'channel: pigeon');
  const loading = createPolicyStore(db).loadPacks(folder);
  await expect(loading).rejects.toThrow(/another\/policy.yaml: policy: expected the name another/);
  await expect(loading).rejects.toThrow(
    /standard\/policy.yaml:\d+: steps.\d+.channel: expected one of email, .*, found pigeon/,
  );
  expect(await db.policyVersion.count()).toBe(0);
});

it('refuses a name, a version or a hash that is not stored', async () => {
  const store = createPolicyStore(db);
  await store.loadPacks(folder);
  await expect(store.planFor('gentle')).rejects.toThrow('Policy gentle is not stored');
  await expect(store.planFor('standard', 9)).rejects.toThrow('Version 9 of policy standard is not stored');
  await expect(store.templatesOf('abc')).rejects.toThrow('No policy version with hash abc');
});

it('notices a row that somebody changed', async () => {
  await createPolicyStore(db).loadPacks(folder);
  await db.$executeRaw`update policy_version set document = jsonb_set(document, '{minGapDays,value}', '0')`;
  await expect(createPolicyStore(db).planFor('standard')).rejects.toThrow('does not match its hash');
});
