'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { install } = require('./install.cjs');
const { LockHeld, takeLock } = require('./lock.cjs');
const { filesBelow, hashFiles, whenStale } = require('./stamps.cjs');
const { runStep } = require('./step.cjs');

/** @typedef {import('./progress.cjs').Progress} Progress */

const SOURCE_FOLDERS = ['domain', 'workflows', 'activities', 'services', 'clients', 'workers', 'api', 'cli', 'prisma'];

/** @param {string} root */
function inputsOf(root) {
  const at = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);
  const lockfile = at('package-lock.json');
  const schema = at('prisma', 'schema.prisma');
  const sources = SOURCE_FOLDERS.flatMap((folder) => filesBelow(at(folder), '.ts')).filter(
    // The generated client follows from the schema.
    (file) => !file.startsWith(at('clients', 'generated')),
  );
  const copied = filesBelow(at('cli', 'boot'), '.cjs');
  const workflowSources = ['workflows', 'domain'].flatMap((folder) => filesBelow(at(folder), '.ts'));
  return {
    generate: hashFiles(root, [lockfile, schema]),
    compile: hashFiles(root, [lockfile, schema, at('config.ts'), ...sources, ...copied]),
    bundle: hashFiles(root, [lockfile, at('cli', 'boot', 'bundle.cjs'), ...workflowSources]),
  };
}

/** @param {string} root */
const generate = (root) =>
  runStep(
    'Prisma generate',
    [process.execPath, 'node_modules/prisma/build/index.js', 'generate', '--schema', 'prisma/schema.prisma'],
    {
      cwd: root,
      // Prisma calls home for a program that is not used here; any existing path keeps it from doing so.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    },
  );

/** @param {string} root */
const compile = (root) =>
  runStep('TypeScript', [process.execPath, path.join(__dirname, 'compile.cjs'), 'config.ts', ...SOURCE_FOLDERS], {
    cwd: root,
  });

/** @param {string} root */
const bundle = (root) =>
  runStep('Workflow bundle', [process.execPath, path.join(__dirname, 'bundle.cjs'), 'dist/workflow-bundle.js'], {
    cwd: root,
  });

/**
 * Waits until no other process builds in this checkout, then holds the others off.
 * @param {string} root
 */
async function takeBuildLock(root) {
  const folder = path.join(root, '.cache');
  fs.mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      return takeLock(folder);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
    }
    // Often enough that nobody notices, seldom enough to cost nothing.
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Brings the checkout to a state in which dist/ can run: packages, Prisma client, compiled sources, workflow bundle; each
 * part only when its inputs have changed.
 * @param {string} root
 * @param {Progress} progress
 * @param {{ only?: string }} [options] `only: 'generate'` stops after the Prisma client, `'bundle'` leaves the compiled sources out
 * @throws {import('./step.cjs').StepFailed}
 */
async function build(root, progress, { only } = {}) {
  const phase = async (/** @type {string} */ name, /** @type {() => Promise<string>} */ work) => {
    progress.start(name);
    progress.done(name, await work());
  };
  const built = async (
    /** @type {string} */ stamp,
    /** @type {string} */ inputs,
    /** @type {() => Promise<void>} */ work,
  ) => ((await whenStale(path.join(root, stamp), inputs, work)) ? 'built' : 'up to date');
  const lock = await takeBuildLock(root);
  try {
    await phase('Packages', () => install(root));
    const inputs = inputsOf(root);
    await phase('Prisma client', () => built('clients/generated/.stamp', inputs.generate, () => generate(root)));
    if (only === 'generate') return;
    // Both read sources only, so they share the two cores.
    const results = await Promise.allSettled([
      ...(only === 'bundle'
        ? []
        : [phase('TypeScript', () => built('dist/.compile-stamp', inputs.compile, () => compile(root)))]),
      phase('Workflow bundle', () => built('dist/.bundle-stamp', inputs.bundle, () => bundle(root))),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  } finally {
    lock.release();
  }
}

module.exports = { build };
