'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');

/**
 * Who a process is: a pid alone is used again by the system, the three together are not.
 * @typedef {{ pid: number, startTime: string, bootId: string }} ProcessIdentity
 */

/** @returns {string} the id of this boot of the machine; empty where the system has none */
function bootId() {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined} the start time from /proc; undefined for a dead process and for a zombie
 */
function linuxStartTime(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets: fields are counted after its last bracket, where field 3 (state) begins.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[22 - 3];
  } catch {
    return undefined;
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
function portableStartTime(pid) {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads who a running process is.
 * @param {number} pid
 * @returns {ProcessIdentity | undefined} undefined when no such process lives (a zombie counts as dead)
 */
function identityOf(pid) {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : portableStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime, bootId: bootId() };
}

/**
 * Tells whether the very process that was recorded still lives.
 * @param {ProcessIdentity} recorded
 * @returns {boolean}
 */
function isAlive(recorded) {
  const now = identityOf(recorded.pid);
  return now !== undefined && now.startTime === recorded.startTime && now.bootId === recorded.bootId;
}

module.exports = { identityOf, isAlive };
