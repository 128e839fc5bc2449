'use strict';

/**
 * The list of what a start does, with times.
 * @typedef {object} Progress
 * @property {(name: string) => void} start a phase begins
 * @property {(name: string, detail: string) => void} note what a running phase is doing just now
 * @property {(name: string, detail: string) => void} done a phase has ended well
 * @property {() => void} close no further output; what still runs is dropped from a live list
 * @property {() => { name: string, ms: number, detail: string }[]} phases what has ended, in order
 */

const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`.padStart(8);

/**
 * A progress list: rewritten in place on a terminal, one line per ended phase elsewhere.
 * @param {NodeJS.WriteStream} stream
 * @returns {Progress}
 */
function createProgress(stream) {
  const begun = new Map();
  const ended = [];
  let shown = 0;
  let closed = false;
  const live = stream.isTTY === true;
  const draw = () => {
    const lines = [...begun].map(([name, phase]) => `${seconds(Date.now() - phase.at)}  ${name} … ${phase.note}`);
    const width = (stream.columns ?? 80) - 1;
    const rewind = shown > 0 ? `\x1b[${shown}A\x1b[J` : '';
    stream.write(rewind + lines.map((line) => `${line.slice(0, width)}\n`).join(''));
    shown = lines.length;
  };
  const timer = live ? setInterval(draw, 200) : undefined;
  timer?.unref();
  return {
    start(name) {
      if (closed) return;
      begun.set(name, { at: Date.now(), note: '' });
      if (live) draw();
    },
    note(name, detail) {
      const phase = begun.get(name);
      if (phase !== undefined) phase.note = detail;
    },
    done(name, detail) {
      if (closed) return;
      const ms = Date.now() - (begun.get(name)?.at ?? Date.now());
      begun.delete(name);
      ended.push({ name, ms, detail });
      if (live && shown > 0) stream.write(`\x1b[${shown}A\x1b[J`);
      shown = 0;
      stream.write(`${seconds(ms)}  ${name}: ${detail}\n`);
      if (live) draw();
    },
    close() {
      closed = true;
      clearInterval(timer);
      if (live && shown > 0) stream.write(`\x1b[${shown}A\x1b[J`);
      shown = 0;
      begun.clear();
    },
    phases: () => ended,
  };
}

/**
 * A progress list that shows only work really done: for commands whose answer is something else.
 * @param {Progress} progress
 * @returns {Progress}
 */
function onlyWork(progress) {
  return {
    ...progress,
    done: (name, detail) => {
      if (detail !== 'up to date') progress.done(name, detail);
    },
  };
}

module.exports = { createProgress, onlyWork };
