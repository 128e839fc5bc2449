'use strict';
// Writes the workflow bundle that the workers load; run by build.cjs as a process of its own.
const fs = require('node:fs');
const path = require('node:path');
const { bundleWorkflowCode } = require('@temporalio/worker');

// The planner is pure and keeps nothing between two calls, so that all cases of a worker share one copy: 43 KB less heap for each
// (docs/measurements.md), and nothing to load for its first task. What these import is shared with them.
const preloadModules = [
  'apply-message',
  'apply-result',
  'calendar',
  'case-row',
  'case-view',
  'change-plan',
  'copy-state',
  'fold-outcome',
  'next-action',
  'read-message',
].map((name) => path.resolve('domain', `${name}.ts`));

/** @param {string} target */
async function writeBundle(target) {
  const troubles = [];
  const keep = (/** @type {string} */ message) => void troubles.push(message);
  const ignore = () => undefined;
  const logger = {
    log: (/** @type {string} */ level, /** @type {string} */ message) =>
      level === 'WARN' || level === 'ERROR' ? keep(message) : undefined,
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: keep,
    error: keep,
  };
  const workflowsPath = path.resolve('workflows', 'index.ts');
  const workflowInterceptorModules = [path.resolve('workflows', 'discarded-tasks.ts')];
  const { code } = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules, preloadModules, logger });
  // A warning of the bundler is a workflow that fails at run time.
  if (troubles.length > 0) throw new Error(`The workflow bundle has warnings: ${troubles.join('\n')}`);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(`${target}.new`, code);
  fs.renameSync(`${target}.new`, target);
}

writeBundle(path.resolve(process.argv[2] ?? 'dist/workflow-bundle.js')).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
