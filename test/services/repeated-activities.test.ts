import type { CaseRow } from '../../domain/case-row';
import type { CaseCall, RowUpdate } from '../../domain/case-input';
import { minuteOf } from '../../domain/time';
import { escalateCase, openStepTask, requestApproval } from '../../services/people-steps';
import { closeCase, publishNext } from '../../services/publish-row';
import { testDatabase } from '../support/database';
import { oneCase } from '../support/one-case';

const { db, reset } = testDatabase();
beforeEach(reset);

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
  const { ids, dueDay } = await oneCase(db);
  const decision = { seq: 1, action: 'wait', step: null, until: null, reason: { code: 'due' as const } };
  return {
    v: 1,
    id: `${ids.caseId}/1`,
    ...ids,
    asOf: '2026-03-12T02:00:00.000Z',
    day: 10,
    decisions: [
      {
        ...decision,
        at: minuteOf('2026-03-12T02:00:00.000Z'),
        openBalanceMinor: 1,
        dueDay,
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
