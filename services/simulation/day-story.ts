import { actsOf } from './story-acts';
import type { StoryDay, StoryEntry, StoryReader } from './story-entry';
import { repliesOf } from './story-replies';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Everything that happened on a day, in the order in which it did; at one instant debtors speak first. */
export async function storyOf(reader: StoryReader, day: StoryDay): Promise<StoryEntry[]> {
  const entries = [...(await repliesOf(reader, day)), ...(await actsOf(reader, day))];
  return entries.sort((a, b) => byText(a.at, b.at) || byText(a.debtor, b.debtor) || byText(a.invoice, b.invoice));
}
