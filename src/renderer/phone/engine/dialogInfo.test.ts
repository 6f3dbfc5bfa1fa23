import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialogInfoType, type LineCalls, nextCalls, useOf } from './dialogInfo.ts';

const info = (scope: string, ...dialogs: string[]): string =>
  `<?xml version="1.0"?>\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="3" state="${scope}" entity="sip:1002@pbx.example">${dialogs.join('')}</dialog-info>`;
const call = (id: string, state: string, direction = 'recipient'): string =>
  `<dialog id="${id}" call-id="x" direction="${direction}"><state>${state}</state></dialog>`;
const nothing: LineCalls = new Set();
const after = (...bodies: string[]): LineCalls =>
  bodies.reduce<LineCalls>((known, body) => nextCalls(known, dialogInfoType, body) ?? known, nothing);
const lamp = (...bodies: string[]) => useOf(after(...bodies));

describe('the lamp of a telephone', () => {
  it.each([
    ['is dark without a call', info('full'), 'free'],
    ['is dark after the last one', info('full', call('1', 'terminated')), 'free'],
    ['is on while it rings', info('full', call('1', 'early')), 'taken'],
    ['is on while it calls somebody', info('full', call('1', 'early', 'initiator')), 'taken'],
    ['is on in a call', info('full', call('1', 'confirmed')), 'taken'],
    ['is on where another one rings too', info('full', call('1', 'early'), call('2', 'confirmed')), 'taken'],
  ])('%s', (_, body, use) => {
    expect(lamp(body)).toBe(use);
  });

  it('reads what Asterisk writes', () => {
    const idle =
      '<?xml version="1.0" encoding="UTF-8"?>\n<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:1002@127.0.0.1:8088">\n <dialog id="1002">\n  <state>terminated</state>\n </dialog>\n</dialog-info>\n';
    expect(lamp(idle.replace('terminated', 'confirmed'))).toBe('taken');
    expect(lamp(idle)).toBe('free');
  });

  it('follows what changes of several calls, and begins anew with the whole', () => {
    const both = [info('full', call('1', 'confirmed'), call('2', 'early')), info('partial', call('1', 'terminated'))];
    expect(lamp(...both)).toBe('taken');
    expect(lamp(...both, info('partial', call('2', 'terminated')))).toBe('free');
    expect(lamp(...both, info('full'))).toBe('free');
  });

  it('understands names with a prefix', () => {
    const prefixed = info('full', call('1', 'confirmed')).replaceAll(/<(\/?)(dialog|state)/g, '<$1d:$2');
    expect(lamp(prefixed)).toBe('taken');
  });

  it.each([
    ['nothing', ''],
    ['no dialogues', '<presence/>'],
    ['no scope', info('full').replace('state="full"', '')],
    ['a state that there is not', info('full', call('1', 'pondering'))],
    ['a call without a name', info('full', '<dialog><state>early</state></dialog>')],
    ['more than any telephone has', info('full', call('1', 'early').repeat(500))],
  ])('stays as it was when told %s', (_, body) => {
    expect(nextCalls(nothing, dialogInfoType, body)).toBeNull();
  });

  it('stays as it was, or has a use, whatever is told, and never keeps the page busy', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<dialog ', '<dialog id="1">', '</dialog>', '<state>', 'early', '</state>', info('full')),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const calls = nextCalls(nothing, dialogInfoType, pieces.join(''));
        if (calls !== null) expect(['free', 'taken']).toContain(useOf(calls));
      }),
    );
  });
});
