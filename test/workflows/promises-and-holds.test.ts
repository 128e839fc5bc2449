import { storyteller } from '../support/story';

const tell = storyteller('live');
const invoice = { due: '2026-03-02', amount: '10000.00' };
const reminder = 'day 3 friendlyReminder by email';

describe('a promise', () => {
  it('ends the case when it is kept in full, without another contact', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    await story.promises(14);
    await story.untilDay(14);
    await story.pays('10000.00');
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual([]);
    expect(await story.ending()).toBe('settled');
  });

  it('that is kept for a part lets the rest go on where the ladder stood', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    await story.promises(14, '4000.00');
    await story.untilDay(10);
    await story.pays('4000.00');
    await story.untilDay(18);
    expect(await story.promiseStates()).toEqual(['kept']);
    // Held from day 4 until day 17: the call of stage day 10 comes 13 days later, on a Wednesday.
    expect(await story.next()).toBe('day 23 10:00 call: notYet');
  });

  it('[R23] [K9] keeps everybody silent until its date and grace have passed, and is then judged broken', async () => {
    tell.recordedAs('promise-broken');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    // Monday the 16th, and two bank days of grace: protected through Wednesday.
    await story.promises(14);
    expect(await story.next()).toBe('day 23 10:00 call: promise');
    await story.untilDay(16, '23:00');
    expect(await story.promiseStates()).toEqual(['open']);
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual([]);
    await story.untilDay(17);
    expect(await story.promiseStates()).toEqual(['broken']);
    await story.untilDay(24);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  });

  it('is replaced by a later one, which alone is judged', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    await story.promises(8);
    await story.promises(14);
    await story.untilDay(18);
    expect(await story.promiseStates()).toEqual(['replaced', 'broken']);
    expect((await story.view())?.promisedFor).toBeNull();
  });

  it('[R22] does not overwrite a dispute that was logged before it', async () => {
    tell.recordedAs('promise-after-dispute');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    await story.isHeld('dispute');
    await story.untilDay(7);
    await story.promises(14);
    await story.untilDay(30);
    expect(await story.promiseStates()).toEqual(['broken']);
    expect((await story.view())?.holds).toContainEqual(
      expect.objectContaining({ kind: 'dispute', from: '2026-03-06', until: null }),
    );
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual([]);
    expect(await story.next()).toBe('nothing: hold');
    await story.isReleased();
    // 26 days held: stage day 10 is real day 36, a Tuesday after the Qingming holidays.
    expect(await story.next()).toBe('day 36 10:00 call: notYet');
  });
});

describe('a hold', () => {
  it('[R20] placed two days before a step leaves two days after its release', async () => {
    tell.recordedAs('hold-released');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(8);
    await story.isHeld('manual');
    expect(await story.next()).toBe('nothing: hold');
    await story.untilDay(20);
    expect(await story.tasks()).toEqual([]);
    await story.isReleased();
    expect(await story.next()).toBe('day 22 10:00 call: notYet');
    await story.untilDay(23);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  });

  it('with an end goes on by itself', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(2);
    await story.isHeld('manual', 15);
    await story.untilDay(15);
    expect(await story.sent()).toEqual([]);
    await story.untilDay(17);
    expect(await story.sent()).toEqual(['day 3 friendlyReminder by email']);
  });

  it('of a part lowers the claim but does not stop the clock', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(2);
    await story.isHeld('dispute', null, '3000.00');
    await story.untilDay(11);
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  });

  it('of a part stops the clock while it covers the whole balance', async () => {
    const story = await tell.anInvoice(invoice);
    await story.untilDay(4);
    await story.isHeld('dispute', null, '3000.00');
    await story.pays('7000.00');
    await story.untilDay(20);
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual([]);
  });
});

it('[R19] a release without a hold changes nothing: no event, no decision, the same next step', async () => {
  const story = await tell.anInvoice(invoice);
  await story.untilDay(8);
  const before = { histories: await story.histories(), next: await story.next() };
  await story.isReleased();
  expect({ histories: await story.histories(), next: await story.next() }).toEqual(before);
  expect(await story.messages()).toEqual({ applied: 0, final: 0, waiting: 0 });
});

describe('a new due date', () => {
  it('re-anchors the clock and repeats no step that was performed', async () => {
    tell.recordedAs('due-date-changed');
    const story = await tell.anInvoice(invoice);
    await story.untilDay(5);
    await story.isNowDueOnDay(20);
    expect(await story.next()).toBe('day 30 10:00 call: notYet');
    await story.untilDay(31);
    expect(await story.sent()).toEqual([reminder]);
    expect(await story.tasks()).toEqual(['day 10 call for owner: open']);
  });

  it('that is earlier brings the next steps forward, one at a time', async () => {
    const story = await tell.anInvoice({ ...invoice, due: '2026-03-20', enrolledOnDay: 1 });
    await story.untilDay(2);
    await story.isNowDueOnDay(-12);
    await story.untilDay(4);
    expect(await story.sent()).toEqual([]);
    expect(await story.tasks()).toEqual(['day 15 call for owner: open']);
  });
});
