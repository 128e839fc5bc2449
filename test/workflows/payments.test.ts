import { storyteller } from '../support/story';

const tell = storyteller('live');
const invoice = { due: '2026-03-02', amount: '1000.00' };

it('sends one friendly reminder and nothing more when the debtor pays on day 9', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(9);
  await story.pays('1000.00');
  expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  expect(await story.ending()).toBe('settled');
});
