import { compileCalendar } from '../../../domain/calendar';
import { isoDate, minuteOf } from '../../../domain/time';
import { placeHold } from '../../../services/commands/place-hold';
import { sendNow, skipStep } from '../../../services/commands/step-commands';
import { caseWithParties, performedSteps, sliceOf, tasksOfSteps } from '../../../services/case-facts';
import { sendStep } from '../../../services/contact/send-step';
import { createPinnedPlans } from '../../../services/pinned-plans';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { announce } from '../../support/several-cases';

const { db, reset } = testDatabase();
beforeEach(reset);

const at = new Date(inWindow);

/** The case of I-1, which announces its friendly reminder for tomorrow. */
async function aCase() {
  const { call, policies } = await aSending(db);
  await announce(db, call, '2026-03-06T01:00:00.000Z');
  const plans = createPinnedPlans(db, policies);
  const { caseId } = call;
  const command = { caseId, actor: 'staff:1', reason: 'they asked for it', at };
  return { call, caseId, command, deps: { db, plans }, policies };
}

describe('send now', () => {
  it('tells the case to take its next message, with evidence of who asked and why', async () => {
    const { caseId, command, deps } = await aCase();
    expect(await sendNow(deps, command)).toMatchObject({ ok: true, step: 'friendlyReminder' });
    const body = { stepId: 'friendlyReminder', occurrence: 1 };
    expect(await db.signalOutbox.findMany()).toMatchObject([{ caseId, kind: 'sendNow', payload: body }]);
    const [{ content } = { content: '' }] = await db.evidence.findMany({ where: { kind: 'sendNowRequested' } });
    expect(JSON.parse(content)).toMatchObject({ step: 'friendlyReminder', actor: 'staff:1' });
  });

  const refusal = async (change: (book: Awaited<ReturnType<typeof aCase>>) => Promise<unknown>, when = at) => {
    const book = await aCase();
    await change(book);
    const answer = await sendNow(book.deps, { ...book.command, at: when });
    expect(await db.signalOutbox.count({ where: { kind: 'sendNow' } })).toBe(0);
    return answer.ok ? 'accepted' : `${answer.problem.reason}: ${answer.problem.message}`;
  };

  it('says why not and when: outside the window, under a flag, under a hold', async () => {
    const late = new Date('2026-03-05T12:30:00.000Z');
    expect(await refusal(async () => undefined, late)).toMatch(/^notNow: .*window.*, not before 2026-03-06T01:00:00/);
    await reset();
    const flag = { noContactUntil: new Date('2026-03-20') };
    expect(await refusal(() => db.debtor.updateMany({ data: flag }))).toMatch(
      /not be contacted.*not before 2026-03-20T01/,
    );
    await reset();
    const hold = { scope: 'invoice', kind: 'dispute', from: isoDate('2026-03-05'), until: null } as const;
    expect(await refusal(({ command }) => placeHold({ db }, { ...command, ...hold }))).toMatch(/on hold \(dispute\)/);
  });

  it('[R30] keeps the deadline of the last demand, which only the planner knows', async () => {
    const waits = { nextReason: { code: 'deadlineOpen', step: 'friendlyReminder' } };
    const answer = await refusal(({ caseId }) => db.collectionCase.update({ where: { id: caseId }, data: waits }));
    expect(answer).toMatch(/deadline of the last demand still runs.*not before 2026-03-06T01:00/);
  });

  it('is for messages that speak of a debt past due, and for the step that somebody saw', async () => {
    expect(await refusal(() => db.collectionCase.updateMany({ data: { nextEffect: 'openCallTask' } }))).toMatch(
      /work for a person/,
    );
    await reset();
    const due = { effectiveDueDate: new Date('2026-03-05') };
    expect(await refusal(() => db.invoice.updateMany({ data: due }))).toMatch(/not past due yet/);
    await reset();
    const { deps, command } = await aCase();
    expect(await sendNow(deps, { ...command, step: 'formalLetter' })).toMatchObject({
      problem: { reason: 'otherStep' },
    });
  });
});

describe('skip', () => {
  it('tells the case, stops the message at once, and is remembered when the case is opened again', async () => {
    const { call, caseId, command, policies } = await aCase();
    expect(await skipStep({ db }, command)).toMatchObject({ ok: true, step: 'friendlyReminder' });
    expect(await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9'), call)).toMatchObject({
      kind: 'deferredUntil',
      reason: { code: 'staleStep' },
    });
    const found = await caseWithParties(db, caseId);
    const calendar = compileCalendar(sliceOf(found, minuteOf(inWindow), null));
    const done = await performedSteps(db, found, await tasksOfSteps(db, found.id), { held: [], calendar });
    expect(done).toMatchObject([{ step: 'friendlyReminder', outcome: 'skipped' }]);
    expect(await db.evidence.count({ where: { kind: 'stepSkipped' } })).toBe(1);
  });

  it('ends the wait for an approval and withdraws a proposal of the step', async () => {
    const { call, caseId, command, policies } = await aCase();
    await db.debtor.updateMany({ data: { reviewMessages: true } });
    await sendStep(sendDeps(db, policies, 'http://127.0.0.1:9'), call);
    await skipStep({ db }, command);
    expect(await db.proposal.findMany()).toMatchObject([
      { state: 'withdrawn', why: 'otherStep', decidedBy: 'staff:1' },
    ]);
    const nothing = { nextStep: null, nextOccurrence: null, nextEffect: null };
    await db.collectionCase.update({ where: { id: caseId }, data: nothing });
    await db.approval.create({ data: { caseId, stepId: 'lawyer', occurrence: 1, kind: 'step', role: 'manager', at } });
    expect(await skipStep({ db }, command)).toMatchObject({ ok: true, step: 'lawyer' });
    expect(await db.approval.findMany()).toMatchObject([{ status: 'skipped', decidedBy: 'staff:1' }]);
  });

  it('comes too late for a message that is on its way, and needs a step', async () => {
    const { call, command, policies } = await aCase();
    const deps = sendDeps(db, policies, 'http://127.0.0.1:9', { mode: 'outbox', allowlist: [] });
    expect(await sendStep(deps, call)).toMatchObject({ kind: 'sent' });
    await announce(db, call);
    await db.collectionCase.updateMany({ data: { rowSeq: 9 } });
    expect(await skipStep({ db }, command)).toMatchObject({ problem: { reason: 'alreadyDecided' } });
    await db.collectionCase.updateMany({ data: { nextStep: 'review' } });
    expect(await skipStep({ db }, command)).toMatchObject({ problem: { reason: 'otherStep' } });
  });
});
