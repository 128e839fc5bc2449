import type { Db } from '../../clients/prisma';
import { explain, localTime, type Language } from './explain';
import { stepRules, type StepRule } from './step-rules';
import { fillTemplate } from './text-template';
import type { RawEntry } from './timeline-entry';
import { evidenceEntries } from './timeline-evidence';
import { staffEntries } from './timeline-staff';
import { tableEntries } from './timeline-tables';
import { timelineText } from './timeline-texts';

/** One thing that happened to a case, or that was decided about it: a code with its values, and the text for people. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly code: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

/** What every entry is put into words with. */
interface Reading {
  readonly language: Language;
  readonly zone: string;
  readonly rules: ReadonlyMap<string, StepRule>;
}

function entryOf(raw: RawEntry, { language, zone, rules }: Reading): TimelineEntry {
  const { reason, until, code } = raw;
  const values = new Map([['code', code]]);
  for (const [name, value] of Object.entries(raw.data)) if (value !== null) values.set(name, String(value));
  if (reason) values.set('why', explain(reason, language, zone));
  if (until) values.set('until', localTime(until, zone));
  const rule = rules.get(reason?.step ?? String(raw.data['step'] ?? ''));
  return {
    at: raw.at.toISOString(),
    kind: raw.kind,
    code,
    text: fillTemplate(timelineText(code, language), values),
    data: { ...raw.data, ...(reason ? { reason } : {}), ...(until ? { until } : {}), ...(rule ? { rule } : {}) },
  };
}

/**
 * Everything that happened to a case and was decided about it, oldest first: evidence, acts of staff, ledger, contacts, tasks, holds,
 * promises, approvals; what concerns a step names the policy's rule for it. Of two entries of one instant the decision comes first, because the other follows from it.
 */
export async function timelineOf(db: Db, caseId: string, language: Language): Promise<TimelineEntry[]> {
  const subject = await db.collectionCase.findUniqueOrThrow({
    where: { id: caseId },
    select: {
      invoiceId: true,
      debtorId: true,
      creditor: { select: { zone: true } },
      policyVersion: { select: { name: true, version: true, document: true } },
    },
  });
  const { invoiceId, debtorId, creditor } = subject;
  const evidence = [...(await evidenceEntries(db, caseId)), ...(await staffEntries(db, caseId))];
  const tables = await tableEntries(db, { caseId, invoiceId, debtorId });
  // Sorting is stable: evidence stays before the tables where the instants are equal.
  const place = (entry: RawEntry) => (entry.sortAt ?? entry.at).getTime();
  const raw = [...evidence, ...tables].sort((a, b) => place(a) - place(b));
  const reading = { language, zone: creditor.zone, rules: stepRules(subject.policyVersion) };
  return raw.map((entry) => entryOf(entry, reading));
}
