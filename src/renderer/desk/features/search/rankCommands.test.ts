// Which commands are meant by what was typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankCommands } from './rankCommands.ts';

const commands = [
  { id: 'hold', names: ['Mettere in attesa o riprendere', 'Hold or resume'] },
  { id: 'transfer', names: ['Trasferire la chiamata', 'Transfer the call'] },
  { id: 'park', names: ['Parcheggiare la chiamata', 'Park the call'] },
  { id: 'outcome', names: ['Scegliere l’esito', 'Choose the outcome'] },
  { id: 'needs', names: ['Esigenze del cliente', 'Needs of the customer'] },
  { id: 'dial', names: ['Chiamare un numero', 'Call a number'] },
];
const found = (text: string, used: readonly string[] = []) => rankCommands(text, commands, used).map(({ id }) => id);

describe('what was typed', () => {
  it('begins words of the name, in any order', () => {
    expect(found('att')).toEqual(['hold']);
    expect(found('chiam tras')).toEqual(['transfer']);
    expect(found('rasf')).toEqual([]);
  });

  it('finds accents, apostrophes and capitals as they come', () => {
    expect(found('L esito')).toEqual(['outcome']);
    expect(found('ESITO')).toEqual(['outcome']);
  });

  it('may be in the other language, and then comes after what is shown', () => {
    expect(found('resume')).toEqual(['hold']);
    expect(found('c')).toEqual(['dial', 'outcome', 'transfer', 'park', 'needs']);
  });

  it('all has to be in one name', () => {
    expect(found('attesa resume')).toEqual([]);
  });

  it('puts first what begins with it, then what has its words in their order', () => {
    expect(found('chiama')).toEqual(['dial', 'transfer', 'park']);
  });

  it('brings what was used last before what fits as well', () => {
    expect(found('la chiamata', ['park'])).toEqual(['park', 'transfer']);
    expect(found('chiama', ['park'])).toEqual(['dial', 'park', 'transfer']);
    expect(found('', ['needs', 'park'])).toEqual(['needs', 'park', 'hold', 'transfer', 'outcome', 'dial']);
  });

  it('finds a command by any beginnings of its own words, and with more words never more', () => {
    const words = fc.constantFrom(...commands).chain((command) =>
      fc.record({
        id: fc.constant(command.id),
        parts: fc
          .shuffledSubarray((command.names[0] ?? '').split(/[^\p{L}]+/u), { minLength: 1 })
          .chain((chosen) =>
            fc.tuple(
              ...chosen.map((word) => fc.integer({ min: 1, max: word.length }).map((end) => word.slice(0, end))),
            ),
          ),
      }),
    );
    fc.assert(
      fc.property(words, ({ id, parts }) => {
        const all = found(parts.join(' '));
        expect(all).toContain(id);
        const fewer = found(parts.slice(1).join(' '));
        for (const one of all) expect(fewer).toContain(one);
      }),
    );
  });
});
