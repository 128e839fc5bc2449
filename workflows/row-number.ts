import { workflowInfo } from '@temporalio/workflow';
import { copyState } from '../domain/copy-state';
import type { LiveCase } from './live-case';

/**
 * Takes the number of the next row. It follows the length of the history: a workflow task that the server discards (signals
 * came in while it closed the run) has already written its rows, and the task that replaces it must overwrite them.
 */
export function takeRowNumber(live: LiveCase): number {
  const next = copyState(live.state);
  next.rowSeq = Math.max(live.state.rowSeq + 1, live.firstRowSeq + workflowInfo().historyLength);
  live.state = next;
  return next.rowSeq;
}
