import { nextContactText, upTable } from '../../cli/commands/up-table';

const now = new Date('2026-03-02T08:00:00Z');
const next = {
  caseId: 'case-1',
  at: new Date('2026-03-05T01:00:00Z'),
  step: 'friendly-message',
  channel: 'email',
  reason: { code: 'window', day: 3 },
};
const installation = {
  apiUrl: 'http://127.0.0.1:4400',
  databaseUrl: 'postgresql://dunwell_runtime:secret@127.0.0.1:4401/dunwell',
  temporalAddress: '127.0.0.1:4402',
  temporalUiUrl: 'http://127.0.0.1:4403',
};

describe('the table at the end of a start', () => {
  it('says when the next contact is due and why', () => {
    expect(nextContactText(next, now)).toBe(
      '2026-03-05 01:00 UTC (in 3 days): friendly-message by email, because: outside the contact window',
    );
  });

  it('says so while nothing is planned yet', () => {
    expect(nextContactText(undefined, now)).toBe('none is planned yet');
  });

  it('shows no database password, and the API key only on the first start', () => {
    const first = upTable({ installation, firstKey: 'dw_key', next, dataFolder: '/data', now, readyAfterMs: 3210 });
    const later = upTable({ installation, firstKey: undefined, next, dataFolder: '/data', now, readyAfterMs: 3210 });

    expect(first).toContain('dw_key');
    expect(later).not.toContain('API key');
    expect(first).not.toContain('secret');
    expect(later).toContain('Ready after 3.2 s.');
  });
});
