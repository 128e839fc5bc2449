import type { Language } from '../../services/queries/explain';

/** What the commands about policies say for people, beside the tables of services/policy-show. */
interface PolicyTexts {
  readonly unknown: (named: string, known: string) => string;
  readonly unusable: (named: string) => string;
  /** A fault of a policy: what was expected there, and what was found. */
  readonly fault: (expected: string, found: string) => string;
  readonly passed: string;
  readonly version: (policy: string | null, version: number | null) => string;
  readonly faults: (count: number) => string;
  readonly list: readonly [name: string, version: string, hash: string];
  readonly picture: (file: string) => string;
  readonly same: string;
  readonly where: string;
  readonly differences: (count: number) => string;
  readonly nothingMore: string;
  readonly noDate: (option: string, given: string) => string;
  readonly noCurrency: (given: string) => string;
  readonly noAmount: (given: string, expected: string) => string;
  readonly noZone: (given: string) => string;
  readonly invoiceAfterDue: string;
  readonly badPrices: (file: string, reason: string) => string;
  readonly badFolder: (folder: string, reason: string) => string;
  readonly reasonNeeded: string;
}

const en: PolicyTexts = {
  unknown: (named, known) => `There is no policy ${named}; expected ${known}, or the path of a folder or file.`,
  unusable: (named) => `Policy ${named} cannot be used:`,
  fault: (expected, found) => `expected ${expected}, found ${found}`,
  passed: 'ok',
  version: (policy, version) => `${policy} version ${version}`,
  faults: (count) => `${count} ${count === 1 ? 'fault' : 'faults'}; nothing of these files is used.`,
  list: ['Policy', 'Version', 'Hash'],
  picture: (file) => `Picture: ${file}`,
  same: 'They say the same.',
  where: 'Where',
  differences: (count) => `${count} differences.`,
  nothingMore: 'Nothing more by itself but reviews.',
  noDate: (option, given) => `--${option} ${given} is no calendar date; expected YYYY-MM-DD.`,
  noCurrency: (given) => `--currency ${given}: expected a code such as CNY.`,
  noAmount: (given, expected) => `--amount ${given}: expected ${expected}.`,
  noZone: (given) => `--zone ${given} is no time zone; expected a name such as Asia/Shanghai.`,
  invoiceAfterDue: '--invoice-date is after --due; expected it on or before that day.',
  badPrices: (file, reason) => `The price table ${file} cannot be used: ${reason}`,
  badFolder: (folder, reason) => `--out ${folder} is no folder that can be written (${reason}).`,
  reasonNeeded: 'Moving cases needs --reason; or ask with --dry-run first.',
};

const zh: PolicyTexts = {
  unknown: (named, known) => `没有策略 ${named}；应为 ${known}，或文件夹、文件的路径。`,
  unusable: (named) => `策略 ${named} 无法使用：`,
  fault: (expected, found) => `应为：${expected}；实际：${found}`,
  passed: '通过',
  version: (policy, version) => `${policy} 版本 ${version}`,
  faults: (count) => `共 ${count} 处错误；这些文件的内容均不采用。`,
  list: ['策略', '版本', '哈希'],
  picture: (file) => `图：${file}`,
  same: '两者内容相同。',
  where: '位置',
  differences: (count) => `共 ${count} 处不同。`,
  nothingMore: '除定期复核外，不再自动执行任何步骤。',
  noDate: (option, given) => `--${option} ${given} 不是有效日期；应为 YYYY-MM-DD。`,
  noCurrency: (given) => `--currency ${given}：应为币种代码，例如 CNY。`,
  noAmount: (given) => `--amount ${given}：应为金额，小数位数不超过该币种的位数，例如 80000 或 80000.00。`,
  noZone: (given) => `--zone ${given} 不是时区；应为名称，例如 Asia/Shanghai。`,
  invoiceAfterDue: '--invoice-date 晚于 --due；应为同日或更早。',
  badPrices: (file, reason) => `价格表 ${file} 无法使用：${reason}`,
  badFolder: (folder, reason) => `--out ${folder} 不是可写入的文件夹（${reason}）。`,
  reasonNeeded: '迁移案件须注明 --reason；或先用 --dry-run 查看。',
};

/** The texts in each language of `--lang`. */
export const policyTexts: Readonly<Record<Language, PolicyTexts>> = { en, 'zh-CN': zh };
