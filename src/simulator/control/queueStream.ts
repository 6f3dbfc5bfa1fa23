// The queues as a stream: one line of JSON with all there is at first, and one whenever it is different. For the backend's bridge, which shows a
// lead who waits: unlike the rest of the control interface it says callers' numbers.
import type { ServerResponse } from 'node:http';
import type { Switchboard } from '../switchboard/switchboard.ts';

const aliveMs = 5_000;

/** `name` makes a call's id unlike that of any other run. */
export function streamQueues(board: Switchboard, response: ServerResponse, name: (call: string) => string): void {
  let told = '';
  const tell = (): void => {
    const { calls, parked, ...rest } = board.supervision.queues();
    const seen = { ...rest, parked, calls: calls.map((call) => ({ ...call, id: name(call.id) })) };
    // Seconds go by without anything being different.
    const text = JSON.stringify({
      ...seen,
      calls: seen.calls.map(({ waitedSeconds, ...call }) => call),
      parked: parked.map(({ parkedSeconds, ...one }) => one),
    });
    if (text === told) return;
    told = text;
    response.write(`${JSON.stringify(seen)}\n`);
  };
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  tell();
  const watchNoMore = board.supervision.watch();
  const stopListening = board.onChange(tell);
  const timer = setInterval(() => response.write('\n'), aliveMs);
  response.on('close', () => {
    stopListening();
    watchNoMore();
    clearInterval(timer);
  });
}
