/** A worker that hangs on some files, and takes all memory for others; of the rest it says that they cannot be read. */
import { parentPort } from 'node:worker_threads';

const good = { verdict: 'accepted', warnings: [], facts: {} };
const say = parentPort?.postMessage.bind(parentPort);

parentPort?.on('message', ({ bytes }: { bytes: Uint8Array }) => {
  const told = Buffer.from(bytes).toString();
  if (told === 'hang') for (;;);
  if (told === 'hang-over-text') {
    say?.('text');
    for (;;);
  }
  if (told === 'memory') for (const all: number[][] = []; ;) all.push(Array.from({ length: 100_000 }, () => 1));
  if (told === 'buffers') for (const all: Buffer[] = []; ;) all.push(Buffer.alloc(10_000_000, 1));
  // Its own thread is not to blame for time that it does not work.
  if (told === 'waits') setTimeout(say!, 900, good);
  if (told.startsWith('waits')) return;
  // Says what it has to, and is lost only then.
  if (told === 'late') setImmediate(() => process.exit(0));
  if (told === 'exit') process.exit(0);
  if (told === 'throw') throw new Error('lost');
  say?.(good);
});
say?.('ready');
