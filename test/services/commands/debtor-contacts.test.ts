import { isoDate } from '../../../domain/time';
import { setContactPerson, setContactRules } from '../../../services/commands/debtor-contacts';
import { objectToStep } from '../../../services/commands/object-to-step';
import { tellSalesAhead } from '../../../services/contact/heads-up';
import { sendStep } from '../../../services/contact/send-step';
import { createHeadsUpGate } from '../../../services/contact/heads-up';
import { openStepTask } from '../../../services/people-steps';
import { closeCase } from '../../../services/publish-row';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';

const { db, reset } = testDatabase();
beforeEach(reset);

const at = new Date(inWindow);

/** The reminder of I-1; messages stay in the outbox. */
async function aBook() {
  const { call, policies, creditorId } = await aSending(db);
  const deps = sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] });
  const command = { creditorId, debtorNumber: 'D-1', actor: 'staff:1', reason: 'as agreed', at };
  const letter = { ...call, step: 'formalLetter', effect: 'sendLetter' } as const;
  return { call, letter, deps, creditorId, command, send: (asOf = inWindow) => sendStep(deps, { ...call, asOf }) };
}

describe('a flag that keeps us from a debtor or a person', () => {
  it('ends on its day, is told to the cases, and passes formal notices', async () => {
    const { call, letter, deps, command, send } = await aBook();
    expect(await setContactRules({ db }, { ...command, noContactUntil: isoDate('2026-03-09') })).toMatchObject({
      ok: true,
    });
    expect(await send()).toMatchObject({
      kind: 'deferredUntil',
      until: '2026-03-09T01:00:00.000Z',
      reason: { code: 'noContactFlag' },
    });
    expect(await sendStep(deps, letter)).toMatchObject({ kind: 'sent', channel: 'letter' });
    expect(await db.signalOutbox.findMany()).toMatchObject([{ caseId: call.caseId, kind: 'debtorChanged' }]);
    await setContactRules({ db }, { ...command, noContactUntil: null });
    expect(await send('2026-03-12T02:00:00.000Z')).toMatchObject({ kind: 'sent' });
  });

  it('has an end in the future', async () => {
    const { command } = await aBook();
    expect(await setContactRules({ db }, { ...command, noContactUntil: isoDate('2026-03-05') })).toMatchObject({
      problem: { reason: 'dateInThePast' },
    });
  });

  it('on one person lets another address be used; on the only one, it waits', async () => {
    const { command, send } = await aBook();
    const role = 'accountsPayable' as const;
    const flagged = { role, name: 'Wang Min', noContactUntil: isoDate('2026-03-20') };
    await setContactPerson({ db }, { ...command, ...flagged, email: 'wang@d-1.example.com' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await db.outboxMessage.findFirstOrThrow()).toMatchObject({ recipient: 'ap-d-1@example.com' });
    await reset();
    const other = await aBook();
    await db.contactPoint.deleteMany();
    await setContactPerson({ db }, { ...other.command, ...flagged, email: 'wang@d-1.example.com' });
    expect(await other.send()).toMatchObject({ kind: 'deferredUntil', reason: { code: 'noContactFlag' } });
    expect(await db.task.count()).toBe(0);
  });
});

describe('the contact matrix', () => {
  it('sends to the person in the role that the step names, and letters to the notice address', async () => {
    const { letter, deps, command, send } = await aBook();
    await setContactPerson(
      { db },
      { ...command, role: 'accountsPayable', name: 'Wang Min', email: 'wang@d-1.example.com' },
    );
    await setContactPerson(
      { db },
      { ...command, role: 'noticeAddress', name: 'Zhao Lei', post: '1 Notice Road, Shanghai' },
    );
    await send();
    await sendStep(deps, letter);
    const rows = await db.outboxMessage.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ recipient }) => recipient)).toEqual(['wang@d-1.example.com', '1 Notice Road, Shanghai']);
  });

  it('[K1] ends the data task when the debtor can be reached again, and never uses a replaced address', async () => {
    const { command, send } = await aBook();
    await db.contactPoint.deleteMany();
    expect(await send()).toMatchObject({ kind: 'refused', reason: { code: 'noAddress' } });
    const person = { role: 'financeHead', name: 'Li Na' } as const;
    await setContactPerson({ db }, { ...command, ...person, email: 'old@d-1.example.com' });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'data', status: 'closed', closedBy: 'staff:1' }]);
    await setContactPerson({ db }, { ...command, ...person, email: 'new@d-1.example.com' });
    await send('2026-03-06T02:00:00.000Z');
    expect(await db.outboxMessage.findFirstOrThrow()).toMatchObject({ recipient: 'new@d-1.example.com' });
    expect(await db.contactPoint.count({ where: { bouncedAt: null } })).toBe(1);
  });
});

describe('the heads-up to sales', () => {
  const hire = async (creditorId: string) =>
    db.staff.create({ data: { creditorId, name: 'Sun Li', email: 'sun@example.com', role: 'sales' } });

  it('keeps a letter back for a working day, and lets it go then', async () => {
    const { letter, deps, creditorId } = await aBook();
    await hire(creditorId);
    expect(await sendStep(deps, letter)).toMatchObject({
      kind: 'deferredUntil',
      until: '2026-03-06T02:00:00.000Z',
      reason: { code: 'headsUp' },
    });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'headsUp', role: 'sales', status: 'open' }]);
    expect(await sendStep(deps, { ...letter, asOf: '2026-03-06T02:00:00.000Z' })).toMatchObject({ kind: 'sent' });
    expect(await db.task.findMany()).toMatchObject([{ status: 'closed', closedBy: 'system' }]);
  });

  it('is given before an announced letter is due, so that it need not wait, and once', async () => {
    const { letter, deps, creditorId } = await aBook();
    await hire(creditorId);
    const nextAt = new Date('2026-03-06T01:30:00.000Z');
    const next = { nextStep: letter.step, nextOccurrence: 1, nextEffect: 'sendLetter', nextAt, status: 'open' };
    await db.collectionCase.updateMany({ data: next });
    expect(await tellSalesAhead({ db, now: new Date('2026-03-04T01:00:00.000Z') })).toBe(0);
    expect(await tellSalesAhead({ db, now: new Date('2026-03-05T01:00:00.000Z') })).toBe(1);
    expect(await tellSalesAhead({ db, now: new Date('2026-03-05T01:00:00.000Z') })).toBe(0);
    expect(await sendStep(deps, { ...letter, asOf: nextAt.toISOString() })).toMatchObject({ kind: 'sent' });
  });

  it('holds the invoice in one click, because …', async () => {
    const { letter, deps, creditorId } = await aBook();
    await hire(creditorId);
    await sendStep(deps, letter);
    const { id: taskId } = await db.task.findFirstOrThrow();
    const objection = { creditorId, taskId, reason: 'they pay on Friday', actor: 'staff:2', at };
    expect(await objectToStep({ db }, objection)).toMatchObject({ ok: true, caseId: letter.caseId });
    expect(await db.hold.findMany()).toMatchObject([{ kind: 'manual', untilDate: new Date('2026-03-19') }]);
    expect(await db.task.findFirstOrThrow()).toMatchObject({ status: 'closed', outcome: 'disputed' });
    expect(await sendStep(deps, { ...letter, asOf: '2026-03-06T02:00:00.000Z' })).toMatchObject({
      reason: { code: 'hold' },
    });
    expect(await objectToStep({ db }, objection)).toMatchObject({ problem: { reason: 'alreadyClosed' } });
  });

  it('is over when the case ends before the letter', async () => {
    const { letter, deps, creditorId } = await aBook();
    await hire(creditorId);
    await sendStep(deps, letter);
    const ending = { ...letter, rowSeq: 9, runNo: 1, outcome: 'cancelled', applied: [] } as const;
    expect(await closeCase(db, ending)).toEqual({ kind: 'closed' });
    expect(await db.task.findMany()).toMatchObject([{ kind: 'headsUp', status: 'closed', closedBy: 'system' }]);
  });

  it("comes before a lawyer's step, too, and not before a call", async () => {
    const { call, creditorId } = await aBook();
    await hire(creditorId);
    const gate = { db, people: 'live' as const, conversations: createHeadsUpGate((asOf) => asOf) };
    const lawyer = { ...call, step: 'lawyerLetter', effect: 'instructLawyer' } as const;
    expect(await openStepTask(gate, lawyer, 'lawyer')).toMatchObject({
      kind: 'deferredUntil',
      reason: { code: 'headsUp' },
    });
    const later = { ...lawyer, asOf: '2026-03-06T02:00:00.000Z' };
    expect(await openStepTask(gate, later, 'lawyer')).toMatchObject({ kind: 'taskOpened' });
    expect(await openStepTask(gate, { ...call, step: 'call', effect: 'openCallTask' }, 'call')).toMatchObject({
      kind: 'taskOpened',
    });
  });
});
