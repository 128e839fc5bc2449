import { fork } from 'node:child_process';
import { join } from 'node:path';
import {
  answerSchema,
  memorySchema,
  type PaymentInput,
  type PeerSettings,
  type SendsInput,
  type Sent,
  sentSchema,
  type StartsInput,
  stepsSchema,
} from './messages';

/** A peer process as the driver sees it. */
export interface RunningPeer {
  readonly pid: number;
  /** Where the product's API listens; null for the bare peer. */
  readonly apiUrl: string | null;
  /** Product: books a payment through the service and delivers its message. */
  pay(input: PaymentInput): Promise<void>;
  /** Bare: signals a workflow that it is paid. */
  signal(workflowId: string): Promise<void>;
  /** Bare: starts sleeping workflows with one INSERT each; resolves when all sleep. */
  starts(input: StartsInput): Promise<void>;
  /** Sends messages to a provider: the product by reserve, send, record, the bare peer by the SDK and one INSERT. */
  sends(input: SendsInput): Promise<Sent>;
  /** When each step since the last call was done, in milliseconds since the epoch. */
  steps(): Promise<readonly number[]>;
  memory(): Promise<{ readonly heapBytes: number; readonly residentBytes: number }>;
  stop(): Promise<void>;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Starts a worker of the product or of the bare peer in a process of its own.
 *
 * @param exactMemory collects garbage on demand and keeps workflows on the main thread, where their memory can be counted
 */
export async function startPeer(settings: PeerSettings, exactMemory = false): Promise<RunningPeer> {
  const child = fork(join(__dirname, 'main.js'), [JSON.stringify(settings)], {
    // Their logs must not get into the result on stdout.
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: exactMemory ? ['--expose-gc'] : [],
    env: { ...process.env, ...(exactMemory ? { TEMPORAL_DEBUG: '1' } : {}) },
  });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  const wait = (call: number) => new Promise<unknown>((resolve, reject) => waiting.set(call, { resolve, reject }));
  child.on('message', (message) => {
    const { call, result, error } = answerSchema.parse(message);
    const caller = waiting.get(call);
    waiting.delete(call);
    if (error === null) caller?.resolve(result);
    else caller?.reject(new Error(`The ${settings.role} peer: ${error}`));
  });
  child.once('exit', (code) => {
    const error = new Error(`The ${settings.role} peer ended with ${code}`);
    for (const caller of waiting.values()) caller.reject(error);
  });
  const call = (name: string, input: unknown = null): Promise<unknown> => {
    calls += 1;
    const answer = wait(calls);
    child.send({ call: calls, name, input });
    return answer;
  };
  const apiUrl = await wait(0);
  return {
    pid: child.pid ?? 0,
    apiUrl: typeof apiUrl === 'string' ? apiUrl : null,
    pay: async (input) => void (await call('pay', input)),
    signal: async (workflowId) => void (await call('signal', { workflowId })),
    starts: async (input) => void (await call('starts', input)),
    sends: async (input) => sentSchema.parse(await call('sends', input)),
    steps: async () => stepsSchema.parse(await call('steps')),
    memory: async () => memorySchema.parse(await call('memory')),
    stop: async () => void (await call('stop')),
  };
}
