'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { runStep } = require('./step.cjs');

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }>}
 */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * Compares what is installed (npm's own record in node_modules) with the lockfile.
 * @param {string} root
 * @returns {{ complete: boolean, withDev: boolean }} `withDev`: development packages are installed and must stay
 */
function inspectModules(root) {
  const wanted = Object.entries(packagesOf(path.join(root, 'package-lock.json'))).filter(([name]) => name !== '');
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  const withDev = Object.values(installed).some((entry) => entry.dev === true);
  const complete = wanted.every(([name, entry]) => {
    const found = installed[name];
    if (found !== undefined) return found.version === entry.version;
    // Packages for other platforms are left out by npm itself.
    return entry.optional === true || entry.devOptional === true || (entry.dev === true && !withDev);
  });
  return { complete: complete && Object.keys(installed).length > 0, withDev };
}

/**
 * Installs the packages of the lockfile when one is missing or of another version.
 * @param {string} root
 * @returns {Promise<string>} what was done
 */
async function install(root) {
  const { complete, withDev } = inspectModules(root);
  if (complete) return 'up to date';
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const omit = withDev ? '--include=dev' : '--omit=dev';
  // Prisma's install script calls home for a program that is not used here; any existing path keeps it from doing so.
  const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  await runStep('npm ci', [...npm, 'ci', omit, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env });
  return 'installed from the lockfile';
}

module.exports = { install, inspectModules };
