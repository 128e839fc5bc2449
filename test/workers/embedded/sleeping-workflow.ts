import { sleep } from '@temporalio/workflow';

/** Sleeps for so many days and returns how many passed on its own clock. */
export async function sleepDays(days: number): Promise<number> {
  const begun = Date.now();
  await sleep(`${days} days`);
  return Math.round((Date.now() - begun) / 86_400_000);
}
