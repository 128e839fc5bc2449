/** Whom a step may address at the debtor (decisions 4.7): the roles of its contact matrix. */
export const contactRoles = ['accountsPayable', 'financeHead', 'legalRepresentative', 'noticeAddress'] as const;

export type ContactRole = (typeof contactRoles)[number];

/** An address as the choice of an addressee sees it; `role` is null for the debtor's general ones. */
interface Addressed {
  readonly id: string;
  readonly kind: string;
  readonly role: string | null;
}

/**
 * The debtor's addresses of one kind, the fitting first: the addressee's own, the debtor's general ones, then anybody's; the
 * newest first where several fit. Letters go to the contractual notice address whomever the step addresses (decisions 4.7).
 * Pure.
 */
export function byFitness<Point extends Addressed>(points: readonly Point[], kind: string, addressee: string): Point[] {
  const wanted = kind === 'post' ? ['noticeAddress', addressee, null] : [addressee, null];
  const rank = ({ role }: Point) => {
    const place = wanted.indexOf(role);
    return place < 0 ? wanted.length : place;
  };
  return points.filter((point) => point.kind === kind).sort((a, b) => rank(a) - rank(b) || (a.id > b.id ? -1 : 1));
}
