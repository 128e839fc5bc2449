import type { OpenContext } from './context';
import type { PolicyCommands } from './policy';

/** What concerns running cases speaks to the API: `dunwell policy preview` and `dunwell policy migrate`. */
export function registerPolicyCases(_commands: PolicyCommands, _open: OpenContext): void {}
