import { z } from 'zod';
import type { Bench, BenchParts } from './bench';
import { writeOpenInvoices, yesterday } from './book';
import { figureOf } from './figures';
import { costOf, interleave, pairsOf, perCaseOf } from './measure';

// The number that the product starts at once (activities/book.ts).
const STARTS_AT_ONCE = 16;
// Three days: the bare workflow sleeps for as long as a case does before its first reminder.
const WAIT_MS = 3 * 86_400_000;

const countSchema = z.object({ parked: z.number() });

/** Cases whose workflow was started and has published what comes next. */
async function parkedCases({ installation }: BenchParts): Promise<number> {
  const { rows } = await installation.sql.query(
    'select count(*)::int as parked from collection_case where started_at is not null and row_seq > 0',
  );
  return countSchema.parse(rows[0]).parked;
}

async function enrolThroughApi({ installation, product }: BenchParts, key: string): Promise<void> {
  const answer = await fetch(`${product.apiUrl}/v1/enrolments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${installation.apiKey}`, 'idempotency-key': key },
  });
  if (answer.status !== 202) throw new Error(`POST /v1/enrolments answered ${answer.status}: ${await answer.text()}`);
}

const untilParked = async (parts: BenchParts, target: number): Promise<void> => {
  while ((await parkedCases(parts)) < target) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** Invoices to parked cases by one call of the API, against bare starts with one INSERT each, as many at once. */
export const enrolment: Bench = {
  name: 'enrolment',
  title: 'open invoices to parked cases, by POST /v1/enrolments',
  async run(parts) {
    const { installation, product, bare, creditorId, isQuick } = parts;
    const { serverPids, db } = installation;
    const inBlock = isQuick ? 20 : 200;
    let blocks = 0;
    const rounds = await interleave(isQuick ? 2 : 5, {
      product: async () => {
        blocks += 1;
        await writeOpenInvoices(db, creditorId, inBlock, yesterday(new Date()));
        const target = (await parkedCases(parts)) + inBlock;
        const cost = await costOf([...serverPids, product.pid], async () => {
          await enrolThroughApi(parts, `bench-${blocks}`);
          await untilParked(parts, target);
        });
        return perCaseOf(inBlock, cost);
      },
      bare: async () => {
        blocks += 1;
        const ids = Array.from({ length: inBlock }, (_, index) => `bare-enrolment:${blocks}:${index}`);
        return perCaseOf(
          inBlock,
          await costOf([...serverPids, bare.pid], () => bare.starts({ ids, waitMs: WAIT_MS, atOnce: STARTS_AT_ONCE })),
        );
      },
    });
    return [
      figureOf(
        'throughput',
        'cases/s',
        pairsOf(rounds, (block) => 1_000 / block.wallMs),
        { atLeast: 0.5 },
      ),
      figureOf(
        'wall time of a case',
        'ms',
        pairsOf(rounds, (block) => block.wallMs),
      ),
      figureOf(
        'processor time of a case',
        'ms',
        pairsOf(rounds, (block) => block.cpuMs),
      ),
    ];
  },
};
