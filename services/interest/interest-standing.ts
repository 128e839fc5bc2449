import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import { type IsoDate, dayOf } from '../../domain/time';
import { isoDateOfColumn, minorOf } from '../columns';
import { localDateIn } from '../local-day';
import type { PlanSource } from '../open-case';
import { productLaw } from '../product-law';
import { claimOn, dueNow, postedMinor, readDebt, refusalTexts } from './read-debt';

/** What is owed on the invoice of a case by its parts, what interest has accrued, and why none may be claimed where that is so. */
export async function interestStanding(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  { caseId, valueDate, at }: { readonly caseId: string; readonly valueDate: IsoDate | undefined; readonly at: Date },
) {
  const law = await productLaw();
  const row = await db.collectionCase.findUniqueOrThrow({
    where: { id: caseId },
    include: { creditor: { select: { zone: true } } },
  });
  const through = valueDate ?? localDateIn(row.creditor.zone, at);
  const plan = await plans.planOfVersion(row.policyVersionId);
  const debt = await readDebt(db, row.invoiceId);
  const answer = claimOn(debt, { plan, law, valueDay: dayOf(through) });
  const offer = await db.quote.findFirst({ where: { invoiceId: row.invoiceId }, orderBy: { id: 'desc' } });
  const { currency, parts } = debt;
  const shown = (amountMinor: number) => formatMoney({ amountMinor, currency });
  return {
    ...{ caseId, currency, through },
    principal: shown(Math.max(0, parts.principal)),
    costs: shown(parts.costs),
    disputed: shown(debt.disputedMinor),
    posted: shown(postedMinor(debt)),
    postedOpen: shown(parts.interest),
    unposted: answer.ok ? shown(dueNow(debt, answer.claim).interestMinor) : null,
    perDay: answer.ok ? shown(answer.claim.perDiem.amountMinor) : null,
    refusals: answer.ok ? [] : refusalTexts(answer.refusals),
    offer:
      offer === null
        ? null
        : {
            pay: shown(minorOf(offer.payMinor)),
            waived: shown(minorOf(offer.waivedMinor)),
            lastDay: isoDateOfColumn(offer.lastDay),
          },
  };
}
