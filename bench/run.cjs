'use strict';
// `npm run bench -- [name …] [--json] [--quick]`: builds the product, compiles the benches beside it and runs them.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..');
const target = path.join(root, 'dist', 'bench');

// The result is on stdout, as one document: whatever runs before it speaks on stderr.
const run = (/** @type {string[]} */ ...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
};

run(path.join('cli', 'entry.cjs'), 'build');
fs.rmSync(target, { recursive: true, force: true });
run(path.join('cli', 'boot', 'compile.cjs'), 'bench');
require(path.join(target, 'main.js'));
