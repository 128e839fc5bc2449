import type { Tx } from '../../clients/prisma';
import type { EvidenceEntry } from '../evidence';
import type { ImportRun } from './import-run';
import { type PlannedContract, contractFieldsOf } from './plan-contracts';

/** Writes new and changed contracts in one statement. */
export async function writeContracts(tx: Tx, run: ImportRun, contracts: readonly PlannedContract[]): Promise<void> {
  if (contracts.length === 0) return;
  const rows = JSON.stringify(contracts.map(({ after }) => after));
  await tx.$executeRaw`
    insert into contract (id, number, debtor_id, governing_law, forum, clause, interest_rate, interest_start_day,
      law_connected, creditor_is_small, debtor_is_large, creditor_id, updated_at)
    select r.*, ${run.creditorId}::uuid, now()
    from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, number text, "debtorId" uuid, "governingLaw" text, forum text,
      clause text, "interestRate" text, "interestStartDay" int, "lawConnected" boolean, "creditorIsSmall" boolean,
      "debtorIsLarge" boolean)
    on conflict (id) do update set governing_law = excluded.governing_law, forum = excluded.forum,
      clause = excluded.clause, interest_rate = excluded.interest_rate,
      interest_start_day = excluded.interest_start_day, law_connected = excluded.law_connected,
      creditor_is_small = excluded.creditor_is_small, debtor_is_large = excluded.debtor_is_large, updated_at = now()`;
}

/** Evidence of new and changed contracts on the chains of their debtors: the history of what was agreed (decisions 7). */
export const contractEvidence = (run: ImportRun, contracts: readonly PlannedContract[]): EvidenceEntry[] =>
  contracts.map(({ before, after }) => ({
    chain: { kind: 'debtor', id: after.debtorId },
    kind: before === null ? 'contractRecorded' : 'contractChanged',
    at: run.at,
    content: {
      ...{ contractId: after.id, from: before === null ? null : contractFieldsOf(before), to: contractFieldsOf(after) },
      ...{ importId: run.importId, actor: run.actor },
    },
  }));
