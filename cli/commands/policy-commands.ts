import { type Command, Option } from 'commander';
import type { Boot, ExitCode } from '../boot-context';
import type { Output } from '../output';

/** What the commands about policies work with. */
export interface PolicyCommands {
  /** The group `dunwell policy`. */
  readonly policy: Command;
  readonly boot: Boot;
  end(code: ExitCode): void;
  output(options: { readonly json?: boolean }): Output;
}

/** `--lang`: the language of headings and texts. */
export const languageOption = () =>
  new Option('--lang <language>', 'language of texts').choices(['en', 'zh-CN']).default('en');
