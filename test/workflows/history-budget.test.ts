import { storyteller, type Story } from '../support/story';
import { aPolicyOfMessages } from '../support/story-plans';
import { countEvents } from '../support/story-replay';

const tell = storyteller('live');

/** A case of `messages` reminders that is paid after the last one, with messages only while it sleeps. */
async function paidAfter(messages: number): Promise<Story> {
  const policy = await aPolicyOfMessages(tell.stage().db, messages);
  const story = await tell.anInvoice({ due: '2026-03-02', amount: '10000.00', policy });
  // Eight days: day 60 lies in the holidays of May.
  for (let number = 1; number <= messages; number += 1) await story.untilDay(number * 10 + 8);
  await story.pays('10000.00');
  expect(await story.sent()).toHaveLength(messages);
  expect(await story.ending()).toBe('settled');
  return story;
}

const sum = (counts: ReadonlyMap<string, number>, ...types: readonly string[]) =>
  types.reduce((total, type) => total + (counts.get(type) ?? 0), 0);

it.each([1, 3, 6])(
  'costs 13 + 11 N events and 2 N + 5 actions, and an upsert of each, for %i messages and a payment',
  async (messages) => {
    const story = await paidAfter(messages);
    const counts = countEvents(await story.histories());
    const upserts = counts.get('UPSERT_WORKFLOW_SEARCH_ATTRIBUTES') ?? 0;
    const events = [...counts.values()].reduce((total, count) => total + count, 0);
    // What is billed: the start, each timer, each attempt of an activity, each signal and update, and once for all local
    // activities of one workflow task; here each has a task of its own, so markers are counted. Upserts come on top.
    const actions =
      sum(counts, 'WORKFLOW_EXECUTION_STARTED', 'TIMER_STARTED', 'ACTIVITY_TASK_STARTED', 'MARKER_RECORDED') +
      sum(counts, 'WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED');
    expect({ events: events - upserts, actions, upserts }).toEqual({
      events: 13 + 11 * messages,
      actions: 5 + 2 * messages,
      // All steps are of one stage, which the case shows once.
      upserts: 1,
    });
  },
);
