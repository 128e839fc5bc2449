import { checkAmounts } from '../../../services/commands/check-amounts';
import { keepAddress } from '../../../services/commands/keep-address';
import { type RecordCall, recordCall } from '../../../services/commands/record-call';
import { setContactPerson } from '../../../services/commands/debtor-contacts';
import { sendStep } from '../../../services/contact/send-step';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';

const { db, reset } = testDatabase();
beforeEach(reset);

const at = new Date(inWindow);
const minutesBefore = (minutes: number) => new Date(at.getTime() - minutes * 60_000);

/** An open call, or other work, of a debtor that has an e-mail address and these numbers only. */
async function aCall(numbers: readonly string[], kind = 'call') {
  const { call, policies, creditorId } = await aSending(db);
  const { debtorId, caseId, invoiceId } = call;
  await db.contactPoint.deleteMany({ where: { kind: 'phone' } });
  await db.contactPoint.createMany({ data: numbers.map((address) => ({ debtorId, kind: 'phone', address })) });
  const open = { debtorId, caseId, invoiceId, stepId: 'overdueCall', occurrence: 1, kind, role: 'owner' };
  const { id: taskId } = await db.task.create({ data: { ...open, why: { code: 'due' }, at: minutesBefore(90) } });
  const report = {
    taskId,
    outcome: 'reached',
    note: 'pays on Friday',
    identified: true,
    actor: 'staff:1',
    at,
  } as const;
  const deps = sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] });
  return {
    ...{ call, deps, taskId, debtorId, caseId },
    says: (over: Partial<RecordCall> = {}) => recordCall({ db }, { ...report, ...over }),
    command: { creditorId, debtorNumber: 'D-1', actor: 'staff:1', reason: 'as told', at },
    numbers: async () => {
      const points = await db.contactPoint.findMany({ where: { debtorId, kind: 'phone' } });
      const shown = points.map(({ address, wrongAt, verifiedOn }) => {
        const verified = verifiedOn?.toISOString().slice(0, 10) ?? '-';
        return `${address} ${wrongAt === null ? verified : 'wrong'}`;
      });
      return shown.sort();
    },
  };
}

const mobile = '+8613900000001';
const office = '+862150000002';

const evidenceOf = async (kind: string): Promise<unknown[]> => {
  const rows = await db.evidence.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } });
  return rows.map((row): unknown => JSON.parse(row.content));
};

it('[S195][S196] keeps a call open until it has a note, and in evidence how long after its end that was written', async () => {
  const { says, taskId } = await aCall([mobile]);
  expect(await says({ note: '' })).toMatchObject({ problem: { reason: 'noteNeeded' } });
  expect(await db.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({ status: 'open' });
  expect(await says({ endedAt: minutesBefore(-1) })).toMatchObject({ problem: { reason: 'dateOrder' } });
  expect(await says({ endedAt: minutesBefore(45) })).toMatchObject({ ok: true });
  expect(await evidenceOf('taskClosed')).toMatchObject([
    { taskId, outcome: 'reached', identified: true, notedAfterMinutes: 45, notedLate: true },
  ]);
});

it('[S198] records nothing about the debt from a call with somebody unknown', async () => {
  const { says } = await aCall([mobile]);
  expect(await says({ outcome: 'promised', identified: false })).toMatchObject({
    problem: { reason: 'identityNeeded' },
  });
  expect(await db.signalOutbox.count()).toBe(0);
});

it('[S227] dates the number on which the debtor was reached, of the several that it has', async () => {
  const { says, numbers, command } = await aCall([mobile]);
  const kept = { ...command, kind: 'phone', address: office, label: 'office', isVerified: false } as const;
  expect(await keepAddress({ db }, kept)).toMatchObject({ ok: true });
  expect(await says({ address: '+8613900009999' })).toMatchObject({ problem: { reason: 'unknownAddress' } });
  expect(await says({ address: office })).toMatchObject({ ok: true });
  expect(await numbers()).toEqual([`${mobile} -`, `${office} 2026-03-05`]);
});

it('[S228] uses a wrong number on no channel from that instant on, and looks for the right one', async () => {
  const { says, numbers, debtorId, caseId, call, deps, command } = await aCall([mobile, office]);
  expect(await says({ outcome: 'wrongNumber' })).toMatchObject({ problem: { reason: 'unknownAddress' } });
  expect(await says({ outcome: 'wrongNumber', address: mobile, identified: false })).toMatchObject({ ok: true });
  expect(await numbers()).toEqual([`${mobile} wrong`, `${office} -`]);
  expect(await db.task.findMany({ where: { kind: 'data' } })).toMatchObject([{ debtorId, caseId, status: 'open' }]);
  expect(await evidenceOf('addressBlocked')).toHaveLength(1);
  // The case hears that nobody was reached, and no message goes there: not even where it is the only address left.
  expect(await db.signalOutbox.findMany()).toMatchObject([{ payload: { outcome: 'noAnswer' } }]);
  await db.contactPoint.deleteMany({ where: { address: { not: mobile } } });
  expect(await sendStep(deps, call)).toMatchObject({ kind: 'refused', reason: { code: 'noAddress' } });
  const person = { ...command, role: 'accountsPayable', name: 'Wang Min', phone: mobile } as const;
  expect(await setContactPerson({ db }, person)).toMatchObject({ problem: { reason: 'wrongAddress' } });
  const again = { ...command, kind: 'phone', address: mobile } as const;
  expect(await keepAddress({ db }, { ...again, isVerified: false })).toMatchObject({
    problem: { reason: 'wrongAddress' },
  });
  expect(await keepAddress({ db }, { ...again, isVerified: true })).toMatchObject({ ok: true });
  expect(await numbers()).toEqual([`${mobile} 2026-03-05`]);
  expect(await db.task.count({ where: { kind: 'data', status: 'open' } })).toBe(0);
});

it('[S231] lets a visit be reported only after finance and goods control had checked the amounts, by two people', async () => {
  const { says, taskId, command } = await aCall([], 'visit');
  const check = (department: 'finance' | 'goodsControl', actor: string) =>
    checkAmounts({ db }, { creditorId: command.creditorId, taskId, department, note: 'all agree', actor, at });
  expect(await says()).toMatchObject({ problem: { reason: 'notReconciled' } });
  expect(await check('finance', 'staff:1')).toMatchObject({ ok: true });
  expect(await check('goodsControl', 'staff:1')).toMatchObject({ problem: { reason: 'alreadyDecided' } });
  expect(await says()).toMatchObject({ problem: { reason: 'notReconciled' } });
  expect(await check('goodsControl', 'staff:2')).toMatchObject({ ok: true });
  expect(await says()).toMatchObject({ ok: true });
  expect(await check('finance', 'staff:3')).toMatchObject({ problem: { reason: 'otherStep' } });
});

it('closes work that is no conversation without a note', async () => {
  const { says } = await aCall([mobile], 'managerReview');
  expect(
    await recordCall({ db }, { taskId: (await db.task.findFirstOrThrow()).id, outcome: 'done', actor: 'staff:1', at }),
  ).toMatchObject({ ok: true });
  expect(await says()).toMatchObject({ problem: { reason: 'alreadyClosed' } });
});
