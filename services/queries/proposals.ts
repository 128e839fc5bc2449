import { z } from 'zod';
import type { Prisma } from '../../clients/generated/prisma/client';
import type { Db } from '../../clients/prisma';
import { formatMoney } from '../../domain/money';
import { instantText } from './columns';
import { createdBefore, createdCursor, newestFirst, pageOf, type Page, type PageRequest } from './page';

const withContext = {
  debtor: { select: { number: true, name: true, creditor: { select: { zone: true } } } },
  point: { select: { address: true, person: { select: { name: true, role: true } } } },
  contact: { select: { state: true } },
  steps: {
    select: { stepId: true, caseId: true, invoiceId: true, invoice: { select: { number: true, currency: true } } },
  },
} as const;

type ProposalRecord = Prisma.ProposalGetPayload<{ include: typeof withContext }>;

const basis = z.object({ invoices: z.array(z.tuple([z.string(), z.number()])) });

// A contact that did not become a message leaves the proposal released: it is tried again.
const notSent: readonly string[] = ['reserved', 'cancelled', 'failed', 'bounced'];

function itemOf(row: ProposalRecord) {
  const open = new Map(basis.parse(row.basis).invoices);
  const sent = row.state === 'released' && row.contact !== null && !notSent.includes(row.contact.state);
  return {
    id: row.id,
    state: sent ? 'sent' : row.state,
    why: row.why,
    debtor: row.debtor.number,
    debtorName: row.debtor.name,
    caseId: row.caseId,
    channel: row.channel,
    recipient: {
      address: row.point?.address ?? null,
      name: row.point?.person?.name ?? null,
      role: row.point?.person?.role ?? null,
    },
    covers: row.steps.map(({ stepId, caseId, invoiceId, invoice }) => ({
      caseId,
      invoice: invoice.number,
      step: stepId,
      open: formatMoney({ amountMinor: open.get(invoiceId) ?? 0, currency: invoice.currency }),
      currency: invoice.currency,
    })),
    language: row.language,
    template: row.template,
    subject: row.subject,
    text: row.text,
    edited: row.editedBy !== null,
    contactId: row.contactId,
    zone: row.debtor.creditor.zone,
    at: row.at.toISOString(),
    decidedAt: instantText(row.decidedAt),
    decidedBy: row.decidedBy,
    createdAt: row.createdAt.toISOString(),
  };
}

/** A message that waits, or waited, for a person: what it would say to whom, and what became of it. */
export type ProposalItem = ReturnType<typeof itemOf>;

/** A page of the creditor's proposals, newest first. */
export async function listProposals(
  db: Db,
  query: {
    readonly creditorId: string;
    readonly state: string | undefined;
    readonly debtor: string | undefined;
    readonly page: PageRequest;
  },
): Promise<Page<ProposalItem>> {
  const { creditorId, state, debtor, page } = query;
  const rows = await db.proposal.findMany({
    where: {
      ...(state === undefined ? {} : { state }),
      debtor: { creditorId, ...(debtor === undefined ? {} : { number: debtor }) },
      ...createdBefore(page.after),
    },
    include: withContext,
    orderBy: newestFirst,
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, createdCursor, itemOf);
}

/** One proposal; null when the creditor has none with this id. */
export async function findProposal(db: Db, creditorId: string, id: string): Promise<ProposalItem | null> {
  const row = await db.proposal.findFirst({ where: { id, debtor: { creditorId } }, include: withContext });
  return row === null ? null : itemOf(row);
}
