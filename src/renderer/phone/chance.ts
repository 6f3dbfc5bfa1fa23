// Chance for ids. The system is asked for much of it at once: a call that comes in would wait longer for the sixteen questions of
// one id than for its whole way through the machine.

const drawn = new Uint8Array(1_024);
let left = 0;

/** One of 256 equally likely numbers from 0 to less than 1, as unforeseeable as the system's own. */
export function chance(): number {
  if (left === 0) {
    crypto.getRandomValues(drawn);
    left = drawn.length;
  }
  left -= 1;
  return (drawn[left] ?? 0) / 256;
}
