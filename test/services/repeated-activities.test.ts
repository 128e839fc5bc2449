import type { CaseRow } from '../../domain/case-row';
import type { CaseCall, RowUpdate } from '../../domain/case-input';
import { minuteOf, parseDay } from '../../domain/time';
import { escalateCase, openStepTask, requestApproval } from '../../services/people-steps';
import { createPolicyStore } from '../../services/policy-store';
import { closeCase, publishNext } from '../../services/publish-row';
import { checkoutFolder } from '../../workers/checkout';
import { enrolInScratch } from '../../workers/simulation/scratch-book';
import { addScratchCreditor, addScratchDebtor } from '../../workers/simulation/scratch-debtors';
import { testDatabase } from '../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const invoice = {
  id: 'I-1',
  number: 'I-1',
  debtorNumber: 'D-1',
  currency: 'CNY',
  amountMinor: 100_000,
  invoiceDay: parseDay('2026-02-01'),
  dueDay: parseDay('2026-03-02'),
  facts: { grade: null, motive: null, relationship: null, ordering: null, language: 'en' },
  events: [],
};

const row: CaseRow = {
  stage: 'call',
  nextStep: 'formalLetter',
  nextOccurrence: 1,
  nextEffect: 'sendLetter',
  nextChannel: 'letter',
  nextSeverity: 4,
  nextAt: '2026-03-22T01:00:00.000Z',
  nextReason: { code: 'notYet' },
};

async function aCall(): Promise<CaseCall & RowUpdate> {
  const policies = createPolicyStore(db);
  await policies.loadPacks(`${checkoutFolder()}/policies`);
  const { versionId } = await policies.planFor('standard');
  const creditorId = await addScratchCreditor(db, 'Asia/Shanghai', 'CNY');
  const sim = { number: 'D-1', zone: 'Asia/Shanghai', country: 'CN', invoices: [invoice] };
  const debtor = await addScratchDebtor(db, creditorId, sim);
  const { caseId } = await enrolInScratch(db, { versionId }, debtor, invoice, minuteOf('2026-03-03T00:00:00.000Z'));
  const decision = { seq: 1, action: 'wait', step: null, until: null, reason: { code: 'due' as const } };
  return {
    v: 1,
    id: `${caseId}/1`,
    caseId,
    invoiceId: debtor.invoiceIdOf(invoice),
    debtorId: debtor.debtorId,
    asOf: '2026-03-12T02:00:00.000Z',
    day: 10,
    decisions: [
      {
        ...decision,
        at: minuteOf('2026-03-12T02:00:00.000Z'),
        openBalanceMinor: 1,
        dueDay: invoice.dueDay,
        stageDay: 10,
        messages: [],
      },
    ],
    row,
    rowSeq: 2,
  };
}

const evidenceKinds = async () =>
  (await db.evidence.findMany({ where: { chainId: { startsWith: 'case:' } }, orderBy: { seq: 'asc' } })).map(
    (entry) => entry.kind,
  );

// A worker that dies between the commit and the answer is followed by a retry of the same call.
describe('an activity that is repeated after its commit', () => {
  it('publishes a row and its decisions once', async () => {
    const call = await aCall();
    await publishNext(db, { ...call, applied: [] });
    await publishNext(db, { ...call, applied: [] });
    expect(await evidenceKinds()).toEqual(['decisions']);
  });

  it('never overwrites a later row', async () => {
    const call = await aCall();
    await publishNext(db, { ...call, rowSeq: 3, applied: [] });
    await publishNext(db, { ...call, row: { ...row, stage: 'friendly' }, rowSeq: 2, applied: [] });
    expect(await db.collectionCase.findFirstOrThrow()).toMatchObject({ stage: 'call', rowSeq: 3 });
  });

  it('[R6] opens a task, asks for an approval and escalates once', async () => {
    const call = await aCall();
    const deps = { db, people: 'live' as const };
    const task = {
      ...call,
      step: 'call',
      occurrence: 1,
      effect: 'openCallTask' as const,
      policyHash: 'h',
      role: 'owner',
      reason: { code: 'due' as const },
      deadlineAt: null,
    };
    expect(await openStepTask(deps, task, 'call')).toEqual(await openStepTask(deps, task, 'call'));
    const approval = { ...call, step: 'lawyerLetter', occurrence: 1, role: 'manager' };
    expect(await requestApproval(deps, approval)).toEqual(await requestApproval(deps, approval));
    const escalation = { ...call, role: 'manager', occurrence: 1, ignoredTaskId: null };
    expect(await escalateCase(deps, escalation)).toEqual(await escalateCase(deps, escalation));
    expect(await db.task.count()).toBe(2);
    expect((await evidenceKinds()).filter((kind) => kind !== 'decisions')).toEqual([
      'taskOpened',
      'approvalRequested',
      'caseEscalated',
    ]);
  });

  it('ends a case once, and not while the ledger says that it is open', async () => {
    const call = await aCall();
    const close = { ...call, runNo: 1, outcome: 'settled' as const, applied: [] };
    expect(await closeCase(db, close)).toEqual({ kind: 'stillOpen', openBalanceMinor: 100_000, ledgerSeq: 1 });
    const cancelled = { ...close, outcome: 'cancelled' as const };
    expect(await closeCase(db, cancelled)).toEqual({ kind: 'closed' });
    expect(await closeCase(db, cancelled)).toEqual({ kind: 'closed' });
    expect(await db.collectionCase.findFirstOrThrow()).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    expect((await evidenceKinds()).filter((kind) => kind === 'caseEnded')).toHaveLength(1);
  });
});
