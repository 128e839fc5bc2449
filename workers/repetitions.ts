import type { Logger } from 'pino';
import type { Db } from '../clients/prisma';
import { tellSalesAhead } from '../services/contact/heads-up';
import { lookUpUnknown, type LookupDeps } from '../services/contact/look-up-unknown';
import { escalateLateWork } from '../services/late-work';
import type { CaseMessenger } from '../services/message-delivery';
import { relayMessages } from '../services/message-relay';
import { scanUploads, type VirusScanner } from '../services/documents/scan-uploads';
import { deleteOldEvents } from '../services/webhooks/delete-old-events';
import { applyLeftBehind } from '../services/webhooks/drive-events';
import { repeat, type Repetition } from './repeat';

// A message that its case has not applied after ten seconds is repeated (decisions 3.1): look that often. The same for
// webhooks that were stored and not applied, and for uploads in quarantine.
const RELAY_EVERY_MS = 10_000;
// Well below the hour by which sales are told too early (services/contact/heads-up.ts).
const TELL_SALES_EVERY_MS = 10 * 60_000;
// Work of a day that nobody did: within minutes of its midnight.
const LATE_WORK_EVERY_MS = 10 * 60_000;
// A provider is asked about each unknown message, some 300 times before a person has it alone.
const LOOK_UP_EVERY_MS = 5 * 60_000;
// A day late is no harm; hourly, so that a process that restarts every night does it, too.
const DELETE_EVERY_MS = 60 * 60_000;

/** What the worker process repeats besides its workflows: messages to cases, stored webhooks, unknown messages. */
export function startRepetitions(
  parts: {
    readonly db: Db;
    readonly messenger: CaseMessenger;
    readonly lookups: LookupDeps['lookups'];
    readonly scanner: VirusScanner | null;
  },
  logger: Logger,
): Repetition {
  const warn = (what: string) => (error: unknown) => logger.warn({ err: error }, `${what}; the next turn tries again`);
  const now = () => ({ ...parts, now: new Date() });
  const all = [
    repeat(() => relayMessages(now()), RELAY_EVERY_MS, warn('Messages to cases could not be repeated')),
    repeat(() => applyLeftBehind(now()), RELAY_EVERY_MS, warn('Stored webhooks could not be applied')),
    repeat(() => scanUploads(now()), RELAY_EVERY_MS, warn('Uploads could not be scanned')),
    repeat(() => tellSalesAhead(now()), TELL_SALES_EVERY_MS, warn('Sales could not be told of what comes next')),
    repeat(() => escalateLateWork(now()), LATE_WORK_EVERY_MS, warn('Late work could not be escalated')),
    repeat(() => lookUpUnknown(now()), LOOK_UP_EVERY_MS, warn('Unknown messages could not be looked up')),
    repeat(() => deleteOldEvents(now()), DELETE_EVERY_MS, warn('Webhooks of last year could not be deleted')),
  ];
  return { stop: async () => void (await Promise.all(all.map((repetition) => repetition.stop()))) };
}
