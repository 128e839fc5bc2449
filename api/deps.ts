import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Db } from '../clients/prisma';
import type { CaseMessenger } from '../services/signal-outbox';
import type { InFlight } from './in-flight';

/** How far the enrolment sweep has come. */
export interface EnrolmentProgress {
  readonly status: 'running' | 'done' | 'failed';
  readonly considered: number;
  readonly enrolled: number;
  /** Why it failed; null otherwise. */
  readonly failure: string | null;
}

/** The enrolment sweep as the API sees it: it runs on a schedule and on demand, never twice at a time. */
export interface Enrolment {
  /** Starts a sweep, or joins the one that is running. */
  trigger(): Promise<{ readonly id: string; readonly started: boolean }>;
  /** The running or last sweep; null when there was none yet. */
  progress(): Promise<(EnrolmentProgress & { readonly id: string }) | null>;
}

/** What the API works with; tests pass plain objects. */
export interface BuildAppDeps {
  readonly db: Db;
  readonly messenger: CaseMessenger;
  readonly enrolment: Enrolment;
  /** Each rejects with a sentence when its part is not usable. */
  readonly checks: { database(): Promise<void>; temporal(): Promise<void> };
  readonly clock: () => Date;
  readonly version: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
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
