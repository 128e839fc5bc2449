import { isoDate } from '../../../domain/time';
import { approveBankAccount, enterBankAccount } from '../../../services/commands/bank-accounts';
import { placeHold } from '../../../services/commands/place-hold';
import { releaseHold } from '../../../services/commands/release-hold';
import { anEnrolledBook, anInvoiceRow, noon } from '../../support/a-book';
import { testDatabase } from '../../support/database';

const { db, reset } = testDatabase();
beforeEach(reset);

const by = { actor: 'staff:1', reason: 'looked into it', at: noon };

describe('holds for fraud and sanctions', () => {
  const aHeldCase = async (kind: 'fraud' | 'sanctions') => {
    const book = await anEnrolledBook(db, [anInvoiceRow()]);
    const caseId = book.caseOf('INV-1');
    const from = isoDate('2026-03-18');
    await placeHold({ db }, { caseId, ...by, scope: 'debtor', kind, from, until: null });
    await placeHold({ db }, { caseId, ...by, scope: 'invoice', kind: 'manual', from, until: null });
    const { id: holdId } = await db.hold.findFirstOrThrow({ where: { kind } });
    return { caseId, holdId };
  };
  const active = async () => (await db.hold.findMany({ where: { releasedAt: null } })).map(({ kind }) => kind);

  it.each(['fraud', 'sanctions'] as const)('for %s are released by compliance only', async (kind) => {
    const { caseId, holdId } = await aHeldCase(kind);
    for (const role of ['manager', null]) {
      const answer = await releaseHold({ db }, { caseId, holdId, ...by, role });
      expect(answer).toMatchObject({ ok: false, problem: { reason: 'complianceOnly' } });
    }
    expect(await releaseHold({ db }, { caseId, ...by, role: 'manager' })).toMatchObject({ ok: true });
    expect(await active()).toEqual([kind]);
    expect(await releaseHold({ db }, { caseId, holdId, ...by, role: 'compliance' })).toMatchObject({
      releasedHoldIds: [holdId],
    });
    expect(await active()).toEqual([]);
  });

  it('end on no day by themselves', async () => {
    const book = await anEnrolledBook(db, [anInvoiceRow()]);
    const hold = { scope: 'debtor', kind: 'fraud', from: isoDate('2026-03-18'), until: isoDate('2026-03-20') } as const;
    const answer = await placeHold({ db }, { caseId: book.caseOf('INV-1'), ...by, ...hold });
    expect(answer).toMatchObject({ ok: false, problem: { reason: 'dateOrder' } });
  });
});

describe('our bank details', () => {
  const aHouse = async () => {
    const creditorId = (await anEnrolledBook(db, [anInvoiceRow()])).creditorId;
    const hire = async (role: string) => {
      const { id } = await db.staff.create({ data: { creditorId, name: role, email: `${role}@example.com`, role } });
      return { creditorId, staffId: id, role, actor: `staff:${id}`, reason: 'new account', at: noon };
    };
    return {
      collector: await hire('collector'),
      manager: await hire('manager'),
      director: await hire('financeDirector'),
    };
  };
  const account = {
    holder: 'Creditor Ltd',
    bankName: 'Bank of Test',
    accountNo: '6222 0001',
    currency: 'CNY',
    validFrom: isoDate('2026-03-18'),
  };

  it('are approved by another person than the one who entered them, of a role that may', async () => {
    const { collector, manager, director } = await aHouse();
    const entered = await enterBankAccount({ db }, { ...manager, ...account });
    const accountId = entered.ok ? entered.accountId : '';
    for (const person of [manager, collector, { ...director, staffId: null }]) {
      const answer = await approveBankAccount({ db }, { ...person, accountId });
      expect(answer).toMatchObject({ ok: false, problem: { reason: 'fourEyes' } });
    }
    expect(await approveBankAccount({ db }, { ...director, accountId })).toMatchObject({ ok: true });
    expect(await approveBankAccount({ db }, { ...director, accountId })).toMatchObject({
      problem: { reason: 'alreadyDecided' },
    });
    expect(await db.evidence.count({ where: { kind: { startsWith: 'bankAccount' } } })).toBe(2);
  });

  it('take the place of the account before them in the same currency', async () => {
    const { manager, director } = await aHouse();
    for (const [accountNo, validFrom] of [
      ['1', '2026-03-18'],
      ['2', '2026-04-01'],
    ] as const) {
      const entered = await enterBankAccount(
        { db },
        { ...manager, ...account, accountNo, validFrom: isoDate(validFrom) },
      );
      await approveBankAccount({ db }, { ...director, accountId: entered.ok ? entered.accountId : '' });
    }
    const rows = await db.bankAccount.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ validUntil }) => validUntil)).toEqual([new Date('2026-04-01'), null]);
  });
});
