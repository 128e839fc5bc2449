import { WorkflowNotFoundError, WorkflowUpdateStage, type Client } from '@temporalio/client';
import { isUpdateKind, type MessageKind } from '../domain/messages';
import { caseWorkflowId } from '../domain/workflow-ids';

// A case answers in milliseconds. When it does not, its worker is away: the message is committed and the relay repeats it.
const DELIVERY_TIMEOUT_MS = 5_000;

/** Hands messages to running cases: a signal or an update by kind, with the message's own id as the update's. */
export function createCaseMessenger(client: Client) {
  return {
    async send(message: { invoiceId: string; kind: MessageKind; body: unknown }): Promise<'delivered' | 'notRunning'> {
      const handle = client.workflow.getHandle(caseWorkflowId(message.invoiceId));
      const { kind, body } = message;
      try {
        await client.withDeadline(Date.now() + DELIVERY_TIMEOUT_MS, async () => {
          if (!isUpdateKind(kind)) return handle.signal(kind, body);
          await handle.startUpdate(kind, {
            args: [body],
            updateId: messageIdOf(body),
            waitForStage: WorkflowUpdateStage.ACCEPTED,
          });
        });
        return 'delivered';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'notRunning';
        throw error;
      }
    },
  };
}

/** The id that every message carries; without one the server would make up its own and could not recognise a repetition. */
function messageIdOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string') return body.id;
  throw new TypeError('A message for a case has no id; expected { v, id, at, … }');
}
