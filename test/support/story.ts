import type { CarriedCase } from '../../domain/case-input';
import type { PeopleMode } from '../../services/people-steps';
import { createPolicyStore } from '../../services/policy-store';
import { createVirtualTime } from '../../workers/simulation/virtual-time';
import { testDatabase } from './database';
import { enrolledCase, type InvoiceSpec, type Stage } from './story-case';
import { commandsOf } from './story-commands';
import { isRecording, writeRecording } from './story-recordings';
import { startReplayer, type Replayer } from './story-replay';
import { reportsOf } from './story-report';
import { testTemporal, type TestTemporal } from './temporal';
import { startVirtualWorkers, type VirtualWorkers } from './virtual-workers';

/** A story of one invoice in days: what happens, and what can be seen of it. */
export type Story = Awaited<ReturnType<typeof tellStory>>;

/** Tells of an invoice on `stage`: enrolled and, unless it says `asleep`, with its workflow started. */
export async function tellStory(stage: Stage, spec: InvoiceSpec) {
  const story = await enrolledCase(stage, spec);
  return {
    ...story,
    ...commandsOf(story),
    ...reportsOf(story),
    /** Lets time pass until `clock` (Shanghai) of day `day` after the first due date: 08:00 lies before every contact window. */
    untilDay: (day: number, clock = '08:00') => story.moveTo(story.instant(day, clock)),
    settles: () => stage.time.settle(story.workflowId),
    begins: async (carried?: CarriedCase) => {
      await story.start(carried);
      await stage.time.settle(story.workflowId);
    },
  };
}

/** Where stories of one test file are told. */
export interface Teller {
  /** An invoice whose case has begun. */
  anInvoice(spec: InvoiceSpec): Promise<Story>;
  /** Keeps the histories of the test's story under `name` when the tests run in order to record. */
  recordedAs(name: string): void;
  /** An invoice that is enrolled; the story says when its workflow begins. */
  anEnrolledInvoice(spec: InvoiceSpec): Promise<Story>;
  stage(): Stage;
  stopWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
}

/**
 * Prepares a test file for stories on the real server, with workers in virtual time. After each test the history of every
 * story that it told is replayed. Call it once, outside of tests and hooks.
 *
 * @param people `live` and `absent` leave tasks and approvals to the story; `noAnswer` closes them at once (decisions 2.8)
 */
export function storyteller(people: PeopleMode = 'live'): Teller {
  const { db } = testDatabase();
  let temporal: TestTemporal;
  let replayer: Replayer;
  let workers: VirtualWorkers | null = null;
  let stage: Stage;
  let told: Story[] = [];
  let recordedAs: string | null = null;

  const startWorkers = async () => {
    const { client, nativeConnection: connection, namespace } = temporal;
    workers = await startVirtualWorkers({ db, client, connection, namespace, people });
  };
  const stopWorkers = async () => {
    await workers?.stop();
    workers = null;
  };
  beforeAll(async () => {
    temporal = await testTemporal();
    await startWorkers();
    replayer = await startReplayer();
    const time = createVirtualTime(temporal.connection, temporal.namespace);
    stage = { db, client: temporal.client, time, policies: createPolicyStore(db) };
  });
  afterEach(async () => {
    const stories = told;
    told = [];
    const runs = (await Promise.all(stories.map((story) => story.histories()))).flat();
    for (const run of runs) await replayer.replay(run);
    if (recordedAs !== null && isRecording()) writeRecording(recordedAs, runs);
    recordedAs = null;
  });
  afterAll(async () => {
    await stopWorkers();
    await replayer.close();
    await temporal.close();
  });

  const anEnrolledInvoice = async (spec: InvoiceSpec) => {
    const story = await tellStory(stage, spec);
    told.push(story);
    return story;
  };
  return {
    anEnrolledInvoice,
    async anInvoice(spec) {
      const story = await anEnrolledInvoice(spec);
      await story.begins();
      return story;
    },
    recordedAs: (name) => {
      recordedAs = name;
    },
    stage: () => stage,
    stopWorkers,
    startWorkers,
  };
}
