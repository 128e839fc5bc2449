import type { History } from '@temporalio/common/lib/proto-utils';
import { DeterminismViolationError } from '@temporalio/workflow';
import { readRecording, recordings } from '../support/story-recordings';
import { startReplayer, type Replayer } from '../support/story-replay';
// Sets the workers' log to faults only, before the first of them.
import '../support/temporal';

let replayer: Replayer;

beforeAll(async () => {
  replayer = await startReplayer();
});

afterAll(() => replayer.close());

it.each(recordings())('[R35] replays the recorded history %s with the code of today', async (name) => {
  await replayer.replay(readRecording(name));
});

describe('the gate itself', () => {
  const eventWith = <K extends 'activityTaskScheduledEventAttributes' | 'workflowExecutionSignaledEventAttributes'>(
    history: History,
    attributes: K,
  ) => {
    for (const event of history.events ?? []) {
      const found = event[attributes];
      if (found !== null && found !== undefined) return found;
    }
    throw new Error(`The history has no event with ${attributes}`);
  };
  const mutants: Readonly<Record<string, (history: History) => void>> = {
    'an activity of another name': (history) => {
      eventWith(history, 'activityTaskScheduledEventAttributes').activityType = { name: 'sendPostcard' };
    },
    'an activity of another decision': (history) => {
      const attributes = eventWith(history, 'activityTaskScheduledEventAttributes');
      attributes.activityId = `${attributes.activityId?.slice(0, -1)}x`;
    },
    'another message than the payment that closed it': (history) => {
      eventWith(history, 'workflowExecutionSignaledEventAttributes').signalName = 'somethingElse';
    },
  };

  it.each(Object.keys(mutants))('[R35] refuses a history with %s', async (name) => {
    const recorded = readRecording('pays-on-day-9.1');
    mutants[name]?.(recorded.history);
    await expect(replayer.replay(recorded)).rejects.toThrow(DeterminismViolationError);
  });
});
