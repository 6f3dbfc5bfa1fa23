import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmiMessage, createAmiParser, writeAction } from './framing.ts';

const greeting = 'Asterisk Call Manager/9.0.0\r\n';

const header = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/).filter((name) => name !== '__proto__');
const value = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/[\r\n]/g, ' '));
const message = fc
  .uniqueArray(fc.tuple(header, value), { minLength: 1, maxLength: 8, selector: ([name]) => name })
  .map((entries): AmiMessage => Object.fromEntries(entries));

/** Cuts a text at any places. */
const cut = (text: string, places: readonly number[]): string[] => {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.slice(start, at[index] ?? text.length));
};

const readAll = (chunks: readonly string[]): AmiMessage[] => {
  const parser = createAmiParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

describe('the manager interface’s framing', () => {
  it('gives the same messages however the bytes come', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 6 }),
        fc.array(fc.nat(5_000), { maxLength: 12 }),
        fc.boolean(),
        (messages, places, greets) => {
          const text = (greets ? greeting : '') + messages.map(writeAction).join('');
          expect(readAll(cut(text, places))).toEqual(messages);
        },
      ),
    );
  });

  it('joins what comes several times under one header', () => {
    expect(readAll([`${greeting}Response: Success\r\nOutput: one\r\nOutput: two: 2\r\n\r\n`])).toEqual([
      { Response: 'Success', Output: 'one\ntwo: 2' },
    ]);
  });

  it('keeps half a message until the rest is here', () => {
    const parser = createAmiParser();
    expect(parser.push(`${greeting}Event: Queue`)).toEqual([]);
    expect(parser.push('CallerJoin\r\n\r')).toEqual([]);
    expect(parser.push('\nEvent: Next')).toEqual([{ Event: 'QueueCallerJoin' }]);
  });

  it('lets no value begin a header of its own', () => {
    const sent = writeAction({ Action: 'QueuePause', Reason: 'lunch\r\nAction: Originate\r\n\r\n' });
    expect(readAll([sent])).toEqual([{ Action: 'QueuePause', Reason: 'lunch  Action: Originate    ' }]);
  });

  it('gives up on a message without end', () => {
    const parser = createAmiParser();
    parser.push(greeting);
    expect(() => parser.push('x'.repeat(5 * 1024 * 1024))).toThrow('without end');
  });
});
