/** Points of a send and of continue-as-new at which a worker is killed (F1), in the order in which a send passes them. */
export const crashPoints = [
  'insideWorkflowTask',
  'beforeReserve',
  'afterReserve',
  'afterSendingBeforeCall',
  'afterAcceptanceBeforeAnswer',
  'afterAnswerBeforeRecord',
  'afterRecordBeforeCompletion',
  'duringContinueAsNew',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** Between the mark `sending` and the record nobody but the provider can know whether the message went out. */
const blind: readonly CrashPoint[] = [
  'afterSendingBeforeCall',
  'afterAcceptanceBeforeAnswer',
  'afterAnswerBeforeRecord',
];

/** What must come of a send whose worker was killed at a point: how often the provider has it, and what our record says. */
export const expectedAt = (point: CrashPoint) => ({
  accepted: point === 'afterSendingBeforeCall' ? 0 : 1,
  state: blind.includes(point) ? 'unknown' : 'sent',
});
