import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The account under which PostgreSQL runs, because it refuses root; undefined = our own. */
export interface Account {
  uid: number;
  gid: number;
}

/** A command line, and the account to switch to before it is run. */
export interface Launch {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * Chooses the account: our own unless we are root; as root the owner of the existing data folder, else the user `nobody`,
 * which every Unix has (initdb demands an account with a name).
 *
 * @throws Error when the data folder belongs to somebody else and we are not root.
 */
export function chooseAccount(folder: string): Account | undefined {
  const ourUid = process.getuid?.();
  if (ourUid === undefined) return undefined;
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (ourUid !== 0) {
    if (owner !== undefined && owner.uid !== ourUid) {
      throw new Error(
        `The database folder ${folder} belongs to user id ${owner.uid}, but this process runs as ${ourUid}: start it as the user who started it first, or choose another DUNWELL_DATA_DIR.`,
      );
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return nobody();
}

function nobody(): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) {
    throw new Error(
      'PostgreSQL refuses to run as root and there is no user "nobody": start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: Number(uid), gid: Number(gid) };
}

/** Gives a file or folder to the account; nothing to do when it is our own. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

/**
 * The command line that runs a program as the account. Where a folder on the way is closed to others (a checkout below
 * /root), `setpriv` leaves the program the one capability that lets it read and enter folders.
 *
 * @throws Error when that is needed and `setpriv` is missing.
 */
export function launchAs(account: Account | undefined, command: string, args: string[], reaches: string[]): Launch {
  if (account === undefined) return { command, args };
  const closed = reaches.map(closedFolder).find((folder) => folder !== undefined);
  if (closed === undefined) return { command, args, ...account };
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));
  if (setpriv === undefined) {
    throw new Error(
      `PostgreSQL refuses to run as root, and the folder ${closed} is closed to the user it would run as: install setpriv (util-linux), move the checkout out of it, start as an ordinary user, or set DATABASE_URL.`,
    );
  }
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  const capability = [
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ];
  return { command: setpriv, args: [...capability, ...identity, command, ...args] };
}

function closedFolder(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    // 0o005 = others may list and enter.
    if ((statSync(folder).mode & 0o005) !== 0o005) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
