import type { Client } from '@temporalio/client';
import { createBookActivities } from '../activities/book';
import { createCaseActivities } from '../activities/case';
import { createContactActivities } from '../activities/contact';
import { createPeopleActivities } from '../activities/people';
import { createCaseMessenger } from '../clients/case-messenger';
import { createCaseStarter } from '../clients/case-starter';
import type { Db } from '../clients/prisma';
import type { Channel } from '../domain/channels';
import { epochMinute, laterOf, type EpochMinute } from '../domain/time';
import type { ChannelSender } from '../services/contact/channel-sender';
import { createConversationGate, type ConversationGate } from '../services/contact/conversations';
import { createHeadsUpGate } from '../services/contact/heads-up';
import { createSenderChoice, type DeliverySettings } from '../services/contact/choose-sender';
import { createFallbackShare } from '../services/contact/fallback-share';
import { openCareTasks } from '../services/care-tasks';
import { createTemplateRenderer } from '../services/contact/template-renderer';
import { sendStep } from '../services/contact/send-step';
import { enrolDue, markStarted, unstartedCases, type CaseToStart } from '../services/enrolment';
import { relayMessages } from '../services/message-relay';
import { extendCalendar, openCase, readPlan } from '../services/open-case';
import { escalateCase, judgePromise, openStepTask, requestApproval, type PeopleMode } from '../services/people-steps';
import { createPinnedPlans } from '../services/pinned-plans';
import type { PolicyStore } from '../services/policy-store';
import { closeCase, publishNext } from '../services/publish-row';

/** What the activities are made of. */
export interface ActivityParts {
  readonly db: Db;
  readonly client: Client;
  readonly policies: PolicyStore;
  readonly delivery: DeliverySettings;
  readonly providers: ReadonlyMap<Channel, ChannelSender>;
  /** The page on which debtors pay, with `{debtor}` and `{invoice}` in it (S191, decisions 4.9). */
  readonly paymentLink?: string | undefined;
  /** What each provider takes; a channel that is not named has no limit. */
  readonly sendsPerSecond?: Partial<Record<Channel, number>>;
  /** Simulations, demos and tests live in virtual time: the case's instant is the only clock (decisions 1.1). */
  readonly virtualTime: boolean;
  readonly people: PeopleMode;
}

const systemMinute = (): EpochMinute => epochMinute(Math.floor(Date.now() / 60_000));

/** All activities of the product. */
export function createActivities(parts: ActivityParts) {
  const { db, client, policies, virtualTime, people } = parts;
  const plans = createPinnedPlans(db, policies);
  const starter = createCaseStarter(client);
  const messenger = createCaseMessenger(client);
  const now = (asOf: EpochMinute) => (virtualTime ? asOf : laterOf(asOf, systemMinute()));
  const conversations = createConversationGate((hash) => policies.planOfHash(hash), now);
  const headsUp = createHeadsUpGate(now);
  const gateOfTasks: ConversationGate = async (tx, call, kind) =>
    (await headsUp(tx, call, kind)) ?? conversations(tx, call, kind);
  const talking = { db, people, ...(people === 'live' ? { conversations: gateOfTasks } : {}) };
  const sending = {
    db,
    plans,
    now,
    renderer: createTemplateRenderer(policies, parts.paymentLink ?? null),
    senders: createSenderChoice(parts.delivery, parts.providers),
    releasesAtOnce: people !== 'live',
    fallbackShare: createFallbackShare(parts.sendsPerSecond ?? {}, () => performance.now()),
  };
  return {
    ...createCaseActivities(
      {
        openCase: (input) => openCase({ db, plans }, input),
        extendCalendar: (input) => extendCalendar({ db }, input),
        readPlan: (input) => readPlan({ db, plans }, input),
        publishNext: (input) => publishNext(db, input),
        closeCase: (input) => closeCase(db, input),
      },
      virtualTime,
    ),
    ...createPeopleActivities({
      openStepTask: (call, kind) => openStepTask(talking, call, kind),
      requestApproval: (call) => requestApproval({ db, people }, call),
      escalateCase: (call) => escalateCase({ db, people }, call),
      judgePromise: (call) => judgePromise({ db, people }, call),
    }),
    ...createContactActivities({ sendStep: (call) => sendStep(sending, call) }),
    ...createBookActivities<CaseToStart>({
      enrolDue: (limit) => enrolDue({ db, policies, now: new Date() }, { limit }),
      unstartedCases: (limit) => unstartedCases(db, limit),
      startCase: (start) => starter.start(start),
      markStarted: (caseId, runNo, workflowRunId) => markStarted(db, caseId, runNo, workflowRunId),
      openCareTasks: () => openCareTasks({ db, plans }, new Date()),
      relayMessages: () => relayMessages({ db, messenger, now: new Date() }),
    }),
  };
}

/** Everything that workers can call. */
export type Activities = ReturnType<typeof createActivities>;
