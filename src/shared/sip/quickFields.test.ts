import fc from 'fast-check';
import { Core } from 'sip.js';
import { expect, it } from 'vitest';
import { quickFields } from './quickFields.ts';

class QuickMessage extends Core.IncomingMessage {}
Object.assign(QuickMessage.prototype, quickFields);

const fields = ['Max-Forwards', 'cseq', 'FROM', 'call-id'];
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...fields) },
  fc.constantFrom('Call_ID', 'Min-SE', 'www-authenticate', 'x-queue', '__proto__', 'constructor', 'toString', '', '-'),
  fc.string({ maxLength: 8 }),
);
const value = fc.constantFrom('70', '1 INVITE', '<sip:1001@pbx.example>;tag=a', 'abc@pbx', '', '<<');
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('addHeader'), name, value }) },
  fc.record({ ask: fc.constant('setHeader'), name, value }),
  fc.record({ ask: fc.constantFrom('hasHeader', 'getHeader', 'getHeaders'), name }),
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('parseHeader'),
      name: fc.constantFrom(...fields),
      value: fc.constantFrom(0, 1),
    }),
  },
);
type Asked = Record<string, (...given: unknown[]) => unknown>;

it('fields are added, found and read as the library does it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const [library, quick] = [new Core.IncomingMessage(), new QuickMessage()] as unknown as [Asked, Asked];
      for (const { ask, name, value } of steps as { ask: string; name: string; value?: unknown }[]) {
        const given = value === undefined ? [name] : [name, value];
        expect(quick[ask]?.(...given)).toEqual(library[ask]?.(...given));
      }
      expect(quick).toEqual(Object.assign(new QuickMessage(), library));
    }),
  );
});
