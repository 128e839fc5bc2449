import type { Db } from '../../clients/prisma';
import type { Plan, Quadrant, Treatment } from '../../domain/plan';
import { orderingOn, quadrantOf, treatmentOf } from '../../domain/portfolio/classify';
import { dayOf, type IsoDate } from '../../domain/time';
import { columnOfDay, dayOfColumn, minorOf } from '../columns';
import type { PlanSource } from '../open-case';

interface StandingRow {
  readonly case_id: string;
  readonly policy_version_id: string;
  readonly currency: string;
  readonly open_minor: bigint;
  readonly days_past_due: number;
  readonly debtor_overdue_minor: bigint;
  readonly last_order: Date | null;
  readonly broken_promises: number;
  readonly contacted: boolean;
}

/** Open cases of one class: how many, and what they owe in minor units by currency. */
export interface StandingGroup<Name extends string> {
  readonly name: Name;
  readonly cases: number;
  readonly openMinor: Readonly<Record<string, number>>;
}

/** The book on a day by quadrant (S301) and by treatment (K3), largest group of cases first. */
export interface Standing {
  readonly asOf: IsoDate;
  readonly quadrants: readonly StandingGroup<Quadrant>[];
  readonly treatments: readonly StandingGroup<Treatment>[];
}

/** How the open cases of a creditor stand on a day in its zone, each judged by the limits of its own policy. */
export async function standingOn(
  { db, plans }: { readonly db: Db; readonly plans: PlanSource },
  creditorId: string,
  asOf: IsoDate,
): Promise<Standing> {
  const day = columnOfDay(asOf);
  const rows = await db.$queryRaw<StandingRow[]>`select * from case_standing(${creditorId}::uuid, ${day}::date)`;
  const quadrants = groups<Quadrant>();
  const treatments = groups<Treatment>();
  for (const row of rows) {
    const plan = await plans.planOfVersion(row.policy_version_id);
    quadrants.add(quadrantOfRow(plan, row, asOf), row);
    const { days_past_due: daysPastDue, broken_promises: brokenPromises, contacted } = row;
    treatments.add(treatmentOf({ daysPastDue, brokenPromises, contacted }), row);
  }
  return { asOf, quadrants: quadrants.sorted(), treatments: treatments.sorted() };
}

function quadrantOfRow({ quadrants }: Plan, row: StandingRow, asOf: IsoDate): Quadrant {
  const { currency, days_past_due: daysPastDue } = row;
  const amountMinor = Math.max(minorOf(row.open_minor), minorOf(row.debtor_overdue_minor));
  return quadrantOf(quadrants, {
    currency,
    amountMinor,
    daysPastDue,
    ordering: orderingOn(row.last_order === null ? null : dayOfColumn(row.last_order), dayOf(asOf)),
  });
}

function groups<Name extends string>() {
  const byName = new Map<Name, { cases: number; openMinor: Record<string, number> }>();
  return {
    add(name: Name, { currency, open_minor: open }: StandingRow): void {
      const group = byName.get(name) ?? { cases: 0, openMinor: {} };
      group.cases += 1;
      group.openMinor[currency] = (group.openMinor[currency] ?? 0) + minorOf(open);
      byName.set(name, group);
    },
    sorted: (): readonly StandingGroup<Name>[] =>
      [...byName]
        .map(([name, group]) => ({ name, ...group }))
        .sort((a, b) => b.cases - a.cases || (a.name < b.name ? -1 : 1)),
  };
}
