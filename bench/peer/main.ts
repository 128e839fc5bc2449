import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startBare } from './bare';
import { type Answer, callSchema, memorySchema, peerSettingsSchema } from './messages';
import type { Peer } from './peer';
import { startProduct } from './product';

/** Live memory after a full collection; `--expose-gc` and workflows on the main thread (TEMPORAL_DEBUG) make it exact. */
async function memory() {
  for (let times = 0; times < 3; times += 1) {
    globalThis.gc?.();
    // Finalizers run between two turns.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, rss } = process.memoryUsage();
  return memorySchema.parse({ heapBytes: heapUsed, residentBytes: rss });
}

const send = (answer: Answer) => void process.send?.(answer);

async function main(): Promise<void> {
  // Workers report every start and stop; whoever measures wants to hear of faults only.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const settings = peerSettingsSchema.parse(JSON.parse(process.argv[2] ?? 'null'));
  const peer: Peer = await (settings.role === 'product' ? startProduct(settings) : startBare(settings));
  const answer = async (name: string, input: unknown): Promise<unknown> => {
    if (name === 'memory') return memory();
    if (name === 'stop') return peer.stop();
    const called = peer.calls[name];
    if (called === undefined) throw new Error(`The ${settings.role} peer does not know the call ${name}`);
    return called(input);
  };
  process.on('message', (message) => {
    const { call, name, input } = callSchema.parse(message);
    answer(name, input).then(
      (result) => {
        send({ call, result: result ?? null, error: null });
        if (name === 'stop') process.disconnect();
      },
      (error: unknown) =>
        send({ call, result: null, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  // The driver is gone: nobody will ask to stop.
  process.once('disconnect', () => process.exit());
  send({ call: 0, result: peer.ready, error: null });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
