import { type ContractFields, unknownContract } from '../../domain/contract';
import type { ImportedRow } from '../../domain/import/fields';
import { newId } from '../ids';
import type { StoredContract, StoredDebtor } from './batch-state';

/** A contract before and after a batch; `before` is null for a new one. */
export interface PlannedContract {
  readonly before: StoredContract | null;
  readonly after: StoredContract;
}

/** The fields of a contract alone, always in the same order. */
export const contractFieldsOf = (contract: StoredContract): ContractFields => ({
  governingLaw: contract.governingLaw,
  forum: contract.forum,
  clause: contract.clause,
  interestRate: contract.interestRate,
  interestStartDay: contract.interestStartDay,
  lawConnected: contract.lawConnected,
  creditorIsSmall: contract.creditorIsSmall,
  debtorIsLarge: contract.debtorIsLarge,
});

/** Contracts that the rows name, new or with fields that differ from what is stored. One of another debtor is left as it is. */
export function planContracts(
  rows: readonly ImportedRow[],
  debtors: ReadonlyMap<string, StoredDebtor>,
  known: ReadonlyMap<string, StoredContract>,
): PlannedContract[] {
  const after = new Map(known);
  for (const { contract, debtor } of rows) {
    const debtorId = debtors.get(debtor.number)?.id;
    if (contract === undefined || debtorId === undefined) continue;
    const { number, ...stated } = contract;
    const sofar = after.get(number) ?? { ...unknownContract, id: newId(), number, debtorId };
    if (sofar.debtorId === debtorId) after.set(number, { ...sofar, ...stated });
  }
  return [...after.values()]
    .map((contract) => ({ before: known.get(contract.number) ?? null, after: contract }))
    .filter(
      ({ before, after: planned }) =>
        before === null || JSON.stringify(contractFieldsOf(before)) !== JSON.stringify(contractFieldsOf(planned)),
    );
}
