import {
  type ConversationReport,
  faultOf,
  noteDelay,
  outcomeForCase,
  taskOutcomes,
} from '../../../domain/conversations/outcome';

const now = Date.UTC(2026, 2, 18, 4);

const report = (over: Partial<ConversationReport> = {}): ConversationReport => ({
  kind: 'call',
  outcome: 'reached',
  note: 'pays on Friday',
  identified: true,
  numberKnown: true,
  unreconciled: [],
  endedAtMs: now,
  nowMs: now,
  ...over,
});

it.each(['call', 'visit'])('[S195][S210] a %s is on record only with its key points, whatever came of it', (kind) => {
  for (const outcome of taskOutcomes.filter((name) => kind === 'call' || name !== 'wrongNumber')) {
    for (const note of [null, '', '  \n'])
      expect(faultOf(report({ kind, outcome, note }))).toMatchObject({ code: 'noteNeeded' });
    expect(faultOf(report({ kind, outcome }))).toBeNull();
  }
});

it('asks for no note where nobody spoke with the debtor', () => {
  expect(faultOf(report({ kind: 'review', outcome: 'done', note: null, identified: false }))).toBeNull();
});

it('[S195] compares the time of the note with the end of the call', () => {
  expect(faultOf(report({ endedAtMs: now + 1 }))).toMatchObject({ code: 'endsInTheFuture' });
  const minute = 60_000;
  expect(noteDelay(now - 30 * minute, now)).toEqual({ minutes: 30, isLate: false });
  expect(noteDelay(now - 31 * minute, now)).toEqual({ minutes: 31, isLate: true });
});

it('[S198] takes no word about the debt from a call in which nobody said who is on the phone', () => {
  const needed = taskOutcomes.filter((outcome) => faultOf(report({ outcome, identified: false })) !== null);
  expect(needed).toEqual(['reached', 'promised', 'disputed', 'refused']);
});

it('[S228] wants to know which number is wrong, and only calls have one', () => {
  const wrong = { outcome: 'wrongNumber', identified: false } as const;
  expect(faultOf(report({ ...wrong, numberKnown: false }))).toMatchObject({ code: 'addressNeeded' });
  expect(faultOf(report({ ...wrong, kind: 'visit' }))).toMatchObject({ code: 'noCall' });
  expect(faultOf(report(wrong))).toBeNull();
  expect(outcomeForCase('wrongNumber')).toBe('noAnswer');
});

it('[S231] takes a visit only after two departments had checked the amounts', () => {
  const visit = { kind: 'visit', outcome: 'reached', identified: false } as const;
  expect(faultOf(report({ ...visit, unreconciled: ['goodsControl'] }))).toMatchObject({ code: 'notReconciled' });
  expect(faultOf(report(visit))).toBeNull();
  expect(faultOf(report({ unreconciled: ['finance', 'goodsControl'] }))).toBeNull();
});
