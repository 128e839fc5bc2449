import type { z } from 'zod';
import { type migratedCaseAnswer, migrationAnswer, migrationPreviewAnswer } from '../../api/policy-answers';
import { wordOf } from '../../services/policy-show/words';
import { explain, type Language, localTime, reasonOf } from '../../services/queries/explain';
import { CliError } from '../http';
import type { ExitCode } from '../boot-context';
import type { Output } from '../output';
import type { CommandContext } from './context';
import type { MigrateOptions } from './policy-cases';
import { policyTexts } from './policy-texts';

type Moved = z.infer<typeof migratedCaseAnswer>;
type Target = z.infer<typeof migrationAnswer>['target'];

const texts = {
  en: {
    titles: ['Invoice', 'From', 'Next step as it is', 'Next step then', 'Changes'],
    yes: 'yes',
    none: 'There is no running case under another version.',
    later: 'not running now; takes the new version when it does',
    listed: (cases: number, changes: number) =>
      `${cases} running cases; the next step of ${changes} changes. Nothing was moved.`,
    moved: (cases: number) => `${cases} cases moved.`,
    shortly: 'It is committed; some cases will take note shortly.',
  },
  'zh-CN': {
    titles: ['发票', '原版本', '现在的下一步', '之后的下一步', '有变化'],
    yes: '是',
    none: '没有使用其他版本的在办案件。',
    later: '当前未运行，运行时即采用新版本',
    listed: (cases: number, changes: number) => `在办案件 ${cases} 件，其中 ${changes} 件下一步有变化。未作任何迁移。`,
    moved: (cases: number) => `已迁移 ${cases} 件。`,
    shortly: '已提交，部分案件稍后生效。',
  },
} as const;

function nextText(next: Moved['before'], zone: string, language: Language): string {
  if (next === null) return texts[language].later;
  const reason = reasonOf(next.reason);
  const why = reason === null ? next.why : explain(reason, language, zone);
  if (next.step === null || next.at === null) return why;
  const through = next.channel === null ? '' : ` (${wordOf('channels', next.channel, language)})`;
  return `${next.step}${through} ${localTime(next.at, zone)}`;
}

/** Whether another step comes next, or the same at another time. */
const changes = ({ before, after }: Moved): boolean =>
  before?.step !== after?.step || before?.occurrence !== after?.occurrence || before?.at !== after?.at;

function showCases(out: Output, cases: readonly Moved[], language: Language): void {
  const { titles, yes } = texts[language];
  out.table(
    titles.map((title) => ({ title })),
    cases.map((item) => [
      item.invoice,
      String(item.fromVersion),
      nextText(item.before, item.zone, language),
      nextText(item.after, item.zone, language),
      changes(item) ? yes : '–',
    ]),
  );
}

const path = (pack: string) => `/v1/policies/${encodeURIComponent(pack)}/migration`;

/** Reads the list page by page; a case that the API has told of is kept, so that a long book needs one pass. */
async function listAll({ client, out }: CommandContext, pack: string, to: number) {
  const items: Moved[] = [];
  const progress = out.progress('Cases');
  let cursor: string | undefined;
  for (;;) {
    const page = await client.get(path(pack), migrationPreviewAnswer, { to, cursor });
    items.push(...page.items);
    progress.update(items.length, Math.max(page.total, items.length));
    cursor = page.next ?? undefined;
    if (cursor !== undefined) continue;
    progress.end();
    return { target: page.target, items };
  }
}

/** Moves batch by batch until none remains. An interrupted run is taken up by the next one. */
async function moveAll({ client, out }: CommandContext, pack: string, to: number, reason: string, total: number) {
  const moved: Moved[] = [];
  const progress = out.progress('Moved');
  let allApplied = true;
  for (;;) {
    const batch = await client.post(path(pack), migrationAnswer, { to, reason });
    moved.push(...batch.items);
    allApplied &&= batch.applied;
    progress.update(moved.length, Math.max(total, moved.length));
    // A batch without a case: what remains is being moved or ended by somebody else.
    if (batch.remaining > 0 && batch.items.length > 0) continue;
    progress.end();
    return { moved, allApplied, remaining: batch.remaining };
  }
}

function showList(out: Output, target: Target, cases: readonly Moved[], language: Language, isDryRun: boolean): void {
  out.note(`${target.policy} ${target.version} (${target.hash.slice(0, 12)})`);
  if (cases.length === 0) return out.line(texts[language].none);
  showCases(out, cases, language);
  if (isDryRun) out.line(texts[language].listed(cases.length, cases.filter(changes).length));
}

/**
 * `dunwell policy migrate`: lists every running case with its old and new next step, then moves them unless it is a dry run.
 *
 * @returns 0
 * @throws CliError when the version is not stored, or a reason is missing
 */
export async function migratePolicy(
  context: CommandContext,
  pack: string,
  { to, dryRun = false, reason, lang }: MigrateOptions,
): Promise<ExitCode> {
  const { out } = context;
  if (!dryRun && reason === undefined) throw new CliError(policyTexts[lang].reasonNeeded);
  const { target, items } = await listAll(context, pack, to);
  if (dryRun || reason === undefined || items.length === 0) {
    const cases = items.map((item) => ({ ...item, changes: changes(item) }));
    out.result({ target, dryRun, cases, moved: 0, remaining: items.length }, () =>
      showList(out, target, items, lang, dryRun),
    );
    return 0;
  }
  if (!out.json) showList(out, target, items, lang, false);
  const { moved, allApplied, remaining } = await moveAll(context, pack, to, reason, items.length);
  const cases = moved.map((item) => ({ ...item, changes: changes(item) }));
  out.result({ target, dryRun, cases, moved: moved.length, remaining, applied: allApplied }, () => {
    out.line(texts[lang].moved(moved.length));
    if (!allApplied) out.line(texts[lang].shortly);
  });
  return 0;
}
