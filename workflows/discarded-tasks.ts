import { workflowInfo, type ActivateInput, type WorkflowInterceptors } from '@temporalio/workflow';

/** Whether an activation holds more than answers of local activities and questions to the case. */
const hasNews = ({ activation }: ActivateInput): boolean =>
  (activation.jobs ?? []).some(
    ({ queryWorkflow, resolveActivity }) => !queryWorkflow && resolveActivity?.isLocal !== true,
  );

/**
 * Keeps the first run of a case equal to its replay (docs/decisions/009-discarded-tasks.md). The SDK calls it for each run.
 *
 * The server discards a task when more than 100 messages wait for it to end, or when it takes too long. Where a local activity
 * of that task is under way, SDK 1.24 goes on in the next task as if the first had counted, while a replay gives the case the
 * news of both at once, before the local activity. News that come in a later task than the one in which a local activity began
 * therefore fail that task: the worker forgets the case and builds it again from its history, as a replay does.
 */
export function interceptors(): WorkflowInterceptors {
  // Length of the history when each local activity began that is under way, by its number.
  const begunAt = new Map<number, number>();
  return {
    outbound: [
      {
        scheduleLocalActivity(input, next) {
          const { historyLength, unsafe } = workflowInfo();
          const result = next(input);
          // A task that is replayed has counted: what comes after it does so in any replay.
          if (unsafe.isReplaying) return result;
          begunAt.set(input.seq, historyLength);
          const end = () => void begunAt.delete(input.seq);
          result.then(end, end);
          return result;
        },
      },
    ],
    internals: [
      {
        activate(input, next) {
          const length = input.activation.historyLength ?? 0;
          for (const [number, begun] of hasNews(input) ? begunAt : []) {
            if (begun < length) throw new Error(discardedText(number, begun, length));
          }
          next(input);
        },
      },
    ],
  };
}

const discardedText = (number: number, begun: number, length: number): string =>
  `Local activity ${number} began in the task of event ${begun} and is under way, but there are news in the task of event ` +
  `${length}; expected none. The case is built again from its history`;
