import { casePreviewAnswer } from '../../api/policy-answers';
import { timelineTable } from '../../services/policy-show/tables';
import type { ExitCode } from '../boot-context';
import type { CommandContext } from './context';
import type { PreviewOptions } from './policy-cases';
import { policyTexts } from './policy-texts';

/** `dunwell policy preview`. @returns 0 @throws CliError with the API's answer when there is no such running case */
export async function previewRunningCase(
  { client, out }: CommandContext,
  id: string,
  { people, lang }: PreviewOptions,
): Promise<ExitCode> {
  const preview = await client.get(`/v1/cases/${encodeURIComponent(id)}/preview`, casePreviewAnswer, { people });
  out.result(preview, () => {
    const { policy, version, hash, rows, zone } = preview;
    out.line(`${out.colors.bold(`${policy} ${version}`)} ${hash.slice(0, 12)}`);
    if (rows.length === 0) return out.line(policyTexts[lang].nothingMore);
    const table = timelineTable(rows, zone, lang);
    return out.table(
      table.titles.map((title) => ({ title })),
      table.rows,
    );
  });
  return 0;
}
