import type { Db } from '../../clients/prisma';
import type { Language } from './explain';

/** One thing that happened to a case, or that was decided about it. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly code: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

/** TODO */
export async function timelineOf(_db: Db, _caseId: string, _language: Language): Promise<TimelineEntry[]> {
  return [];
}
