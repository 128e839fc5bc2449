import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  setHandler,
  sleep,
  type Sinks,
} from '@temporalio/workflow';

/** What the bare peer is told when one of its workflows sleeps. */
export interface BareSinks extends Sinks {
  bench: { parked(): void };
}

/** Activities that do nothing. */
export interface BareActivities {
  open(): Promise<void>;
  step(): Promise<void>;
  close(): Promise<void>;
}

const { bench } = proxySinks<BareSinks>();
// As long as the product's own, so that neither is ever reached.
const local = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '10 seconds' });
const remote = proxyActivities<BareActivities>({ startToCloseTimeout: '60 seconds' });

export const paidSignal = defineSignal('paid');
export const pingUpdate = defineUpdate<string>('ping');

/** The timers, activities and the signal of a paid case, and nothing else. */
export async function bareLifecycle(input: { readonly waitsMs: readonly number[]; readonly lastWaitMs: number }) {
  let isPaid = false;
  setHandler(paidSignal, () => {
    isPaid = true;
  });
  await local.open();
  for (const waitMs of input.waitsMs) {
    await sleep(waitMs);
    await remote.step();
  }
  await condition(() => isPaid, input.lastWaitMs);
  await local.close();
}

/** Sleeps and answers updates: a parked case without a case. */
export async function bareIdle(input: { readonly waitMs: number }) {
  setHandler(pingUpdate, () => 'pong');
  bench.parked();
  await sleep(input.waitMs);
}
