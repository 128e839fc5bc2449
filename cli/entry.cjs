#!/usr/bin/env node
'use strict';
// The `dunwell` command. Plain Node without dependencies: it runs in a fresh clone, installs and builds what is missing
// or out of date, and hands over to dist/cli/main.js in this same process.
const fs = require('node:fs');
const path = require('node:path');

// This file keeps to what old versions can read: they must get the sentence, not a syntax error.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `dunwell: Node 20.19 or newer is needed, this is ${process.versions.node}; see https://nodejs.org.\n`,
  );
  process.exit(1);
}

const { build } = require('./boot/build.cjs');
const { BootFault, dataFolder, openDataFolder } = require('./boot/data-folder.cjs');
const { installInterrupts } = require('./boot/interrupts.cjs');
const { createProgress, onlyWork } = require('./boot/progress.cjs');
const { StepFailed, killSteps } = require('./boot/step.cjs');

const root = path.resolve(__dirname, '..');
const args = process.argv.slice(2);
const command = args.find((arg) => !arg.startsWith('-'));
const asksForHelp = args.includes('--help') || args.includes('-h');

/** @param {unknown} error */
function fail(error) {
  if (error instanceof StepFailed) process.stderr.write(`dunwell: ${error.message}.\n${error.output}\n`);
  else if (error instanceof BootFault) process.stderr.write(`dunwell: ${error.message}\n`);
  else process.stderr.write(`dunwell: ${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}

async function run() {
  const environmentFile = path.join(root, '.env');
  if (fs.existsSync(environmentFile)) process.loadEnvFile(environmentFile);
  const starting = command === 'up' && !asksForHelp;
  const lock = starting ? openDataFolder(dataFolder(root)) : undefined;
  process.on('exit', () => lock !== undefined && lock.release());
  const interrupts = installInterrupts(() => {
    killSteps();
    process.exit(130);
  });
  const onStdout = starting || command === 'build';
  const list = createProgress(onStdout ? process.stdout : process.stderr);
  const progress = onStdout ? list : onlyWork(list);
  try {
    const only = command === 'build' && args.includes('--only=generate') ? 'generate' : undefined;
    await build(root, progress, { only });
    if (only !== undefined) return list.close();
    if (!starting) list.close();
    const { main } = require(path.join(root, 'dist', 'cli', 'main.js'));
    process.exitCode = await main(args, { root, dataFolder: dataFolder(root), progress, interrupts });
    // Everything is stopped; what an interrupted start still waits for must not keep this process.
    if (starting) process.exit();
  } finally {
    list.close();
  }
}

run().catch(fail);
