'use strict';
// `npm run bench -- [name …] [--json] [--quick]`: builds the product, compiles the benches beside it and runs them.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { transformFileSync } = require('@swc/core');

const root = path.resolve(__dirname, '..');
const target = path.join(root, 'dist', 'bench');

/** @param {string} folder */
function compile(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const source = path.join(folder, entry.name);
    if (entry.isDirectory()) compile(source);
    if (!entry.name.endsWith('.ts')) continue;
    const { code } = transformFileSync(source, {
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    });
    const file = path.join(target, path.relative(__dirname, source).replace(/\.ts$/, '.js'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, code);
  }
}

const built = spawnSync(process.execPath, [path.join(root, 'cli', 'entry.cjs'), 'build'], {
  cwd: root,
  // The result is on stdout, as one document.
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) process.exit(built.status ?? 1);
fs.rmSync(target, { recursive: true, force: true });
compile(__dirname);
require(path.join(target, 'main.js'));
