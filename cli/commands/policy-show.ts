import { writeFile } from 'node:fs/promises';
import { compilePlan } from '../../domain/policy/compile';
import { planForCase } from '../../domain/policy/plan-for-case';
import { addDays, parseDay } from '../../domain/time';
import { ladderSvg } from '../../services/policy-show/ladder-svg';
import { ladderTable } from '../../services/policy-show/tables';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';
import { usePack } from './policy-source';
import { policyTexts } from './policy-texts';

// The picture needs days: an invoice of 60 days whose order was completed and which was dispatched on its date.
const dueDay = parseDay('2026-07-06');
const invoiceDay = addDays(dueDay, -60);
const pictured = { dueDay, invoiceDay, orderCompletedDay: invoiceDay, invoiceDispatchedDay: invoiceDay };

/** `dunwell policy show`. @returns 0 @throws CliError when the policy cannot be used */
export async function showPolicy(
  boot: Boot,
  named: string,
  options: { readonly lang: 'en' | 'zh-CN'; readonly svg?: string },
  out: Output,
): Promise<ExitCode> {
  const { lang, svg } = options;
  const { policy, hash } = await usePack(boot.root, named, lang);
  const plan = planForCase(compilePlan(policy, hash), pictured);
  if (svg !== undefined) await writeFile(svg, ladderSvg(plan, lang));
  const { titles, rows } = ladderTable(policy, lang);
  out.result({ policy: policy.policy, version: policy.version, hash, document: policy }, () => {
    out.line(out.colors.bold(`${policy.policy} ${policy.version}`) + ` ${hash.slice(0, 12)}`);
    out.table(
      titles.map((title) => ({ title })),
      rows,
    );
    if (svg !== undefined) out.line(policyTexts[lang].picture(svg));
  });
  return 0;
}
