import { Readable } from 'node:stream';
import { dayOf } from '../../domain/time';
import type { Db } from '../../clients/prisma';
import { type ImportReport, importInvoices } from '../import/import-invoices';
import { localDateIn } from '../local-day';
import { generateSampleBook } from './generate';

/** Name of the creditor to whom the sample book belongs. */
export const SAMPLE_CREDITOR = 'Dunwell Sample Trading';

/** What the import of the sample book is called. */
export const SAMPLE_SOURCE = 'sample book';

const creditor = {
  name: SAMPLE_CREDITOR,
  legalName: '登维示例贸易有限公司 Dunwell Sample Trading Co., Ltd.',
  country: 'CN',
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  language: 'zh-CN',
  senderEmail: 'credit@dunwell-sample.example.com',
};

/**
 * Loads the sample book through the import that every user's file takes; its records are marked, so that their messages
 * never leave the outbox (decisions 4.4). Due dates are relative to the first start, which the creditor's row remembers:
 * a second call changes nothing, and one after an interrupted first call completes it.
 */
export async function loadSampleBook(
  deps: { readonly db: Db },
  firstStart: Date,
): Promise<{ readonly creditorId: string; readonly report: ImportReport }> {
  const { id: creditorId, createdAt } = await deps.db.creditor.upsert({
    where: { name: creditor.name },
    create: { ...creditor, createdAt: firstStart },
    update: {},
  });
  const today = dayOf(localDateIn(creditor.zone, createdAt));
  const result = await importInvoices(deps, {
    source: Readable.from([Buffer.from(generateSampleBook(today))]),
    name: SAMPLE_SOURCE,
    mapping: 'dunwell',
    creditorId,
    payments: 'actual',
    dryRun: false,
    sample: true,
    actor: 'system:sample-book',
    at: firstStart,
  });
  if (!result.ok) throw new Error(`The sample book could not be read: ${result.problem.message}`);
  return { creditorId, report: result.report };
}
