'use strict';
const { spawn } = require('node:child_process');

/** A step of the build that failed; `output` holds its last lines. */
class StepFailed extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

const running = new Set();

/**
 * Runs one program of the build to its end, in a process group of its own.
 * @param {string} what name for messages
 * @param {string[]} command program and arguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 * @throws {StepFailed} when it cannot be started or ends with another code than 0
 */
function runStep(what, [program, ...args], { cwd, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      // The end of the output tells the reason; a runaway program must not fill the memory.
      output = (output + chunk).slice(-8000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.add(child);
    child.on('error', (error) => {
      running.delete(child);
      reject(new StepFailed(`${what} could not be started: ${error.message}`, output));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve();
      else reject(new StepFailed(`${what} failed (${signal ?? `exit code ${code}`})`, output.trim()));
    });
  });
}

/** Ends every program of the build that still runs, with its children. */
function killSteps() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

module.exports = { StepFailed, runStep, killSteps };
