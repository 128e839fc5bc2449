import { minuteOf } from '../../../domain/time';
import { explain, isReasonCode, languages, localTime, reasonOf } from '../../../services/queries/explain';

const until = minuteOf('2026-03-04T01:30:00Z');

describe('explaining a reason', () => {
  it('says until when, in the time of the zone, and leaves out what is not known', () => {
    expect(explain({ code: 'hold', until, detail: 'dispute' }, 'en', 'Asia/Shanghai')).toBe(
      'the case is on hold (dispute) until 2026-03-04 09:30',
    );
    expect(explain({ code: 'hold' }, 'en', 'Asia/Shanghai')).toBe('the case is on hold');
    expect(explain({ code: 'hold', until }, 'zh-CN', 'Europe/Berlin')).toBe('案件暂停中，至 2026-03-04 02:30');
    expect(explain({ code: 'due' }, 'en', 'UTC')).toBe('… is due');
  });

  it('has no stray mark of its notation in any text, whatever is known', () => {
    const codes = ['due', 'cap', 'window', 'approval', 'staleStep', 'providerRefused'].filter(isReasonCode);
    for (const code of codes) {
      for (const language of languages) {
        for (const known of [{}, { step: 's' }, { step: 's', until, day: 3, n: 2, detail: 'd' }]) {
          expect(explain({ code, ...known }, language, 'UTC')).not.toMatch(/[[\]{}]/);
        }
      }
    }
  });

  it('reads a stored reason and nothing else', () => {
    expect(reasonOf({ code: 'gap', until, extra: 1 })).toEqual({ code: 'gap', until });
    for (const other of [null, 'gap', { code: 'unheardOf' }, { until }]) expect(reasonOf(other)).toBeNull();
  });

  it('shows the local time across a change of the clock', () => {
    expect(localTime('2026-03-29T00:30:00Z', 'Europe/Berlin')).toBe('2026-03-29 01:30');
    expect(localTime('2026-03-29T01:30:00Z', 'Europe/Berlin')).toBe('2026-03-29 03:30');
  });
});
