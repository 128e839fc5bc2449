import { assignPolicy, type PolicyScope } from '../../../services/commands/assign-policy';
import { enrolDue } from '../../../services/enrolment';
import { aCreditor, anInvoiceRow, csvOf, importText, noon } from '../../support/a-book';
import { standardStored } from '../../support/standard-policy';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

/** One invoice of debtor D1 in the segment `dealers`, with stored copies of `standard` under other names. */
async function aBook() {
  const creditorId = await aCreditor(db);
  await importText(db, creditorId, csvOf([anInvoiceRow()]));
  await db.debtor.updateMany({ data: { segment: 'dealers' } });
  const policies = await standardStored(db);
  const { plan, versionId } = await policies.planFor('standard');
  const stored = await db.policyVersion.findUniqueOrThrow({ where: { id: versionId } });
  for (const name of ['a', 'b', 'c', 'd']) {
    const copy = { name, version: 1, hash: name, document: { policy: name }, templates: {} };
    await db.policyVersion.create({ data: copy });
  }
  const planFor = async (name: string) => {
    const row = await db.policyVersion.findFirstOrThrow({ where: { name } });
    return { plan, versionId: name === 'standard' ? stored.id : row.id };
  };
  const assign = (scope: PolicyScope, policy: string | null) =>
    assignPolicy({ db }, { creditorId, scope, policy, actor: 'staff:1', reason: 'agreed', at: noon });
  const enrolledUnder = async () => {
    await enrolDue({ db, policies: { planFor }, now: noon }, { limit: 10 });
    return (await db.collectionCase.findFirstOrThrow({ include: { policyVersion: true } })).policyVersion.name;
  };
  return { assign, enrolledUnder };
}

it.each([
  ['the book', [['book', 'a']], 'a'],
  [
    'the segment before the book',
    [
      ['book', 'a'],
      ['segment', 'b'],
    ],
    'b',
  ],
  [
    'the debtor before the segment',
    [
      ['book', 'a'],
      ['segment', 'b'],
      ['debtor', 'c'],
    ],
    'c',
  ],
  [
    'the invoice before the debtor',
    [
      ['invoice', 'd'],
      ['book', 'a'],
      ['segment', 'b'],
      ['debtor', 'c'],
    ],
    'd',
  ],
  [
    'the book again when the segment is taken back',
    [
      ['segment', 'b'],
      ['segment', null],
    ],
    'standard',
  ],
] as const)('[S74][S320][S322] takes the policy of %s', async (_what, assignments, policy) => {
  const { assign, enrolledUnder } = await aBook();
  const scopes: Readonly<Record<'book' | 'segment' | 'debtor' | 'invoice', PolicyScope>> = {
    book: { kind: 'book' },
    segment: { kind: 'segment', segment: 'dealers' },
    debtor: { kind: 'debtor', number: 'D1' },
    invoice: { kind: 'invoice', number: 'INV-1' },
  };
  for (const [kind, name] of assignments) expect(await assign(scopes[kind], name)).toMatchObject({ ok: true });
  expect(await enrolledUnder()).toBe(policy);
});

it('[R17] leaves a running case with the policy that it has', async () => {
  const { assign, enrolledUnder } = await aBook();
  expect(await enrolledUnder()).toBe('standard');
  await assign({ kind: 'book' }, 'a');
  expect(await enrolledUnder()).toBe('standard');
});

it.each([
  ['a policy that is not stored', { kind: 'book' }, 'ghost', 'unknownPolicy'],
  ['a book without one', { kind: 'book' }, null, 'unknownPolicy'],
  ['an unknown debtor', { kind: 'debtor', number: 'D9' }, 'a', 'unknownDebtor'],
  ['an unknown invoice', { kind: 'invoice', number: 'X' }, 'a', 'unknownInvoice'],
] as const)('refuses %s', async (_what, scope, policy, reason) => {
  const { assign, enrolledUnder } = await aBook();
  expect(await assign(scope, policy)).toMatchObject({ ok: false, problem: { reason } });
  expect(await enrolledUnder()).toBe('standard');
});
