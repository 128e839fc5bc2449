'use strict';
// Lets a process of its own run the sources: `node -r ./test/chaos/typescript.cjs file.ts`. Compiled as jest compiles them.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('@swc/core');

/**
 * @param {{ _compile: (code: string, file: string) => void }} module
 * @param {string} filename
 */
function load(module, filename) {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
}

Reflect.set(Reflect.get(Module, '_extensions'), '.ts', load);
