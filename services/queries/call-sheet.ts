import { missingInFile } from '../../domain/conversations/call-sheet';
import { DomainError } from '../../domain/errors';
import { isoDateOfColumn } from '../columns';
import { fileAddresses } from '../contact/call-file';
import { type PreviewDeps, previewMessage } from '../contact/preview-message';
import { localDateIn } from '../local-day';
import { refused } from '../problems';
import { contractFacts } from '../render/interest-facts';
import { callDebt, unpaidInvoices } from './call-debt';
import { instantText } from './columns';

/**
 * What whoever makes an open call needs: the numbers and what the file lacks (S229), and, once it is confirmed who is on the
 * phone (S198), what the customer owes, what was booked last and the words (S197, S199). Holds personal data.
 */
export async function callSheet(
  deps: PreviewDeps,
  asked: { readonly creditorId: string; readonly taskId: string; readonly language: string; readonly at: Date },
) {
  const { creditorId, taskId, language, at } = asked;
  const task = await deps.db.task.findFirst({
    where: { id: taskId, debtor: { creditorId } },
    include: {
      debtor: {
        include: {
          people: { orderBy: { role: 'asc' } },
          points: { include: { person: { select: { role: true } } }, orderBy: { address: 'asc' } },
          creditor: { select: { zone: true } },
        },
      },
    },
  });
  if (task === null) return refused('unknownTask', `There is no task ${taskId}`);
  const { kind, status, debtor, debtorId, stepId: step, caseId, identifiedAt } = task;
  if (kind !== 'call' || status !== 'open')
    return refused('otherStep', `Task ${taskId} is a ${kind} and ${status}; expected an open call`);
  const invoices = await unpaidInvoices(deps.db, debtorId);
  const parties = { creditorId, debtorKind: debtor.kind };
  const contracts = invoices.map(({ contract }) => (contract === null ? null : contractFacts(contract, parties)));
  const addresses = fileAddresses(debtor.points);
  const today = localDateIn(debtor.creditor.zone, at);
  const query = { debtorId, step, today, spoken: debtor.language, language };
  return {
    ok: true as const,
    ...{
      taskId,
      caseId,
      step,
      debtor: debtor.number,
      debtorName: debtor.name,
      identifiedAt: instantText(identifiedAt),
    },
    ...{ grade: debtor.grade, marketRisk: debtor.marketRisk },
    people: debtor.people.map(({ role, name }) => ({ role, name })),
    phones: phonesOf(debtor.points),
    missing: [...missingInFile({ addresses, people: debtor.people.length, contracts })],
    debt: identifiedAt === null ? null : await callDebt(deps, invoices, query),
    script: identifiedAt === null ? null : await scriptOf(deps, { caseId, step, at }),
  };
}

const phonesOf = (
  points: readonly {
    readonly kind: string;
    readonly address: string;
    readonly label: string | null;
    readonly person: { readonly role: string } | null;
    readonly verifiedOn: Date | null;
    readonly wrongAt: Date | null;
  }[],
) =>
  points.flatMap(({ kind, address, label, person, verifiedOn, wrongAt }) =>
    kind === 'phone'
      ? [
          {
            ...{ address, label, role: person?.role ?? null, wrong: wrongAt !== null },
            verifiedOn: verifiedOn === null ? null : isoDateOfColumn(verifiedOn),
          },
        ]
      : [],
  );

// The step writes nothing, is in the plan no more, or its text does not fit a case that was paid meanwhile.
const wordless: readonly string[] = ['noMessage', 'stepNotFound', 'badTemplate'];

/** The words that the policy has for the call; null where it has none, or none that fit the case any more. */
async function scriptOf(
  deps: PreviewDeps,
  { caseId, step, at }: { readonly caseId: string | null; readonly step: string | null; readonly at: Date },
): Promise<string | null> {
  if (caseId === null || step === null) return null;
  try {
    return (await previewMessage(deps, { caseId, step, at })).text;
  } catch (error) {
    if (error instanceof DomainError && wordless.includes(error.code)) return null;
    throw error;
  }
}
