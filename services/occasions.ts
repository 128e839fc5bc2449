import type { Occasion } from '../domain/plan';
import type { OccasionDay } from '../domain/portfolio/care';
import { type EpochDay, addDays, isoDateOf } from '../domain/time';

// Feasts of the Chinese calendar by month and day; leap months have other names and are none.
const lunarFeasts: Readonly<Record<string, Occasion>> = { '1/1': 'springFestival', '8/15': 'midAutumn' };

const chinese = new Intl.DateTimeFormat('en-u-ca-chinese-nu-latn', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
});

function lunarDayOf(day: EpochDay): string {
  const parts = chinese.formatToParts(new Date(isoDateOf(day)));
  const valueOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${valueOf('month')}/${valueOf('day')}`;
}

/** The feasts from `from` to `through`, both included, in order (S373). */
export function occasionDays(from: EpochDay, through: EpochDay): readonly OccasionDay[] {
  const feasts: OccasionDay[] = [];
  for (let day = from; day <= through; day = addDays(day, 1)) {
    const lunar = lunarFeasts[lunarDayOf(day)];
    if (lunar !== undefined) feasts.push({ occasion: lunar, day });
    if (isoDateOf(day).endsWith('-01-01')) feasts.push({ occasion: 'newYear', day });
  }
  return feasts;
}
