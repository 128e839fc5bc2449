import { z } from 'zod';
import { createCaseMessenger } from '../clients/case-messenger';
import { createCaseStarter } from '../clients/case-starter';
import { isoDateOf } from '../domain/time';
import { recordPayment } from '../services/payments';
import { deliverMessages } from '../services/message-delivery';
import type { Bench, BenchParts } from './bench';
import { CURRENCY, type BenchCase, startOf, writeCases, yesterday } from './book';
import { figureOf } from './figures';
import { interleave, pairsOf } from './measure';
import { inParallel } from './parallel';
import { percentile } from './statistics';

// Enough that no case gets more than some dozens of payments.
const CASES = 20;
const STARTS_AT_ONCE = 8;
const WAIT_MS = 3 * 86_400_000;
// Sees a row within two milliseconds without taking a core for itself.
const LOOK_EVERY_MS = 1;
const APPLIED_WITHIN_MS = 10_000;

const rowSchema = z.object({ row_seq: z.number() });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function rowSeqOf({ installation }: BenchParts, caseId: string): Promise<number> {
  const { rows } = await installation.sql.query('select row_seq from collection_case where id = $1', [caseId]);
  return rowSchema.parse(rows[0]).row_seq;
}

async function parkCases(parts: BenchParts): Promise<BenchCase[]> {
  const { installation, creditorId } = parts;
  const { versionId } = await installation.policies.planFor('standard');
  const book = { creditorId, policyVersionId: versionId };
  const cases = await writeCases(installation.db, book, CASES, yesterday(new Date()));
  const starter = createCaseStarter(installation.client);
  await inParallel(STARTS_AT_ONCE, cases, (found) => starter.start(startOf(found)));
  for (const { caseId } of cases) while ((await rowSeqOf(parts, caseId)) === 0) await pause(10);
  return cases;
}

/** A part payment: milliseconds from its commit, and from the call of the service, until the row shows it. */
async function payAndSee(parts: BenchParts, found: BenchCase, reference: string) {
  const { db, client } = parts.installation;
  const before = await rowSeqOf(parts, found.caseId);
  const { creditorId, debtorNumber, invoiceNumber } = found;
  const at = new Date();
  const called = performance.now();
  const paid = await recordPayment(
    { db },
    {
      creditorId,
      debtorNumber,
      invoiceNumbers: [invoiceNumber],
      amount: { amountMinor: 1_00, currency: CURRENCY },
      valueDate: isoDateOf(yesterday(at)),
      reference,
      source: 'bench',
      actor: 'bench',
      at,
    },
  );
  if (!paid.ok) throw new Error(`Payment ${reference} was refused: ${JSON.stringify(paid.problem)}`);
  const committed = performance.now();
  const messenger = createCaseMessenger(client);
  const delivered = deliverMessages({ db, messenger }, paid.messageIds, { waitMs: APPLIED_WITHIN_MS });
  while ((await rowSeqOf(parts, found.caseId)) === before) await pause(LOOK_EVERY_MS);
  const seen = performance.now();
  await delivered;
  return { fromCommitMs: seen - committed, fromCallMs: seen - called };
}

/** A committed payment until the row of its case shows it, one at a time, against an update of a bare workflow. */
export const signal: Bench = {
  name: 'signal',
  title: 'committed payment until the row shows it, against a bare update',
  async run(parts) {
    const { installation, bare, isQuick } = parts;
    const inBlock = isQuick ? 20 : 100;
    const cases = await parkCases(parts);
    const ids = Array.from({ length: CASES }, (_, index) => `bare-signal:${index}`);
    await bare.starts({ ids, waitMs: WAIT_MS, atOnce: STARTS_AT_ONCE });
    let payments = 0;
    const rounds = await interleave(isQuick ? 2 : 7, {
      product: async () => {
        const samples = [];
        for (let index = 0; index < inBlock; index += 1) {
          const found = cases[index % CASES];
          if (found !== undefined) samples.push(await payAndSee(parts, found, `bench-${(payments += 1)}`));
        }
        return samples;
      },
      bare: async () => {
        const samples = [];
        for (let index = 0; index < inBlock; index += 1) {
          const begun = performance.now();
          await installation.client.workflow.getHandle(`bare-signal:${index % CASES}`).executeUpdate('ping');
          const tookMs = performance.now() - begun;
          samples.push({ fromCommitMs: tookMs, fromCallMs: tookMs });
        }
        return samples;
      },
    });
    const fromCommit = (p: number) =>
      pairsOf(rounds, (samples) =>
        percentile(
          samples.map((sample) => sample.fromCommitMs),
          p,
        ),
      );
    const fromCall = (p: number) =>
      pairsOf(rounds, (samples) =>
        percentile(
          samples.map((sample) => sample.fromCallMs),
          p,
        ),
      );
    return [
      figureOf('p50, from the commit', 'ms', fromCommit(0.5)),
      figureOf('p99, from the commit', 'ms', fromCommit(0.99), { atMost: 2 }),
      figureOf('p50, from the call of the service', 'ms', fromCall(0.5)),
      figureOf('p99, from the call of the service', 'ms', fromCall(0.99)),
    ];
  },
};
