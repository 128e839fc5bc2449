'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/**
 * @param {string} folder
 * @param {string} extension
 * @returns {string[]} files below the folder, sorted
 */
function filesBelow(folder, extension) {
  if (!fs.existsSync(folder)) return [];
  const found = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Hash over names and contents: two checkouts with the same sources agree, whatever their file times say.
 * @param {string} root
 * @param {string[]} files
 * @returns {string}
 */
function hashFiles(root, files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(fs.readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/**
 * @param {string} stampFile
 * @returns {string | undefined}
 */
function readStamp(stampFile) {
  try {
    return fs.readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Does the work unless the stamp says that the same inputs were built already. The stamp is removed first, so that work
 * cut short is done again.
 * @param {string} stampFile lies beside the output, so that it goes when the output goes
 * @param {string} inputs hash of everything the output depends on
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether the work was done
 */
async function whenStale(stampFile, inputs, work) {
  if (readStamp(stampFile) === inputs) return false;
  fs.rmSync(stampFile, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, inputs);
  return true;
}

module.exports = { filesBelow, hashFiles, whenStale };
