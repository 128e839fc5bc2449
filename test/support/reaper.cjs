'use strict';
// Ends the servers of a test run when the run is over, however it ended: its stdin is a pipe from the run, which the system
// closes even after SIGKILL. Arguments: the run's folder. Each line of stdin: the pid of a server.
const fs = require('node:fs');

const [folder] = process.argv.slice(2);
let received = '';

process.stdin.on('data', (chunk) => (received += chunk));
process.stdin.on('end', () => {
  for (const pid of received.split('\n').filter(Boolean).map(Number)) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already: the run tidied up itself.
    }
  }
  // The killed servers may still be writing.
  if (folder !== undefined) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
