import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { migrationAnswer, migrationPreviewAnswer } from '../../api/policy-answers';
import { newId } from '../../services/ids';
import { policyHash } from '../../services/policy-document';
import { testDatabase } from '../support/database';
import { aCaller, asCaller, testApp, type TestCaller } from './app-under-test';
import { aBookedCase } from './book';
import { addWork } from './work';

const { db, reset } = testDatabase();
let app: FastifyInstance;
let caller: TestCaller;

const plainJson = z.record(z.string(), z.json());
const texts = z.record(z.string(), z.string());

/** Stores a second version of `standard` that says the same; booked cases have brought the first. */
async function storeVersion2(): Promise<void> {
  const first = await db.policyVersion.findFirstOrThrow({ where: { name: 'standard', version: 1 } });
  const document = { ...plainJson.parse(first.document), version: 2 };
  const templates = texts.parse(first.templates);
  const hash = policyHash(document, templates);
  await db.policyVersion.create({ data: { id: newId(), name: 'standard', version: 2, hash, document, templates } });
}

// An app for each test: its store remembers the ids of versions, which a reset makes anew.
beforeEach(async () => {
  await reset();
  app = await testApp(db);
  caller = await aCaller(db);
});
afterEach(() => app.close());

const path = '/v1/policies/standard/migration';
const versions = async () => {
  const rows = await db.collectionCase.findMany({ include: { policyVersion: true }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.policyVersion.version);
};

async function threeCases(): Promise<string[]> {
  const ids: string[] = [];
  for (const number of ['INV-1', 'INV-2', 'INV-3']) {
    const { caseId } = await aBookedCase(db, { creditorId: caller.creditorId, number });
    ids.push(caseId);
  }
  await storeVersion2();
  return ids;
}

describe('a migration', () => {
  it('[R17] is listed page by page and moves nothing before it is asked to', async () => {
    const ids = await threeCases();
    const as = asCaller(app, caller);
    const first = migrationPreviewAnswer.parse((await as.get(`${path}?to=2&limit=2`)).json());
    expect([first.total, first.target.version, first.items.map(({ caseId }) => caseId)]).toEqual([
      3,
      2,
      ids.slice(0, 2),
    ]);
    const second = migrationPreviewAnswer.parse((await as.get(`${path}?to=2&limit=2&cursor=${first.next}`)).json());
    expect([second.items.map(({ invoice }) => invoice), second.next]).toEqual([['INV-3'], null]);
    expect(await versions()).toEqual([1, 1, 1]);
    expect(await db.signalOutbox.count()).toBe(0);
  });

  it('[R17] moves batch by batch, goes on where it stopped, and tells each case once', async () => {
    await threeCases();
    const as = asCaller(app, caller);
    const move = async () => {
      const answer = await as.post(path, { to: 2, limit: 2, reason: 'new year' });
      expect(answer.statusCode).toBe(200);
      const { items, remaining } = migrationAnswer.parse(answer.json());
      return [items.map(({ invoice }) => invoice), remaining];
    };
    expect(await move()).toEqual([['INV-1', 'INV-2'], 1]);
    expect(await versions()).toEqual([2, 2, 1]);
    expect(await move()).toEqual([['INV-3'], 0]);
    expect(await move()).toEqual([[], 0]);
    const messages = await db.signalOutbox.findMany();
    expect(messages.map(({ kind }) => kind)).toEqual(['policyChanged', 'policyChanged', 'policyChanged']);
    const evidence = await db.evidence.findMany({ where: { kind: 'policyMigrated' } });
    expect(evidence).toHaveLength(3);
  });

  it('leaves cases of other books and ended ones alone', async () => {
    await threeCases();
    await db.collectionCase.updateMany({ where: { invoice: { number: 'INV-2' } }, data: { endedAt: new Date() } });
    const other = await aCaller(db, 'Other');
    await aBookedCase(db, { creditorId: other.creditorId, number: 'INV-9', debtor: 'D-9' });
    await asCaller(app, caller).post(path, { to: 2, reason: 'new year' });
    expect(await versions()).toEqual([2, 1, 2, 1]);
  });

  it('withdraws approvals that the new version does not ask for', async () => {
    const booked = await aBookedCase(db, { creditorId: caller.creditorId });
    const { approvalId } = await addWork(db, caller, booked);
    await storeVersion2();
    await asCaller(app, caller).post(path, { to: 2, reason: 'new year' });
    expect(await db.approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({ status: 'withdrawn' });
  });

  it('needs a stored version, a reason and a limit', async () => {
    await threeCases();
    const as = asCaller(app, caller);
    expect((await as.post(path, { to: 9, reason: 'why' })).statusCode).toBe(404);
    expect((await as.get(`${path}?to=9`)).statusCode).toBe(404);
    expect((await as.post(path, { to: 2 })).statusCode).toBe(400);
    expect((await as.post(path, { to: 2, reason: 'why', limit: 51 })).statusCode).toBe(400);
    expect((await as.get(`${path}?to=two`)).statusCode).toBe(400);
  });
});

it('previews no case without a running workflow', async () => {
  await aBookedCase(db, { creditorId: caller.creditorId });
  const answer = await asCaller(app, caller).get('/v1/cases/INV-1/preview');
  expect(answer.statusCode).toBe(409);
  expect(answer.body).toContain('no running workflow');
});
