import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { createColors, isColorSupported } from 'picocolors';

/** A stream of the process, or of a test. */
export interface OutputStream extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where a command writes. */
export interface OutputStreams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A column of a table: its heading, and whether its cells are amounts, which stand on the right. */
export interface Column {
  readonly title: string;
  readonly amount?: boolean;
}

/** Shows how far something is: a bar on a terminal, plain lines now and then otherwise. */
export interface ProgressLine {
  update(done: number, total: number): void;
  end(): void;
}

/** What commands write. With `json` stdout gets exactly one document, and everything else goes to stderr. */
export interface Output {
  readonly json: boolean;
  /** The result: `document` as JSON, or what `text` writes for people. */
  result(document: unknown, text: () => void): void;
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void;
  line(text?: string): void;
  /** Something on the way to the result, for people: stdout, or stderr with `json`. */
  note(text: string): void;
  progress(what: string): ProgressLine;
  readonly colors: ReturnType<typeof createColors>;
}

// A log without a terminal gets a line for every tenth: enough to see that it moves.
const PLAIN_STEPS = 10;

function plainProgress(what: string, stream: OutputStream): ProgressLine {
  let shown = -1;
  return {
    update(done, total) {
      const step = total === 0 ? PLAIN_STEPS : Math.floor((done / total) * PLAIN_STEPS);
      if (step === shown) return;
      shown = step;
      stream.write(`${what}: ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}

function barProgress(what: string, stream: OutputStream): ProgressLine {
  const bar = new SingleBar({
    format: `${what} {bar} {percentage}% {value}/{total}`,
    stream,
    hideCursor: true,
    barsize: 30,
  });
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}

/** Writes for a person or, with `json`, for a program. Colours and bars only on a terminal. */
export function createOutput(json: boolean, streams: OutputStreams): Output {
  const { stdout, stderr } = streams;
  const notes = json ? stderr : stdout;
  const colors = createColors(!json && stdout.isTTY === true && isColorSupported);
  return {
    json,
    colors,
    result(document, text) {
      if (json) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      else text();
    },
    table(columns, rows) {
      const table = new Table({
        head: columns.map(({ title }) => colors.bold(title)),
        colAligns: columns.map(({ amount }) => (amount === true ? 'right' : 'left')),
        style: { head: [], border: [], compact: true },
      });
      table.push(...rows.map((row) => [...row]));
      stdout.write(`${table.toString()}\n`);
    },
    line: (text = '') => void stdout.write(`${text}\n`),
    note: (text) => void notes.write(`${text}\n`),
    // The bar goes to stderr, so that stdout stays free for the result.
    progress: (what) => (stderr.isTTY === true && !json ? barProgress(what, stderr) : plainProgress(what, stderr)),
  };
}
