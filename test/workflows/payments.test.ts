import { storyteller } from '../support/story';

const tell = storyteller('live');
// Monday, 2 March 2026: day 3 is a Thursday, day 10 as well, no holidays before 4 April.
const invoice = { due: '2026-03-02', amount: '10000.00' };

it('sends one friendly reminder and nothing more when the debtor pays on day 9', async () => {
  tell.recordedAs('pays-on-day-9');
  const story = await tell.anInvoice(invoice);
  await story.untilDay(9);
  await story.pays('10000.00');
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await story.tasks()).toEqual([]);
  expect(await story.ending()).toBe('settled');
});

it('goes on with the rest of the claim after a partial payment, at the same days', async () => {
  tell.recordedAs('partial-payment');
  const story = await tell.anInvoice(invoice);
  await story.untilDay(5);
  await story.pays('4000.00');
  expect((await story.view())?.openBalanceMinor).toBe(6000_00);
  expect(await story.next()).toBe('day 10 10:00 call: notYet');
  await story.untilDay(12);
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  await story.pays('6000.00');
  expect(await story.ending()).toBe('settled');
});

it('[K2] counts from the due date under the agreed terms, not from the date of the invoice', async () => {
  const story = await tell.anInvoice({ ...invoice, invoiceDate: '2025-12-02' });
  await story.untilDay(3);
  expect(await story.sent()).toEqual([]);
  expect(await story.next()).toBe('day 3 09:00 friendlyReminder: notYet');
  await story.untilDay(4);
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
});

it('takes an overpayment as the end of the claim and keeps the rest as credit of the debtor', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(4);
  await story.pays('12000.00');
  expect(await story.ending()).toBe('settled');
});

it('[R6] applies a payment once although its message and its booking arrive twice', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(5);
  await story.pays('4000.00');
  await story.repeatsMessages();
  await story.pays('4000.00');
  expect((await story.view())?.openBalanceMinor).toBe(6000_00);
  const decisions = await story.decisions();
  expect(decisions.at(-1)?.messages).toEqual([
    expect.stringMatching(/^paymentReceived ignored: message .* was already applied$/),
  ]);
  await story.untilDay(9);
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
});

it('[R6] knows a payment that was booked before the workflow began, and ignores its message afterwards', async () => {
  const story = await tell.anEnrolledInvoice(invoice);
  await story.books('4000.00', 'early');
  await story.begins();
  expect((await story.view())?.openBalanceMinor).toBe(6000_00);
  expect(await story.relay()).toEqual({ delivered: 1, final: 0 });
  expect((await story.decisions()).at(-1)?.messages).toEqual([
    'paymentReceived ignored: the ledger is already known up to this entry',
  ]);
  expect(await story.messages()).toEqual({ applied: 1, final: 0, waiting: 0 });
});

it('does nothing for an invoice that was paid between its enrolment and its start', async () => {
  const story = await tell.anEnrolledInvoice(invoice);
  await story.books('10000.00', 'early');
  await story.begins();
  expect(await story.sent()).toEqual([]);
  expect(await story.ending()).toBe('settled');
  expect(await story.relay()).toEqual({ delivered: 0, final: 1 });
});

it('[R6] loses no message that arrives before the first workflow task', async () => {
  const story = await tell.anEnrolledInvoice(invoice);
  await tell.stopWorkers();
  await story.start();
  await story.books('10000.00', 'at once');
  await story.repeatsMessages();
  await tell.startWorkers();
  await story.settles();
  expect(await story.sent()).toEqual([]);
  expect(await story.ending()).toBe('settled');
  expect(await story.messages()).toEqual({ applied: 1, final: 0, waiting: 0 });
});

it('[R7] sends nothing when the payment lands between decision and send, and says why', async () => {
  tell.recordedAs('payment-before-send');
  const story = await tell.anInvoice(invoice);
  await story.untilDay(3);
  const release = await story.locksDebtor();
  const paid = story.books('10000.00', 'in between');
  await story.untilWaitingForDebtor(1);
  const step = story.untilDay(3, '09:01');
  await story.untilWaitingForDebtor(2);
  await release();
  const { messageIds } = await paid;
  await step;
  expect(await story.sent()).toEqual([]);
  expect(await story.next()).toBe('day 3 10:00 friendlyReminder: paid');
  await story.deliver(messageIds);
  expect(await story.sent()).toEqual([]);
  expect(await story.ending()).toBe('settled');
});
