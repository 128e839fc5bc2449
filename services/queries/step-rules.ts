import { z } from 'zod';

/** Where a policy says a step, and by which rules (decisions 2.22). */
export interface StepRule {
  readonly policy: string;
  readonly path: string;
  readonly sources: readonly string[];
}

const steps = z.object({
  steps: z.array(
    z.object({ id: z.string(), sources: z.array(z.string()).default([]), ownChoice: z.string().optional() }),
  ),
});

/** The rule behind each step of a stored policy document, by step id; empty for a document that this version cannot read. */
export function stepRules(stored: {
  readonly name: string;
  readonly version: number;
  readonly document: unknown;
}): ReadonlyMap<string, StepRule> {
  const found = steps.safeParse(stored.document).data?.steps ?? [];
  return new Map(
    found.map(({ id, sources, ownChoice }, index) => [
      id,
      {
        policy: `${stored.name} ${stored.version}`,
        path: `steps.${index}`,
        sources: [...sources, ...(ownChoice === undefined ? [] : [ownChoice])],
      },
    ]),
  );
}
