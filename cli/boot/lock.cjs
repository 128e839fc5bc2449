'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { identityOf, isAlive } = require('./process-identity.cjs');

/** @typedef {{ release: () => void }} Lock */

/** The lock is held by a living process. */
class LockHeld extends Error {
  /** @param {number} pid the process that holds it */
  constructor(pid) {
    super(`locked by process ${pid}`);
    this.pid = pid;
  }
}

/**
 * @param {string} file
 * @returns {import('./process-identity.cjs').ProcessIdentity | undefined}
 */
function readHolder(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Moves a dead process's lock aside. Another starter may have replaced it in between: then its lock is put back.
 * @param {string} lockFile
 * @param {string | undefined} staleStart start time of the dead holder
 */
function removeStale(lockFile, staleStart) {
  const aside = `${lockFile}.stale.${process.pid}`;
  try {
    fs.renameSync(lockFile, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readHolder(aside)?.startTime !== staleStart) {
    try {
      fs.linkSync(aside, lockFile);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  fs.rmSync(aside, { force: true });
}

/**
 * Takes the lock of a folder for this process. The file appears complete or not at all (written apart, then linked);
 * a lock whose process is dead is taken over.
 * @param {string} folder an existing, writable folder
 * @returns {Lock}
 * @throws {LockHeld} when a living process holds it
 */
function takeLock(folder) {
  const lockFile = path.join(folder, 'lock');
  const own = `${lockFile}.${process.pid}`;
  fs.writeFileSync(own, JSON.stringify(identityOf(process.pid)), { mode: 0o644 });
  try {
    for (;;) {
      try {
        fs.linkSync(own, lockFile);
        return { release: () => fs.rmSync(lockFile, { force: true }) };
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readHolder(lockFile);
      if (holder !== undefined && isAlive(holder)) throw new LockHeld(holder.pid);
      removeStale(lockFile, holder?.startTime);
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/**
 * Reads which living process holds a folder's lock.
 * @param {string} folder
 * @returns {number | undefined} its pid
 */
function lockHolder(folder) {
  const holder = readHolder(path.join(folder, 'lock'));
  return holder !== undefined && isAlive(holder) ? holder.pid : undefined;
}

module.exports = { LockHeld, takeLock, lockHolder };
