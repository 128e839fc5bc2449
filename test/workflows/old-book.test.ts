import { storyteller } from '../support/story';

const tell = storyteller('live');
const invoice = { due: '2026-03-02', amount: '10000.00' };

describe('an old book', () => {
  it('[R18] enters at the step that fits, never at a legal one, and goes on spaced', async () => {
    tell.recordedAs('old-book');
    const story = await tell.anInvoice({ ...invoice, enrolledOnDay: 100 });
    expect(await story.next()).toBe('day 100 09:00 formalLetter: window');
    await story.untilDay(101);
    expect(await story.sent()).toEqual(['day 100 formalLetter by letter']);
    expect(await story.tasks()).toEqual([]);
    // The letter gives seven days, and the manager waits for their end (R30).
    expect(await story.next()).toBe('day 108 09:00 managerReview: deadlineOpen');
    await story.untilDay(109);
    expect(await story.tasks()).toEqual(['day 108 managerReview for manager: open']);
  });

  it('[R18] has one case for each invoice however often it is enrolled', async () => {
    const story = await tell.anInvoice({ ...invoice, enrolledOnDay: 100 });
    await story.isEnrolledAgain();
    expect(await story.runs()).toHaveLength(1);
    expect(await tell.stage().db.collectionCase.count({ where: { creditorId: story.creditorId } })).toBe(1);
  });

  it('says that it entered the ladder and did not climb it', async () => {
    const story = await tell.anInvoice({ ...invoice, enrolledOnDay: 100 });
    await story.untilDay(101);
    const decisions = await story.decisions();
    expect(decisions.find((decision) => decision.action === 'perform')).toMatchObject({ reason: { code: 'entry' } });
  });
});
