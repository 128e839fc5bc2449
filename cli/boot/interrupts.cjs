'use strict';

/**
 * @typedef {object} Interrupts
 * @property {(first: (signal: NodeJS.Signals) => void, again: () => void) => void} handle who answers from now on
 */

// npm passes a Ctrl+C on that the terminal has sent already: the same key arrives twice within milliseconds.
const REPEAT_MS = 1000;

/**
 * Takes over SIGINT, SIGTERM and SIGHUP for the whole process, and keeps a dead terminal (EIO, EPIPE) from ending it half-way.
 * The first signal asks to stop; one that comes at least a second later asks to stop at once.
 * @param {(signal: NodeJS.Signals) => void} first
 * @returns {Interrupts}
 */
function installInterrupts(first) {
  let stopping;
  let handlers = { first, again: () => process.exit(130) };
  const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
    const now = Date.now();
    if (stopping === undefined) {
      stopping = now;
      handlers.first(signal);
    } else if (now - stopping >= REPEAT_MS) {
      handlers.again();
    }
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, onSignal);
  // Nothing can be told to a terminal that is gone; stopping in order matters more.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    handle: (nextFirst, again) => {
      handlers = { first: nextFirst, again };
    },
  };
}

module.exports = { installInterrupts };
