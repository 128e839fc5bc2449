import { storyteller } from '../support/story';

const tell = storyteller('live');
const invoice = { due: '2026-03-02', amount: '10000.00' };

describe('a call task', () => {
  it('that nobody does goes to the manager when its deadline has passed', async () => {
    tell.recordedAs('call-ignored');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(15);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
    await story.untilDay(16);
    expect(await story.tasks()).toEqual(['day 10 call for owner: ignored', 'day 15 escalation for manager: open']);
    await story.untilDay(40);
    expect(await story.sent()).toEqual(['day 3 friendlyReminder by email', 'day 21 formalLetter by letter']);
  });

  it('is closed by its outcome and does not escalate', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(12);
    await story.taskEnds('call', 'reached');
    expect((await story.view())?.openTasks).toBe(0);
    await story.untilDay(20);
    expect(await story.tasks()).toEqual(['day 10 call for owner: reached']);
  });
});

it('hands a case to the manager when staff ask for it, and goes on with the ladder', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(5);
  await story.isEscalatedTo('manager');
  expect(await story.tasks()).toEqual(['day 5 escalation for manager: open']);
  expect(await story.next()).toBe('day 10 10:00 call: notYet');
});

it('ends a cancelled case at once and sends nothing any more', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(5);
  await story.isCancelled();
  expect(await story.ending()).toBe('cancelled');
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  await expect(story.isCancelled()).rejects.toThrow('caseClosed');
});

describe('the ladder to the lawyer', () => {
  const untilApproval = async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(11);
    await story.taskEnds('call', 'noAnswer');
    await story.untilDay(47);
    expect(await story.next()).toBe('nothing: approval');
    expect(await story.sent()).toEqual(['day 3 friendlyReminder by email', 'day 21 formalLetter by letter']);
    return story;
  };

  it('waits for the approval, goes to the lawyer, prepares the papers, and asks for reviews until a person ends it', async () => {
    tell.recordedAs('lawyer-and-reviews');
    const story = await untilApproval();
    await story.untilDay(49);
    await story.approvalIs('approved');
    await story.untilDay(50);
    expect((await story.view())?.stage).toBe('legal');
    await story.untilDay(120);
    expect(await story.tasks()).toEqual([
      'day 10 call for owner: noAnswer',
      'day 30 managerReview for manager: ignored',
      'day 35 escalation for generalManager: open',
      'day 49 lawyerLetter for legal: ignored',
      'day 54 escalation for generalManager: open',
      'day 56 courtPapers for legal: ignored',
      'day 70 escalation for generalManager: open',
      'day 86 review for manager: ignored',
      'day 91 escalation for manager: open',
      'day 116 review for manager: open',
    ]);
    await story.isCancelled();
    expect(await story.ending()).toBe('cancelled');
  });

  it('passes the lawyer over when the approval is refused', async () => {
    const story = await untilApproval();
    await story.approvalIs('refused');
    await story.untilDay(66);
    // Thirty days after the manager's review, and after the holidays of May.
    expect(await story.tasks()).toEqual([
      'day 10 call for owner: noAnswer',
      'day 30 managerReview for manager: ignored',
      'day 35 escalation for generalManager: open',
      'day 65 review for manager: open',
    ]);
  });

  it('takes messages while it waits for the approval', async () => {
    const story = await untilApproval();
    await story.pays('10000.00');
    expect(await story.ending()).toBe('settled');
  });
});

describe('a case that was closed by a payment', () => {
  it('is opened again when the payment bounces, in a linked run, and repeats no step', async () => {
    tell.recordedAs('reopened');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(9);
    await story.pays('10000.00');
    expect(await story.ending()).toBe('settled');
    story.passesTo(14);
    expect(await story.paymentBounces('10000.00')).toBe('committed');
    expect(await story.relay()).toEqual({ delivered: 0, final: 1 });
    await story.begins();
    expect(await story.ending()).toBe('open');
    expect(await story.runs()).toEqual([
      { runNo: 1, outcome: 'settled', workflowRunId: story.runIds[0] },
      { runNo: 2, outcome: null, workflowRunId: story.runIds[1] },
    ]);
    expect(await story.inputOfRun(1)).toMatchObject({ runNo: 2, previousRunId: story.runIds[0] });
    // The closed days count: the call of day 10 is due, and its window opens at ten.
    expect(await story.next()).toBe('day 14 10:00 call: window');
    await story.untilDay(23);
    expect(await story.sent()).toEqual(['day 3 friendlyReminder by email', 'day 21 formalLetter by letter']);
    await story.pays('10000.00', 'again');
    expect(await story.ending()).toBe('settled');
  });
});
