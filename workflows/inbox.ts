import { log, setHandler } from '@temporalio/workflow';
import type { CaseMessage, SignalKind, UpdateKind } from '../domain/messages';
import { readMessage } from '../domain/read-message';
import { signals, updates } from './messages';

/** Messages that arrived and are not folded yet, in order of arrival. */
export interface Inbox {
  isEmpty(): boolean;
  /** Takes everything out. */
  take(): readonly CaseMessage[];
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Sets the handlers of all signals and updates; they only record, the main loop acts. Called before the first await. */
export function receiveMessages(): Inbox {
  let waiting: CaseMessage[] = [];

  const receiveSignal = (kind: SignalKind) => (body: unknown) => {
    try {
      waiting.push(readMessage(kind, body));
    } catch (error) {
      // A fact that cannot be read is logged and ignored: thrown, it would stop the workflow task for ever.
      log.warn('message ignored', { kind, problem: textOf(error) });
    }
  };
  const receiveUpdate = (kind: UpdateKind) => (body: unknown) => {
    const message = readMessage(kind, body);
    waiting.push(message);
    return { received: message.body.id };
  };
  // Synchronous, and only for malformed messages: what was committed is not refused any more (decisions 3.1).
  const validate = (kind: UpdateKind) => (body: unknown) => {
    readMessage(kind, body);
  };

  setHandler(signals.paymentReceived, receiveSignal('paymentReceived'));
  setHandler(signals.paymentReversed, receiveSignal('paymentReversed'));
  setHandler(signals.ledgerChanged, receiveSignal('ledgerChanged'));
  setHandler(signals.deliveryReported, receiveSignal('deliveryReported'));
  setHandler(signals.debtorReplied, receiveSignal('debtorReplied'));
  setHandler(signals.holdChanged, receiveSignal('holdChanged'));
  setHandler(signals.debtorChanged, receiveSignal('debtorChanged'));
  setHandler(signals.invoiceChanged, receiveSignal('invoiceChanged'));
  setHandler(signals.policyChanged, receiveSignal('policyChanged'));
  setHandler(signals.proposalDecided, receiveSignal('proposalDecided'));
  setHandler(signals.papersChanged, receiveSignal('papersChanged'));
  setHandler(updates.recordPromise, receiveUpdate('recordPromise'), { validator: validate('recordPromise') });
  setHandler(updates.recordCall, receiveUpdate('recordCall'), { validator: validate('recordCall') });
  setHandler(updates.placeHold, receiveUpdate('placeHold'), { validator: validate('placeHold') });
  setHandler(updates.releaseHold, receiveUpdate('releaseHold'), { validator: validate('releaseHold') });
  setHandler(updates.escalate, receiveUpdate('escalate'), { validator: validate('escalate') });
  setHandler(updates.cancelCase, receiveUpdate('cancelCase'), { validator: validate('cancelCase') });
  setHandler(updates.decideApproval, receiveUpdate('decideApproval'), { validator: validate('decideApproval') });
  setHandler(updates.sendNow, receiveUpdate('sendNow'), { validator: validate('sendNow') });
  setHandler(updates.skipStep, receiveUpdate('skipStep'), { validator: validate('skipStep') });

  return {
    isEmpty: () => waiting.length === 0,
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
