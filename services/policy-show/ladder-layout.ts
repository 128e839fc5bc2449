import type { Plan, PlanStep } from '../../domain/plan';
import type { Language } from '../queries/explain';
import { conditionsText, labelOf } from './clauses';

/** A step with its place in the picture. */
export interface PlacedStep {
  readonly step: PlanStep;
  readonly x: number;
  readonly y: number;
  /** Repetitions after the first have a mark only. */
  readonly isLabelled: boolean;
  /** Where its last repetition stands; null for a step that is taken once. */
  readonly repeatedTo: number | null;
}

/** Where everything stands, in pixels. */
export interface LadderLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
  readonly dayTicks: readonly number[];
  readonly lanes: readonly { readonly role: string; readonly from: number; readonly to: number }[];
  readonly stages: readonly { readonly stage: string; readonly from: number; readonly to: number }[];
  readonly steps: readonly PlacedStep[];
  xOf(day: number): number;
}

const LEFT = 150;
const RIGHT = 190;
const TOP = 120;
const ROW = 38;
// Wide enough that steps three days apart can be told from each other, narrow enough for a page.
const LEAST_WIDTH = 1200;
const MOST_WIDTH = 2200;
const PIXELS_PER_DAY = 12;

/** Places lanes, bands and marks; marks whose texts would meet take another row of their lane. */
export function layOut(plan: Plan, language: Language): LadderLayout {
  const days = plan.steps.map(({ day }) => day);
  const [first, last] = [Math.min(0, ...days) - 2, Math.max(7, ...days) + 3];
  const span = last - first;
  const width = Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, span * PIXELS_PER_DAY + LEFT + RIGHT));
  const xOf = (day: number) => Math.round(LEFT + ((day - first) / span) * (width - LEFT - RIGHT));
  const roles = [...new Set(plan.steps.map(({ role }) => role))];
  const lanes: { role: string; from: number; to: number }[] = [];
  const steps: PlacedStep[] = [];
  let y = TOP;
  for (const role of roles) {
    const placed = placeLane(
      plan.steps.filter((step) => step.role === role),
      xOf,
      language,
    );
    const rows = Math.max(1, ...placed.map(({ row }) => row + 1));
    steps.push(
      ...placed.map(({ row, ...place }) => ({ ...place, y: y + row * ROW + (place.repeatedTo === null ? 16 : 24) })),
    );
    lanes.push({ role, from: y, to: y + rows * ROW + 6 });
    y += rows * ROW + 6;
  }
  const stages = stageBands(plan, xOf, xOf(last));
  return {
    width,
    height: y + 96,
    left: LEFT,
    top: TOP,
    bottom: y,
    dayTicks: ticks(first, last),
    lanes,
    stages,
    steps,
    xOf,
  };
}

interface LanePlace {
  readonly step: PlanStep;
  readonly x: number;
  readonly row: number;
  readonly isLabelled: boolean;
  readonly repeatedTo: number | null;
}

function placeLane(steps: readonly PlanStep[], xOf: (day: number) => number, language: Language): readonly LanePlace[] {
  const ends: number[] = [];
  const firsts = steps.filter(
    (step) => !steps.some((other) => other.id === step.id && other.occurrence < step.occurrence),
  );
  return firsts.flatMap((first) => {
    const rows = steps.filter(({ id }) => id === first.id);
    const x = xOf(first.day);
    const free = ends.findIndex((end) => end < x - 10);
    const row = free < 0 ? ends.length : free;
    // A step that repeats has a row for itself as long as it lasts, with its text above.
    const last = Math.max(...rows.map(({ day }) => xOf(day)));
    ends[row] = Math.max(last + 8, x + 14 + widthOf(first, language, rows.length > 1));
    return rows.map((step) => ({
      step,
      x: xOf(step.day),
      row,
      isLabelled: step === first,
      repeatedTo: rows.length > 1 ? last : null,
    }));
  });
}

/** About how wide the texts beside a mark are: Chinese signs are as wide as high. */
function widthOf(step: PlanStep, language: Language, isOneLine: boolean): number {
  const name = pixels(labelOf(step, language), 8, 13);
  const conditions = pixels(conditionsText(step.when, language), 5.6, 10.5);
  return isOneLine ? name + conditions : Math.max(name, conditions);
}

/** The width of a text in pixels, by its narrow and wide signs. */
export const pixels = (text: string, narrow: number, wide: number): number =>
  [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e80 ? wide : narrow), 0);

/** A band from a stage's first step to that of the next stage. */
function stageBands(plan: Plan, xOf: (day: number) => number, end: number) {
  const starts = plan.stages.flatMap((stage) => {
    const days = plan.steps.filter((step) => step.stage === stage).map(({ day }) => day);
    return days.length === 0 ? [] : [{ stage, from: xOf(Math.min(...days)) - 9 }];
  });
  const sorted = starts.sort((a, b) => a.from - b.from);
  return sorted.map(({ stage, from }, index) => ({ stage, from, to: sorted[index + 1]?.from ?? end }));
}

/** Days with a line: every week in a short ladder, every 10 or 30 days in a long one. */
function ticks(first: number, last: number): readonly number[] {
  const span = last - first;
  const every = span <= 90 ? 7 : span <= 200 ? 10 : 30;
  const start = Math.ceil(first / every) * every;
  return Array.from({ length: Math.floor((last - start) / every) + 1 }, (_, index) => start + index * every);
}
