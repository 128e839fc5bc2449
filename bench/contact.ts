import { parseDay } from '../domain/time';
import type { Bench, BenchParts } from './bench';
import { writeCases } from './book';
import { figureOf } from './figures';
import { type Cost, costOf, interleave, pairsOf, perCaseOf } from './measure';
import type { Sent } from './peer/messages';
import { type SlowProvider, startProvider } from './provider';
import { percentile } from './statistics';

// As many as the issue asks for: with an answer after 100 ms nobody can send more than 200 a second.
const AT_ONCE = 20;
const DUE = parseDay('2026-03-10');
// The first message of the policy six-messages: day 5 at 10:00 in Shanghai.
const STEP = 'reminder1';
const AS_OF = '2026-03-15T02:00:00.000Z';

interface Block extends Cost {
  readonly windowP50Ms: number;
  readonly windowP99Ms: number;
}

/** How long each message was on its way when nothing could stop it any more. */
function windowsOf(sent: Sent, { arrivals }: SlowProvider): number[] {
  return sent.map(({ key, atMs }) => {
    const arrived = arrivals.get(key);
    if (arrived === undefined) throw new Error(`Message ${key} never arrived at the stand-in`);
    return arrived - atMs;
  });
}

async function blocks(parts: BenchParts, provider: SlowProvider) {
  const { installation, product, bare, creditorId, isQuick } = parts;
  const { db, serverPids } = installation;
  const inBlock = isQuick ? 40 : 400;
  const { versionId, hash: policyHash } = await installation.policies.planFor('six-messages');
  const block = async (peer: typeof product): Promise<Block> => {
    const cases = await writeCases(db, { creditorId, policyVersionId: versionId }, inBlock, DUE);
    const ids = cases.map(({ caseId, invoiceId, debtorId }) => ({ caseId, invoiceId, debtorId }));
    const input = { providerUrl: provider.url, atOnce: AT_ONCE, asOf: AS_OF, policyHash, step: STEP, cases: ids };
    let sent: Sent = [];
    const cost = await costOf([...serverPids, peer.pid], async () => {
      sent = await peer.sends(input);
    });
    const windows = windowsOf(sent, provider);
    const share = { windowP50Ms: percentile(windows, 0.5), windowP99Ms: percentile(windows, 0.99) };
    return { ...perCaseOf(inBlock, cost), ...share };
  };
  return interleave(isQuick ? 2 : 7, { product: () => block(product), bare: () => block(bare) });
}

/**
 * Messages through reserve, send and record, against the SDK's bare call and one INSERT, to the same stand-in. The window is the
 * time from the commit of the reservation (bare: from the call) until the provider has the message: what is committed in it
 * comes too late.
 */
export const contact: Bench = {
  name: 'contact',
  title: `messages by reserve, send, record to a provider that answers after 100 ms, ${AT_ONCE} at once`,
  async run(parts) {
    const provider = await startProvider();
    const rounds = await blocks(parts, provider);
    await provider.close();
    return [
      figureOf(
        'throughput',
        'messages/s',
        pairsOf(rounds, (block) => 1_000 / block.wallMs),
        { atLeast: 0.7 },
      ),
      figureOf(
        'processor time of a message',
        'ms',
        pairsOf(rounds, (block) => block.cpuMs),
      ),
      figureOf(
        'window until the provider has it, p50',
        'ms',
        pairsOf(rounds, (block) => block.windowP50Ms),
      ),
      figureOf(
        'window until the provider has it, p99',
        'ms',
        pairsOf(rounds, (block) => block.windowP99Ms),
      ),
    ];
  },
};
