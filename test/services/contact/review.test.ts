import type { StepCall } from '../../../domain/case-input';
import { isoDate } from '../../../domain/time';
import { placeHold } from '../../../services/commands/place-hold';
import { rejectProposal, releaseProposal } from '../../../services/commands/decide-proposal';
import { editProposal } from '../../../services/commands/edit-proposal';
import { sendStep } from '../../../services/contact/send-step';
import { verifyChain } from '../../../services/evidence';
import { recordPayment } from '../../../services/payments';
import { createPinnedPlans } from '../../../services/pinned-plans';
import { publishNext } from '../../../services/publish-row';
import { testDatabase } from '../../support/database';
import { aSending, inWindow, sendDeps } from '../../support/sending';
import { announce, anotherDebtor } from '../../support/several-cases';
import { testProvider } from '../../support/test-provider';

const { db, reset } = testDatabase();
const provider = testProvider();
beforeEach(reset);

const at = new Date(inWindow);
const actor = 'staff:1';

/** The reminder of I-1, to a debtor whose messages somebody reads before. */
async function aReviewed() {
  const sending = await aSending(db);
  await db.debtor.updateMany({ data: { reviewMessages: true } });
  const deps = sendDeps(db, sending.policies, provider.url);
  const { creditorId, call } = sending;
  const plans = createPinnedPlans(db, sending.policies);
  const waiting = () => db.proposal.findFirstOrThrow({ where: { state: 'waiting' } });
  const command = async () => ({ creditorId, proposalId: (await waiting()).id, actor, at });
  return {
    ...{ call, creditorId, deps, waiting, policies: sending.policies },
    send: (other: StepCall = call) => sendStep(deps, other),
    release: async () => releaseProposal({ db, plans }, await command()),
    reject: async () => rejectProposal({ db }, { ...(await command()), reason: 'we called them' }),
    edit: async (text: string, subject?: string) =>
      editProposal({ db }, { ...(await command()), text, ...(subject === undefined ? {} : { subject }) }),
    pays: async (amountMinor: number) =>
      recordPayment(
        { db },
        {
          ...{ creditorId, invoiceNumbers: ['I-1'], amount: { amountMinor, currency: 'CNY' }, actor, at },
          ...{ valueDate: isoDate('2026-03-04'), reference: `P-${amountMinor}`, source: 'test' },
        },
      ),
  };
}

const states = async () => (await db.proposal.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state);
const sentBody = (): string => provider.accepted.at(-1)?.body ?? '';
const proposed = { kind: 'deferredUntil', until: '2026-03-06T02:00:00.000Z', reason: { code: 'proposal' } };

describe('a message that somebody wants to read first', () => {
  it('waits as a proposal with text, recipient and what it covers, once, and nothing is sent', async () => {
    const { call, send, waiting } = await aReviewed();
    expect(await send()).toMatchObject(proposed);
    expect(await send()).toMatchObject(proposed);
    expect(provider.accepted).toHaveLength(0);
    expect(await db.contact.count()).toBe(0);
    const { text, basis, channel } = await waiting();
    expect([await states(), channel]).toEqual([['waiting'], 'email']);
    expect(text).toContain('CNY 1,000.00');
    expect(basis).toMatchObject({ invoices: [[call.invoiceId, 100_000]] });
    expect(await db.evidence.count({ where: { kind: 'contactProposed' } })).toBe(1);
  });

  it('goes out with the words of now once it is released, and its case hears of the release', async () => {
    const { call, send, release } = await aReviewed();
    await send();
    expect(await release()).toMatchObject({ ok: true, notBefore: null });
    const body = { decision: 'released' };
    expect(await db.signalOutbox.findMany()).toMatchObject([
      { caseId: call.caseId, kind: 'proposalDecided', payload: body },
    ]);
    expect(await send()).toMatchObject({ kind: 'sent', channel: 'email' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(provider.accepted).toHaveLength(1);
    expect(await db.proposal.findFirstOrThrow()).toMatchObject({ state: 'released', decidedBy: actor });
    expect((await db.proposal.findFirstOrThrow()).contactId).toBe((await db.contact.findFirstOrThrow()).id);
    expect(await verifyChain(db, `case:${call.caseId}`)).toMatchObject({ ok: true });
  });

  it("goes out with a person's words, escaped, also when the provider has to be asked twice", async () => {
    const { send, edit, release } = await aReviewed();
    await send();
    expect(await edit('As agreed on the phone:\n\nplease pay <CNY 1,000.00> on Friday.', 'Our call')).toMatchObject({
      ok: true,
    });
    await release();
    provider.faults.push({ kind: 'status', status: 503 });
    expect(await send()).toMatchObject({ kind: 'notAccepted' });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(sentBody()).toContain('please pay &lt;CNY 1,000.00&gt; on Friday');
    expect(sentBody()).toContain('Our call');
    expect(sentBody()).not.toContain('Dear');
  });

  it('[X24] refuses words that the lists forbid, with phrase, rule and place, and keeps the text', async () => {
    const { send, edit, waiting } = await aReviewed();
    await send();
    const { text } = await waiting();
    const refused = await edit('Pay now,\nor we will call your wife.');
    expect(refused.ok ? null : refused.problem.reason).toBe('forbiddenWording');
    const sentence = /"your wife" in line 3, column 17: no family .*X22/;
    expect(refused.ok ? '' : refused.problem.message).toMatch(sentence);
    expect(await edit('Tomorrow we instruct a lawyer.')).toMatchObject({
      ok: false,
      problem: { reason: 'forbiddenWording' },
    });
    expect((await waiting()).text).toBe(text);
  });

  it('refuses an account that nobody approved, and lets the approved one stand', async () => {
    const { creditorId, send, edit, waiting } = await aReviewed();
    const { id: approvedById } = await db.staff.create({
      data: { creditorId, name: 'Wang', email: 'wang@example.com', role: 'manager' },
    });
    await db.bankAccount.create({
      data: {
        creditorId,
        holder: 'Seller Ltd',
        bankName: 'Bank',
        accountNo: '6222020012345678901',
        currency: 'CNY',
        validFrom: new Date('2026-01-01'),
        approvedById,
      },
    });
    await send();
    const { text } = await waiting();
    const refused = await edit('Please pay to our new account 6222 0200 9999 9999 999.');
    expect(refused).toMatchObject({ ok: false, problem: { reason: 'foreignAccount' } });
    expect(refused.ok ? '' : refused.problem.message).toContain('6222 0200 9999 9999 999');
    expect((await waiting()).text).toBe(text);
    expect(await edit('Please pay to 6222 0200 1234 5678 901 as agreed.')).toMatchObject({ ok: true });
  });

  it('[K10] passes the gate again at its own instant: the window and the caps hold', async () => {
    const { call, send, release, deps } = await aReviewed();
    await send();
    await release();
    const evening = { ...call, asOf: '2026-03-05T12:30:00.000Z' };
    expect(await sendStep(deps, evening)).toMatchObject({ kind: 'deferredUntil', reason: { code: 'window' } });
    expect(await states()).toEqual(['released']);
    expect(await sendStep(deps, { ...call, asOf: '2026-03-06T02:00:00.000Z' })).toMatchObject({ kind: 'sent' });
  });

  it('says at the release when the gate will let it go', async () => {
    const { creditorId, send, waiting, policies } = await aReviewed();
    await send();
    const { id: proposalId } = await waiting();
    const late = new Date('2026-03-05T12:30:00.000Z');
    const plans = createPinnedPlans(db, policies);
    expect(await releaseProposal({ db, plans }, { creditorId, proposalId, actor, at: late })).toMatchObject({
      notBefore: '2026-03-06T01:00:00.000Z',
      why: { code: 'window' },
    });
  });

  it('is recorded as refused when it is rejected, and its case goes on', async () => {
    const { send, reject } = await aReviewed();
    await send();
    expect(await reject()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ kind: 'refused', reason: { code: 'proposalRejected' } });
    expect(provider.accepted).toHaveLength(0);
    expect(await db.signalOutbox.findMany()).toMatchObject([
      { kind: 'proposalDecided', payload: { decision: 'rejected' } },
    ]);
  });

  it('decides about a proposal once', async () => {
    const { creditorId, send, release, waiting } = await aReviewed();
    await send();
    const { id: proposalId } = await waiting();
    await release();
    const again = { creditorId, proposalId, actor, at, reason: 'no' };
    expect(await rejectProposal({ db }, again)).toMatchObject({ ok: false, problem: { reason: 'alreadyDecided' } });
    const strange = { ...again, creditorId: proposalId };
    expect(await rejectProposal({ db }, strange)).toMatchObject({ ok: false, problem: { reason: 'unknownProposal' } });
  });
});

describe('a proposal that the facts overtake', () => {
  it('[R7] is withdrawn by a payment: it cannot be released any more', async () => {
    const { send, release, pays } = await aReviewed();
    await send();
    await pays(100_000);
    expect(await release()).toMatchObject({ ok: false, problem: { reason: 'overtaken' } });
    expect(await db.proposal.findFirstOrThrow()).toMatchObject({ state: 'withdrawn', why: 'paid' });
  });

  it('[R7] is withdrawn by a payment after its release, and not sent', async () => {
    const { send, release, pays } = await aReviewed();
    await send();
    await release();
    await pays(100_000);
    expect(await send()).toMatchObject({ kind: 'deferredUntil', reason: { code: 'paid' } });
    expect(await states()).toEqual(['withdrawn']);
    expect(provider.accepted).toHaveLength(0);
  });

  it('is withdrawn as soon as its case publishes that it is on hold', async () => {
    const { call, send } = await aReviewed();
    await send();
    const { caseId } = call;
    const hold = { scope: 'invoice', kind: 'dispute', from: isoDate('2026-03-05'), until: null } as const;
    await placeHold({ db }, { caseId, ...hold, actor, reason: 'they complain', at });
    const nothing = { nextStep: null, nextOccurrence: null, nextEffect: null, nextChannel: null, nextSeverity: null };
    const row = { stage: null, ...nothing, nextAt: null, nextReason: { code: 'hold' as const } };
    await publishNext(db, { ...call, row, rowSeq: 3, applied: [] });
    expect(await db.proposal.findFirstOrThrow()).toMatchObject({ state: 'withdrawn', why: 'hold' });
    expect(await db.evidence.count({ where: { kind: 'proposalWithdrawn' } })).toBe(1);
  });

  it('gives way to one with the new sum when a part is paid, released or not', async () => {
    const { send, release, edit, pays } = await aReviewed();
    await send();
    await edit('Please pay CNY 1,000.00.');
    await release();
    await pays(40_000);
    expect(await send()).toMatchObject(proposed);
    expect(await states()).toEqual(['withdrawn', 'waiting']);
    const { text } = await db.proposal.findFirstOrThrow({ where: { state: 'waiting' } });
    expect(text).toContain('CNY 600.00');
    await release();
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(sentBody()).toContain('CNY 600.00');
  });

  it('[X1] comes back to its writer, words kept, when the deadline that they state has moved', async () => {
    const { call, creditorId, send, edit, release, waiting, deps, policies } = await aReviewed();
    await send();
    const [deadline = ''] = /by (\d+ March 2026)/.exec((await waiting()).text)?.slice(1) ?? [];
    const words = `As agreed, please pay CNY 1,000.00 by ${deadline.replace(' 2026', '')}.`;
    await edit(words);
    expect(await release()).toMatchObject({ ok: true });
    const nextDay = '2026-03-06T02:00:00.000Z';
    expect(await sendStep(deps, { ...call, asOf: nextDay })).toMatchObject({
      kind: 'deferredUntil',
      reason: { code: 'proposal' },
    });
    expect(provider.accepted).toHaveLength(0);
    expect(await waiting()).toMatchObject({ text: words, why: 'staleDate', decidedBy: null });
    expect(await db.evidence.count({ where: { kind: 'proposalSentBack' } })).toBe(1);
    const plans = createPinnedPlans(db, policies);
    const onNextDay = { creditorId, proposalId: (await waiting()).id, actor, at: new Date(nextDay) };
    const refused = await releaseProposal({ db, plans }, onNextDay);
    expect(refused.ok ? null : refused.problem).toMatchObject({ reason: 'staleDate' });
    expect(refused.ok ? '' : refused.problem.message).toContain(deadline);
    await edit('Please pay CNY 1,000.00 as we agreed on the phone.');
    expect(await releaseProposal({ db, plans }, onNextDay)).toMatchObject({ ok: true });
    expect(await sendStep(deps, { ...call, asOf: nextDay })).toMatchObject({ kind: 'sent' });
  });

  it("is dropped for the machine's own message once nobody reviews any more", async () => {
    const { send } = await aReviewed();
    await send();
    await db.debtor.updateMany({ data: { reviewMessages: false } });
    expect(await send()).toMatchObject({ kind: 'sent' });
    expect(await db.proposal.findFirstOrThrow()).toMatchObject({ state: 'withdrawn', why: 'notReviewed' });
  });
});

describe('a proposal for several invoices', () => {
  it('[R15] waits for all of them; released, one message covers them, and each case hears of it', async () => {
    const { send, release, creditorId, policies } = await aReviewed();
    const { calls } = await anotherDebtor(db, { creditorId, policies }, 'D-2', [{ number: 'A-1' }, { number: 'A-2' }]);
    await db.debtor.updateMany({ data: { reviewMessages: true } });
    const [first, second] = calls;
    if (first === undefined || second === undefined) throw new Error('there are two');
    await announce(db, second);
    expect(await send(first)).toMatchObject(proposed);
    await announce(db, second, '2026-03-06T02:00:00.000Z');
    expect(await send(second)).toMatchObject(proposed);
    expect(await states()).toEqual(['waiting']);
    await release();
    expect(await send(second)).toMatchObject(proposed);
    const answer = await send(first);
    expect(answer).toMatchObject({ kind: 'sent' });
    for (const number of ['A-1', 'A-2', 'CNY 2,000.00']) expect(sentBody()).toContain(number);
    expect(await db.signalOutbox.count({ where: { caseId: second.caseId, kind: 'proposalDecided' } })).toBe(1);
    expect(await send(second)).toMatchObject({ kind: 'coveredBy' });
    expect(provider.accepted).toHaveLength(1);
  });
});

it('holds back only the steps that the policy wants reviewed', async () => {
  const { call, policies } = await aSending(db);
  const deps = sendDeps(db, policies, provider.url);
  const texts = await deps.renderer.textsOf(call.policyHash);
  const steps = texts.plan.steps.map((step) => (step.id === call.step ? { ...step, review: true } : step));
  const reviewed = { ...texts, plan: { ...texts.plan, steps } };
  const careful = { ...deps, renderer: { textsOf: async () => reviewed } };
  expect(await sendStep(careful, call)).toMatchObject(proposed);
  expect(await sendStep({ ...careful, releasesAtOnce: true }, call)).toMatchObject({ kind: 'sent' });
});
