import type { Client } from '@temporalio/client';
import { listParkedCases, resetParkedCase } from '../../clients/parked-cases';
import { connectTemporal } from '../../clients/temporal';
import { loadConfig } from '../../config';
import type { Boot } from '../boot-context';
import { liveAddresses } from './live-addresses';

// One run of the command ends in a minute or two; whoever has more parked cases runs it again.
const AT_ONCE = 500;

/** Resets every parked case to where it last worked (F8), and says of each what was done. */
export async function repairCases(client: Client, say: (line: string) => void): Promise<void> {
  const parked = await listParkedCases(client, AT_ONCE);
  if (parked.length === 0) say('No case is parked.');
  for (const found of parked) {
    const isReset = await resetParkedCase(client, found);
    say(`${found.workflowId}  ${isReset ? 'reset; the relay repeats its messages' : 'not reset: it has never worked'}`);
  }
}

/** `dunwell repair`. @throws Error when no Temporal server is running or configured */
export async function repair({ dataFolder }: Boot): Promise<void> {
  const { temporal } = loadConfig();
  const address = temporal.address ?? liveAddresses(dataFolder).temporalAddress;
  if (address === undefined) throw new Error('The local Temporal server is not running. Run npm start.');
  const { client, close } = await connectTemporal({ ...temporal, address });
  try {
    await repairCases(client, (line) => process.stdout.write(`${line}\n`));
  } finally {
    await close();
  }
}
