import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, parseDay } from '../../domain/time';
import { dayStartsIn } from '../../services/sim-calendar';
import { storyOf } from '../../services/simulation/day-story';
import { demoBook } from '../../services/simulation/demo-book';
import type { StoryEntry } from '../../services/simulation/story-entry';
import { bookByDays } from '../../workers/simulation/run-book';
import { SimulationInterrupted, engineParts, onScratchServers } from '../../workers/simulation/scratch-run';
import { workflowBundle } from '../support/temporal';

const zone = 'Asia/Shanghai';
const from = parseDay('2026-03-17');

// A folder of our own shows what is left behind, whatever else runs on this machine.
const before = process.env['TMPDIR'];
const folder = mkdtempSync(join(tmpdir(), 'dunwell-scratch-test-'));
beforeAll(() => {
  execFileSync('chmod', ['0711', folder]);
  process.env['TMPDIR'] = folder;
});
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const leftFiles = () => readdirSync(folder).filter((name) => name.startsWith('dunwell-simulation-'));
const leftProcesses = () =>
  execFileSync('ps', ['-e', '-o', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));

async function liveThrough(days: number, onDay: (entries: readonly StoryEntry[], interrupt: () => void) => void) {
  const debtors = (await demoBook(from, 40, 24)).slice(0, 6);
  const until = addDays(from, days);
  const dayStart = dayStartsIn(zone, from, until);
  let interrupt = (): void => undefined;
  const options = {
    cliPath: process.env['TEMPORAL_CLI_PATH'],
    bundle: await workflowBundle(),
    people: 'noAnswer',
    onProgress: () => undefined,
    onInterrupt: (first: () => void) => {
      interrupt = first;
    },
  } as const;
  return onScratchServers(options, async (scratch, signal) => {
    const { plan } = await scratch.policies.planFor('standard');
    const parts = await engineParts(scratch, signal, { zone, currency: 'CNY' }, 'standard');
    const reader = { db: scratch.db, creditorId: parts.creditorId, zone, language: 'en' } as const;
    const place = { creditorZone: zone, until, opensFrom: from };
    return bookByDays(parts, plan, { place, from }, debtors, async (day) => {
      const told = await storyOf(reader, { day, from: dayStart(day), to: dayStart(addDays(day, 1)) });
      onDay(told, interrupt);
    });
  });
}

it('tells days in order, on servers of their own, and leaves nothing behind', async () => {
  const story: StoryEntry[] = [];
  const days = 10;
  const outcomes = await liveThrough(days, (told) => story.push(...told));
  expect(outcomes.size).toBeGreaterThanOrEqual(6);
  const instants = story.map(({ at }) => at);
  expect(instants).toEqual([...instants].sort());
  const codes = new Set(story.map(({ code }) => code));
  expect([...codes]).toEqual(expect.arrayContaining(['openedBefore', 'sent']));
  expect(story.find(({ code }) => code === 'openedBefore')?.text).toMatch(
    /^SAMPLE-\d+ \(.* [A-Z]{3}\) is due on 2026-/,
  );
  expect(story.find(({ code }) => code === 'sent')?.text).toMatch(/ sent by e-mail for SAMPLE-\d+, day -?\d+/);
  expect(leftFiles()).toEqual([]);
  expect(leftProcesses()).toEqual([]);
}, 90_000);

it('ends between two turns when it is interrupted, and leaves nothing behind', async () => {
  const days: number[] = [];
  const running = liveThrough(300, (_, interrupt) => {
    days.push(days.length);
    if (days.length === 2) interrupt();
  });
  await expect(running).rejects.toBeInstanceOf(SimulationInterrupted);
  expect(days).toEqual([0, 1]);
  expect(leftFiles()).toEqual([]);
  expect(leftProcesses()).toEqual([]);
}, 90_000);
