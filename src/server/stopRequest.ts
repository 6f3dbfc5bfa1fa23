// All the ways in which whoever started this program says that it should end.

interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown }) => void): void;
}

/** Calls `stop` once, at the first request; a second signal ends the program on the spot. */
export function onStopRequest(stop: (why: string) => void): void {
  let asked = false;
  const ask = (why: string): void => {
    if (!asked) stop(why);
    asked = true;
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1);
      ask(signal);
    });
  }
  // A parent that forked us has gone, or has let us go.
  process.on('disconnect', () => ask('disconnect'));
  const { parentPort } = process as { parentPort?: ParentPort };
  parentPort?.on('message', ({ data }) => {
    if (data === 'stop') ask('parent');
  });
}
