import { z } from 'zod';
import type { Db } from '../../clients/prisma';
import { epochMinute, instantOf } from '../../domain/time';
import { chainIdOf } from '../evidence';
import { reasonOf } from './explain';
import type { RawEntry } from './timeline-entry';

// What the chain of a case alone tells; everything else has a table of its own.
const kinds = ['caseEnrolled', 'caseReopened', 'caseEnded', 'decisions'];

const decisions = z.object({
  decisions: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      action: z.string(),
      step: z.string().nullable(),
      until: z.number().nullable(),
      reason: z.unknown(),
      openBalanceMinor: z.number(),
      stageDay: z.number(),
      passedOver: z.array(z.string()).optional(),
    }),
  ),
});

// Cases know time in whole minutes. What leads to nothing further was decided after all that happened in its minute, and
// what leads to an act before it.
const concluding = ['wait', 'close', 'caseEnded'];
const endOfMinute = (at: Date) => new Date(Math.floor(at.getTime() / 60_000) * 60_000 + 59_999);
const placeOf = (at: Date, what: string) => (concluding.includes(what) ? { sortAt: endOfMinute(at) } : {});

const milestone = z.object({
  policy: z.object({ name: z.string(), version: z.number() }).optional(),
  reason: z.string().optional(),
  outcome: z.string().optional(),
  runNo: z.number().optional(),
});

function decisionEntries(content: unknown): RawEntry[] {
  return (decisions.safeParse(content).data?.decisions ?? []).map((decision) => {
    const { seq, action, step, until, stageDay, openBalanceMinor, passedOver } = decision;
    const at = new Date(instantOf(epochMinute(decision.at)));
    return {
      at,
      ...placeOf(at, action),
      kind: 'decision',
      code: `decision.${action}`,
      reason: reasonOf(decision.reason),
      until: until === null ? null : instantOf(epochMinute(until)),
      data: {
        ...{ seq, step, stageDay, openBalanceMinor },
        ...(passedOver === undefined ? {} : { passedOver: passedOver.join(', ') }),
      },
    };
  });
}

function milestoneEntry(kind: string, at: Date, content: unknown): RawEntry {
  const { policy, reason, outcome, runNo } = milestone.safeParse(content).data ?? {};
  const version = policy === undefined ? {} : { policy: `${policy.name} ${policy.version}` };
  const rest = { ...(reason === undefined ? {} : { reason }), ...(outcome === undefined ? {} : { outcome }) };
  return {
    at,
    ...placeOf(at, kind),
    kind: 'case',
    code: kind,
    data: { ...version, ...rest, ...(runNo === undefined ? {} : { runNo }) },
  };
}

/** Opening, reopening, end and every decision of a case, from its evidence chain. */
export async function evidenceEntries(db: Db, caseId: string): Promise<RawEntry[]> {
  const rows = await db.evidence.findMany({
    where: { chainId: chainIdOf({ kind: 'case', id: caseId }), kind: { in: kinds } },
    orderBy: { seq: 'asc' },
  });
  return rows.flatMap((row) => {
    const content: unknown = JSON.parse(row.content);
    return row.kind === 'decisions' ? decisionEntries(content) : [milestoneEntry(row.kind, row.at, content)];
  });
}
