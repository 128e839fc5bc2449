import { addBankDays, compileCalendar, isWorkingDay, startOfCreditorDay } from '../../domain/calendar';
import { nextInWindow } from '../../domain/contact-window';
import { OPEN_ENDED, addDays, epochDay, epochMinute, instantOf, isoDateOf, parseDay } from '../../domain/time';
import { calendarSlice } from '../../services/calendar-slices';

const shanghai = { creditorZone: 'Asia/Shanghai', debtorZone: 'Asia/Shanghai', debtorCountry: 'CN' };

describe('the zones of a slice', () => {
  it('holds the changes of the clock and nothing else', () => {
    const slice = calendarSlice({
      creditorZone: 'Asia/Shanghai',
      debtorZone: 'Europe/Berlin',
      debtorCountry: 'DE',
      from: parseDay('2026-01-15'),
      days: 365,
    });
    expect(slice.creditorZone.transitions.map(([, offset]) => offset)).toEqual([480]);
    const [first, ...changes] = slice.debtorZone.transitions;
    expect(first?.[1]).toBe(60);
    expect(changes.map(([at, offset]) => [instantOf(epochMinute(at)).slice(0, 16), offset])).toEqual([
      ['2026-03-29T01:00', 120],
      ['2026-10-25T01:00', 60],
    ]);
  });

  it('knows zones with half hours and those west of Greenwich', () => {
    const slice = calendarSlice({
      creditorZone: 'Asia/Kolkata',
      debtorZone: 'America/St_Johns',
      debtorCountry: 'CA',
      from: parseDay('2026-07-01'),
      days: 30,
    });
    expect(slice.creditorZone.transitions[0]?.[1]).toBe(330);
    expect(slice.debtorZone.transitions[0]?.[1]).toBe(-150);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Africa/Casablanca', 'Africa/Cairo', 'Australia/Lord_Howe'])(
    'R27 begins every day of 2026 to 2028 at midnight on the clock of %s',
    (zone) => {
      const from = parseDay('2026-01-01');
      const slice = calendarSlice({ creditorZone: zone, debtorZone: zone, debtorCountry: null, from, days: 1000 });
      const calendar = compileCalendar(slice);
      const clock = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
      for (let day = from; day <= slice.through; day = addDays(day, 1)) {
        const start = startOfCreditorDay(calendar, day);
        expect(clock.format(start * 60_000)).toBe(isoDateOf(day));
        expect(clock.format((start - 1) * 60_000)).not.toBe(isoDateOf(day));
      }
    },
  );

  it.each(['2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'])(
    'covers its first day also around the turn of the year: %s',
    (date) => {
      const from = parseDay(date);
      const calendar = compileCalendar(
        calendarSlice({ ...shanghai, creditorZone: 'Pacific/Kiritimati', from, days: 1 }),
      );
      expect(startOfCreditorDay(calendar, from)).toBe(from * 1440 - 840);
    },
  );

  it('refuses a zone that does not exist', () => {
    expect(() => calendarSlice({ ...shanghai, debtorZone: 'Mars/Olympus', from: parseDay('2026-01-01') })).toThrow(
      '"Mars/Olympus" is not a time zone',
    );
  });
});

describe('the working days of a slice', () => {
  it('R27 knows the Chinese holidays and make-up days of 2026', () => {
    const calendar = compileCalendar(calendarSlice({ ...shanghai, from: parseDay('2026-01-01'), days: 365 }));
    const working = (dates: readonly string[]) => dates.filter((date) => isWorkingDay(calendar, parseDay(date)));
    const makeUpDays = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    expect(working(makeUpDays)).toEqual(makeUpDays);
    expect(working(['2026-01-01', '2026-02-16', '2026-04-06', '2026-05-05', '2026-06-19', '2026-09-25'])).toEqual([]);
    expect(working(['2026-10-01', '2026-10-07', '2026-10-08', '2026-10-11'])).toEqual(['2026-10-08']);
    expect(addBankDays(calendar, parseDay('2026-09-30'), 3)).toBe(parseDay('2026-10-10'));
  });

  it.each([
    ['a year that the data covers', 'CN', '2026-01-01', 365, OPEN_ENDED],
    ['a year beyond the data', 'CN', '2026-11-22', 400, parseDay('2027-01-01')],
    ['a slice wholly beyond it', 'CN', '2027-06-01', 100, parseDay('2027-06-01')],
    ['a year before the data', 'CN', '2003-06-01', 100, parseDay('2003-06-01')],
    ['a country that the library has right', 'DE', '2026-01-01', 100, OPEN_ENDED],
    ['a country that the library has wrong', 'IN', '2026-01-01', 100, parseDay('2026-01-01')],
    ['a country that does not exist', 'XX', '2026-01-01', 100, parseDay('2026-01-01')],
    ['no country', null, '2026-01-01', 100, parseDay('2026-01-01')],
  ])('says from when on holidays are unknown: %s', (_case, debtorCountry, from, days, expected) => {
    expect(calendarSlice({ ...shanghai, debtorCountry, from: parseDay(from), days }).provisionalFrom).toBe(expected);
  });

  it('takes a country without known holidays by weekday', () => {
    const slice = calendarSlice({ ...shanghai, debtorCountry: 'IN', from: parseDay('2026-01-20'), days: 10 });
    expect([slice.holidays, slice.workingWeekends]).toEqual([[], []]);
    expect(slice.version).toMatch(/^weekdays; /);
  });

  it('R27 takes the holidays of the debtor and not those of the creditor', () => {
    const slice = calendarSlice({
      creditorZone: 'Asia/Shanghai',
      debtorZone: 'Europe/London',
      debtorCountry: 'GB',
      from: parseDay('2026-09-28'),
      days: 100,
    });
    expect(slice.holidays.map((day) => isoDateOf(epochDay(day)))).toEqual(['2026-12-25', '2026-12-28', '2027-01-01']);
    expect(slice.version).toMatch(/^date-holidays \d+\.\d+\.\d+; zones/);
  });

  it('covers 400 days unless told otherwise and names its data', () => {
    const slice = calendarSlice({ ...shanghai, from: parseDay('2026-01-01') });
    expect(isoDateOf(slice.through)).toBe('2027-02-04');
    expect(slice.version).toMatch(/^CN \d{4}\.\d+; zones \d{4}[a-z]/);
  });

  it('can be looked up from its first to its last day', () => {
    const slice = calendarSlice({ ...shanghai, debtorZone: 'Pacific/Midway', from: parseDay('2026-01-01'), days: 2 });
    const calendar = compileCalendar(slice);
    const window = { ranges: [[540, 1050]] as const, workingDaysOnly: true };
    const slots = [slice.from, slice.through].map((day) =>
      nextInWindow(calendar, window, startOfCreditorDay(calendar, day)),
    );
    // New Year's Day in Shanghai begins on Wednesday 31 December in Midway; the next weekday after the holiday is beyond the slice.
    expect(slots).toEqual([parseDay('2025-12-31') * 1440 + 540 + 660, { needCalendarThrough: parseDay('2026-01-03') }]);
  });
});
