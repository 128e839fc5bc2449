import { Client } from 'pg';
import { publishNext, closeCase } from '../../../services/publish-row';
import { sendStep } from '../../../services/contact/send-step';
import { testDatabase } from '../../support/database';
import { aSending, sendDeps } from '../../support/sending';
import { testProvider } from '../../support/test-provider';

// Every round trip is justified in docs/measurements.md: a larger number here needs a reason there.

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);
afterEach(() => jest.restoreAllMocks());

/** The statements that `work` sends to the database, by their first words. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = jest.spyOn(Client.prototype, 'query');
  await work();
  const texts = query.mock.calls.map(([asked]) => {
    const given: unknown = asked;
    return typeof given === 'object' && given !== null && 'text' in given ? String(given.text) : String(given);
  });
  query.mockRestore();
  return texts.map((text) => text.trim().split(/\s+/, 2).join(' ').toLowerCase());
}

const reservation = ['begin', 'with locked', 'with own', 'with written', 'commit'];

it('sends a message with seven statements', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  // Policies are read once a process.
  await deps.renderer.textsOf(call.policyHash);
  const statements = await statementsOf(() => sendStep(deps, call));
  expect(statements).toEqual([...reservation, 'update contact', 'with sent']);
});

it('puts a message into the outbox with six statements', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url, { mode: 'outbox', allowlist: [] });
  await deps.renderer.textsOf(call.policyHash);
  expect(await statementsOf(() => sendStep(deps, call))).toEqual([...reservation, 'with sent']);
});

it('defers a message with five statements', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  await deps.renderer.textsOf(call.policyHash);
  const late = { ...call, asOf: '2026-03-05T12:30:00.000Z' };
  const statements = await statementsOf(() => sendStep(deps, late));
  expect(statements).toEqual(['begin', 'with locked', 'with own', 'select append_evidence($1::jsonb)', 'commit']);
});

it('publishes a row with one statement and ends a case with five', async () => {
  const { call } = await aSending(db);
  const { row, asOf, day, v, id, caseId, invoiceId, debtorId } = call;
  const base = { v, id, caseId, invoiceId, debtorId, asOf, day, row, decisions: [] };
  expect(await statementsOf(() => publishNext(db, { ...base, rowSeq: 3, applied: [] }))).toEqual(['with applied']);
  const close = { ...base, rowSeq: 4, applied: [], runNo: 1, outcome: 'cancelled' } as const;
  expect(await statementsOf(() => closeCase(db, close))).toHaveLength(5);
});
