import { spawn } from 'node:child_process';
import { connect } from 'node:net';

// A scan of ten megabytes takes a second or two; a scanner that says nothing for this long is not working.
const ANSWER_WITHIN_MS = 60_000;
// clamd takes chunks up to its StreamMaxLength; small ones keep its buffers small.
const CHUNK_BYTES = 64 * 1024;

type Verdict = 'clean' | 'infected';

function lengthOf(chunk: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

function verdictOf(answer: string): Verdict {
  if (/: OK\0?$/.test(answer)) return 'clean';
  if (/ FOUND\0?$/.test(answer)) return 'infected';
  throw new Error(`clamd answered ${JSON.stringify(answer.slice(0, 200))}; expected OK or FOUND`);
}

/** Asks a clamd daemon. @see clamd(8), command INSTREAM */
async function askClamd(host: string, port: number, content: Uint8Array): Promise<Verdict> {
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect({ host, port });
    let text = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy(new Error(`clamd at ${host}:${port} did not answer`)));
    socket.on('error', reject);
    socket.on('data', (data) => (text += data.toString('utf8')));
    socket.on('end', () => resolve(text));
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let at = 0; at < content.length; at += CHUNK_BYTES) {
        const chunk = content.subarray(at, at + CHUNK_BYTES);
        socket.write(lengthOf(chunk));
        socket.write(chunk);
      }
      socket.write(lengthOf(new Uint8Array()));
    });
  });
  return verdictOf(answer);
}

/** Runs a program with the file on its standard input: exit code 0 is clean, 1 infected, as clamdscan and clamscan say it. */
async function askProgram([program = '', ...args]: readonly string[], content: Uint8Array): Promise<Verdict> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    // Not the option of spawn: its timer runs on, and keeps a process alive, where there is no such program.
    const late = setTimeout(() => child.kill(), ANSWER_WITHIN_MS);
    child.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    child.on('close', (status) => {
      clearTimeout(late);
      resolve(status);
    });
    // A scanner that has seen enough closes its input early.
    child.stdin.on('error', () => undefined);
    child.stdin.end(content);
  });
  if (code === 0 || code === 1) return code === 0 ? 'clean' : 'infected';
  throw new Error(`The virus scanner ${program} ended with ${code}; expected 0 for clean or 1 for infected`);
}

/** The scanner of a setting: `clamd://host:port`, or a command that reads a file from its standard input. */
export function createVirusScanner(setting: string): { scan(content: Uint8Array): Promise<Verdict> } {
  const daemon = /^clamd:\/\/([^:/\s]+):(\d+)$/.exec(setting);
  if (daemon !== null) {
    const [, host = '', port = ''] = daemon;
    return { scan: (content) => askClamd(host, Number(port), content) };
  }
  const command = setting.split(/\s+/).filter((part) => part !== '');
  return { scan: (content) => askProgram(command, content) };
}
