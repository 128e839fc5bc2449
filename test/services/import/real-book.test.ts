import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { changesIn, importInvoices } from '../../../services/import/import-invoices';
import { aCreditor, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db } = testDatabase();

const file = join(__dirname, '..', '..', '..', '..', 'shared', 'data', 'receivables-2012-2013.csv');
const onTheRealBook = existsSync(file) ? it : it.skip;

onTheRealBook(
  'imports the 1,683 invoices of the real book, with leading zeros; a second run changes nothing',
  async () => {
    const creditorId = await aCreditor(db);
    const bring = (payments: 'actual' | 'none') =>
      importInvoices(
        { db },
        {
          source: createReadStream(file),
          name: 'receivables-2012-2013.csv',
          mapping: 'ibm-ar',
          creditorId,
          currency: 'USD',
          zone: 'America/Chicago',
          language: 'en',
          payments,
          dryRun: false,
          actor: 'staff:test',
          at: noon,
        },
      );
    const first = await bring('none');
    expect(first).toMatchObject({
      ok: true,
      report: { rows: 1_683, invoices: { created: 1_683 }, payments: 0, failedRows: 0 },
    });
    expect(await db.invoice.count({ where: { number: '0280670965', currency: 'USD', amountMinor: 5_039 } })).toBe(1);
    expect(changesIn((await bring('none')).report)).toBe(0);
    expect((await bring('actual')).report).toMatchObject({ payments: 1_683, invoices: { unchanged: 1_683 } });
    expect(changesIn((await bring('actual')).report)).toBe(0);
    const open = await db.$queryRaw<
      { open: bigint }[]
    >`select sum(open_effect_minor)::bigint as open from ledger_entry`;
    expect(open).toEqual([{ open: 0n }]);
  },
);
