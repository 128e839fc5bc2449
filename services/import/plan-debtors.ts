import { countryDefaults } from '../../domain/import/countries';
import type { ImportedDebtor, ImportedRow } from '../../domain/import/fields';
import { newId } from '../ids';
import { type StoredDebtor, addressKey } from './batch-state';

/** What holds for debtors of whom the file does not say it. */
export interface DebtorDefaults {
  readonly country: string;
  readonly zone: string;
  readonly language: string;
}

/** An address that a file names: of the debtor itself, by kind. */
export interface PlannedAddress {
  readonly debtorId: string;
  readonly kind: 'email' | 'phone' | 'post';
  readonly address: string;
}

/** A debtor before and after a batch. */
export interface PlannedDebtor {
  readonly before: StoredDebtor;
  readonly after: StoredDebtor;
}

function newDebtor(stated: ImportedDebtor, defaults: DebtorDefaults): StoredDebtor {
  const country = stated.country ?? defaults.country;
  const ofCountry = stated.country === undefined ? undefined : countryDefaults(stated.country);
  return {
    id: newId(),
    number: stated.number,
    name: stated.name ?? stated.number,
    kind: stated.kind ?? null,
    country,
    zone: stated.zone ?? ofCountry?.zone ?? defaults.zone,
    language: stated.language ?? ofCountry?.language ?? defaults.language,
    grade: stated.grade ?? null,
    motive: stated.motive ?? null,
    relationship: stated.relationship ?? null,
  };
}

/** Debtors that the rows name and nobody knows yet, each once; the first row that names one describes it. */
export function planNewDebtors(
  rows: readonly ImportedRow[],
  known: ReadonlyMap<string, StoredDebtor>,
  defaults: DebtorDefaults,
): StoredDebtor[] {
  const created = new Map<string, StoredDebtor>();
  for (const { debtor } of rows) {
    if (known.has(debtor.number) || created.has(debtor.number)) continue;
    created.set(debtor.number, newDebtor(debtor, defaults));
  }
  return [...created.values()];
}

const changeable = ['name', 'kind', 'country', 'zone', 'language', 'grade', 'motive', 'relationship'] as const;

/** The names of the fields in which two states of a debtor differ. */
export const changedFields = ({ before, after }: PlannedDebtor): string[] =>
  changeable.filter((field) => before[field] !== after[field]);

/** Debtors whose stored form differs from what the rows say; later rows of a debtor say at least what the earlier ones did. */
export function planDebtorChanges(
  rows: readonly ImportedRow[],
  known: ReadonlyMap<string, StoredDebtor>,
): PlannedDebtor[] {
  const after = new Map(known);
  for (const { debtor } of rows) {
    const before = after.get(debtor.number);
    if (before === undefined) continue;
    const { name = before.name, country = before.country, zone = before.zone, language = before.language } = debtor;
    const { kind = before.kind, grade = before.grade, motive = before.motive } = debtor;
    // What two people have said is not undone by a file (U9).
    const isFlagged = before.relationship === 'important';
    const relationship = isFlagged ? before.relationship : (debtor.relationship ?? before.relationship);
    after.set(debtor.number, { ...before, name, kind, country, zone, language, grade, motive, relationship });
  }
  return [...known.values()]
    .map((before) => ({ before, after: after.get(before.number) ?? before }))
    .filter((debtor) => changedFields(debtor).length > 0);
}

/** Addresses that the rows name and nobody knows yet. Older ones stay: messages were sent to them. */
export function planAddresses(
  rows: readonly ImportedRow[],
  debtors: ReadonlyMap<string, StoredDebtor>,
  known: ReadonlySet<string>,
): PlannedAddress[] {
  const added = new Map<string, PlannedAddress>();
  for (const { debtor } of rows) {
    const debtorId = debtors.get(debtor.number)?.id;
    if (debtorId === undefined) continue;
    const stated = [
      { kind: 'email', address: debtor.email } as const,
      { kind: 'phone', address: debtor.phone } as const,
      { kind: 'post', address: debtor.address } as const,
    ];
    for (const { kind, address } of stated) {
      if (address === undefined) continue;
      const point = { debtorId, kind, address };
      if (!known.has(addressKey(point))) added.set(addressKey(point), point);
    }
  }
  return [...added.values()];
}
