import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Db } from '../clients/prisma';
import type { LinkSigner } from '../clients/link-token';
import type { SendGridCheck, TwilioCheck } from '../clients/webhook-signatures';
import type { PlanSource } from '../services/open-case';
import type { CaseMessenger } from '../services/message-delivery';
import type { CaseReader } from '../services/policy-migration';
import type { PolicyStore } from '../services/policy-store';
import type { InFlight } from './in-flight';

/** How far enrolment has come. */
export interface EnrolmentState {
  readonly running: boolean;
  /** Invoices that should have a case today and have none. */
  readonly eligible: number;
  /** Invoices that have a case. */
  readonly enrolled: number;
  /** Cases whose workflow was started. */
  readonly started: number;
  /** Why the last sweep ended early; null otherwise. */
  readonly failure: string | null;
}

/** The enrolment sweep as the API sees it: it runs on a schedule and on demand, never twice at a time. */
export interface Enrolment {
  /** Starts a sweep; `started` is false when one was running already and that one is meant. */
  trigger(): Promise<{ readonly started: boolean }>;
  progress(): Promise<EnrolmentState>;
}

/** How webhooks of providers are verified; null: not configured, and every such webhook is refused. */
export interface WebhookChecks {
  readonly sendGridEvents: SendGridCheck | null;
  readonly sendGridMail: SendGridCheck | null;
  readonly twilio: TwilioCheck | null;
  /** The address under which providers call us: it is part of what Twilio signs. */
  readonly publicBaseUrl: string | null;
}

/** What the API works with; tests pass plain objects. */
export interface BuildAppDeps {
  readonly db: Db;
  readonly messenger: CaseMessenger;
  readonly plans: PlanSource;
  readonly policies: Pick<PolicyStore, 'planFor' | 'planOfHash' | 'templatesOf'>;
  readonly caseReader: CaseReader;
  readonly enrolment: Enrolment;
  /** Each rejects with a sentence when its part is not usable. */
  readonly checks: { database(): Promise<void>; temporal(): Promise<void> };
  /** The page on which debtors pay, with `{debtor}` and `{invoice}` in it; previews show it as messages do. */
  readonly paymentLink?: string | undefined;
  readonly webhooks: WebhookChecks;
  /** Reads the links by which debtors refuse reminders; left out: there are none. */
  readonly unsubscribeLinks?: Pick<LinkSigner, 'read'>;
  /** Whether somebody scans uploads for viruses: until then they are quarantined. */
  readonly scansUploads?: boolean;
  readonly clock: () => Date;
  readonly version: string;
  /** Where requests that fail are reported; tests leave it out. */
  readonly logger?: FastifyBaseLogger;
  /** Requests per minute and address; the default is the product's. */
  readonly requestsPerMinute?: number;
}

/** The same within the API. */
export interface ApiDeps extends BuildAppDeps {
  readonly inFlight: InFlight;
}

/** The app as route files see it: schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
