'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { LockHeld, takeLock } = require('./lock.cjs');

/** A start that cannot go on, told in one sentence. */
class BootFault extends Error {}

const reasons = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOENT: 'its parent folder does not exist',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'it is a file',
};

/**
 * Makes the data folder if need be and takes its lock: one Dunwell per data folder.
 * @param {string} folder absolute path
 * @returns {import('./lock.cjs').Lock}
 * @throws {BootFault} when it cannot be written, or another start holds it
 */
function openDataFolder(folder) {
  try {
    // The last level only: below an impossible path a recursive mkdir may never return.
    if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) fs.mkdirSync(folder);
    return takeLock(folder);
  } catch (error) {
    if (error instanceof LockHeld) {
      throw new BootFault(
        `Dunwell already runs on ${folder} (process ${error.pid}): stop it first, or set DUNWELL_DATA_DIR to another folder.`,
      );
    }
    const reason = reasons[error.code] ?? error.message;
    throw new BootFault(
      `The data folder ${folder} cannot be used: ${reason}; set DUNWELL_DATA_DIR to a folder that can be written.`,
    );
  }
}

/**
 * @param {string} root
 * @returns {string} the absolute path of the data folder; a relative setting counts from the checkout
 */
const dataFolder = (root) => path.resolve(root, process.env.DUNWELL_DATA_DIR || '.data');

module.exports = { BootFault, openDataFolder, dataFolder };
