import type { ImportMapping } from '../../domain/import/mapping';
import type { DebtorDefaults } from './plan-debtors';

/** What holds for every batch of one import. */
export interface ImportRun {
  readonly importId: string | null;
  readonly creditorId: string;
  readonly mapping: ImportMapping;
  readonly defaults: DebtorDefaults;
  /** Sample records never leave the outbox (decisions 4.4). */
  readonly sample: boolean;
  readonly actor: string;
  readonly at: Date;
}
