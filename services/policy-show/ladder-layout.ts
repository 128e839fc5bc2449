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
    steps.push(...placed.map(({ step, x, row, isLabelled }) => ({ step, x, y: y + row * ROW + 16, isLabelled })));
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
}

function placeLane(steps: readonly PlanStep[], xOf: (day: number) => number, language: Language): readonly LanePlace[] {
  const ends: number[] = [];
  const rowsOfRepeats = new Map<string, number>();
  return steps.map((step) => {
    const x = xOf(step.day);
    const isLabelled = step.occurrence === 1;
    const known = rowsOfRepeats.get(step.id);
    const free = ends.findIndex((end) => end < x - 10);
    const row = known !== undefined && (ends[known] ?? 0) < x - 8 ? known : free < 0 ? ends.length : free;
    ends[row] = x + (isLabelled ? 14 + widthOf(step, language) : 8);
    if (!rowsOfRepeats.has(step.id)) rowsOfRepeats.set(step.id, row);
    return { step, x, row, isLabelled };
  });
}

/** About how wide the texts beside a mark are: Chinese signs are as wide as high. */
function widthOf(step: PlanStep, language: Language): number {
  const name = pixels(labelOf(step, language), 7.2, 12.5);
  return Math.max(name, pixels(conditionsText(step.when, language), 5.6, 10.5));
}

const pixels = (text: string, narrow: number, wide: number): number =>
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
