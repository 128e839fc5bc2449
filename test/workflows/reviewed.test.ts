import { rejectProposal, releaseProposal } from '../../services/commands/decide-proposal';
import { sendNow, skipStep } from '../../services/commands/step-commands';
import { createPinnedPlans } from '../../services/pinned-plans';
import type { Refused } from '../../services/problems';
import { storyteller, type Story } from '../support/story';
import { aPolicyOfMessages } from '../support/story-plans';

const tell = storyteller('live');

/** What people do with the messages of a story's case. */
function peopleOf(story: Story) {
  const { creditorId, caseId } = story;
  const { db, policies } = tell.stage();
  const plans = createPinnedPlans(db, policies);
  const by = () => ({ actor: 'staff:1', reason: 'told in a story', at: story.now() });
  const deliver = async (answer: { readonly ok: true; readonly messageIds: readonly string[] } | Refused) => {
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(await story.deliver(answer.messageIds)).toBe('applied');
  };
  const proposal = async () => {
    const { id: proposalId } = await db.proposal.findFirstOrThrow({ where: { caseId, state: 'waiting' } });
    return { creditorId, proposalId, ...by() };
  };
  return {
    release: async () => deliver(await releaseProposal({ db, plans }, await proposal())),
    reject: async () => deliver(await rejectProposal({ db }, await proposal())),
    sendNow: async () => deliver(await sendNow({ db, plans }, { caseId, ...by() })),
    skip: async () => deliver(await skipStep({ db }, { caseId, ...by() })),
    review: async () =>
      void (await db.debtor.update({ where: { id: story.debtorId }, data: { reviewMessages: true } })),
    states: async () =>
      (await db.proposal.findMany({ where: { caseId }, orderBy: { id: 'asc' } })).map(({ state }) => state),
  };
}

it('sends what people release, leaves what they reject or skip, and takes a step before its day when they want it', async () => {
  const story = await tell.anInvoice({ due: '2026-03-02', amount: '10000.00' });
  const people = peopleOf(story);
  await people.review();
  await story.untilDay(4);
  expect([await story.sent(), await people.states()]).toEqual([[], ['waiting']]);
  expect(await story.next()).toMatch(/^day 4 .* friendlyReminder: proposal$/);
  await story.untilDay(4, '10:00');
  await people.release();
  expect(await story.sent()).toEqual(['day 4 friendlyReminder by email']);
  expect(await people.states()).toEqual(['released']);
  await story.untilDay(5);
  await people.skip();
  expect(await story.next()).toMatch(/^day 21 .* formalLetter: notYet$/);
  await story.untilDay(14, '10:00');
  await people.sendNow();
  expect(await story.next()).toMatch(/formalLetter: proposal$/);
  await people.reject();
  expect(await people.states()).toEqual(['released', 'rejected']);
  expect(await story.sent()).toEqual(['day 4 friendlyReminder by email']);
  expect(await story.timeline()).toMatchObject([
    { step: 'friendlyReminder', outcome: 'sent' },
    { step: 'call', outcome: 'skipped' },
    { step: 'formalLetter', outcome: 'refused' },
  ]);
});

it('[S192] follows an e-mail that nobody opens by SMS a day later, and goes on', async () => {
  const policy = await aPolicyOfMessages(tell.stage().db, 2, true);
  const story = await tell.anInvoice({ due: '2026-03-02', amount: '10000.00', policy });
  await story.untilDay(12);
  expect(await story.sent()).toEqual(['day 10 reminder1 by email', 'day 11 reminder1Unread by sms']);
  expect(await story.next()).toMatch(/^day 21 .* reminder2: notYet$/);
});
