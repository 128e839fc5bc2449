'use strict';
// Compiles sources to dist/; run as a process of its own by build.cjs and, for the benches, by bench/run.cjs. Arguments: their
// files and folders.
// One file after the other, without their types: the tests check those, and here they would cost a user half a minute.
const fs = require('node:fs');
const path = require('node:path');
const { transformFileSync } = require('@swc/core');
const { filesBelow } = require('./stamps.cjs');

/** @type {import('@swc/core').Options} */
const options = {
  swcrc: false,
  sourceMaps: true,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  // What is imported late is a package of either kind, so Node imports it itself.
  module: { type: 'commonjs', ignoreDynamic: true, exportInteropAnnotation: true },
};

/** @param {string} source */
function compile(source) {
  const target = path.join('dist', source.replace(/\.ts$/, '.js'));
  const { code, map } = transformFileSync(source, {
    ...options,
    sourceFileName: path.relative(path.dirname(target), source),
  });
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, `${code}//# sourceMappingURL=${path.basename(target)}.map\n`);
  fs.writeFileSync(`${target}.map`, map ?? '');
}

/** @param {string} source */
function copy(source) {
  const target = path.join('dist', source);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(source, target);
}

const places = process.argv.slice(2);
const all = (/** @type {string} */ extension) =>
  places.flatMap((place) => (place.endsWith(extension) ? [place] : filesBelow(place, extension)));

all('.ts').forEach(compile);
// Plain JavaScript that the sources use.
filesBelow(path.join('cli', 'boot'), '.cjs').forEach(copy);
