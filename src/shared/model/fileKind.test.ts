import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { madeFile } from '#test/support/madeFiles';
import {
  type FileKind,
  fileKindOf,
  fileKindSchema,
  plainFileName,
  safeFileName,
  seenAtBeginning,
  seenAtEnd,
} from './fileKind.ts';

const kinds = fileKindSchema.options;
const found = (file: Uint8Array) =>
  fileKindOf({ beginning: file.subarray(0, seenAtBeginning), end: file.subarray(-seenAtEnd), bytes: file.length });
const allowed = (is: FileKind) => ({ kind: 'allowed', is });
const text = (words: string) => Buffer.from(words);

describe.each(kinds)('%s', (kind) => {
  const whole = madeFile(kind);

  test('is known by what is in it', () => {
    expect(found(whole)).toEqual(allowed(kind));
  });

  test('cut off anywhere it is never taken for another kind', () => {
    for (let bytes = 0; bytes < whole.length; bytes += bytes < 200 ? 1 : 37) {
      const cut = found(whole.subarray(0, bytes));
      expect(cut.kind === 'allowed' ? cut.is : kind).toBe(kind);
    }
  });

  test.each(['MZ', '\x7fELF', '#!/bin/sh\n', '<html>', 'PK\x03\x04', ' '])(
    'behind "%s" it is not one of these',
    (before) => {
      expect(found(Buffer.concat([Buffer.from(before, 'latin1'), whole]))).toEqual({ kind: 'notAllowed' });
    },
  );
});

test.each(['pdf', 'png', 'webp'] as const)('a %s whose end is missing is cut off', (kind) => {
  expect(found(madeFile(kind).subarray(0, -9))).toEqual({ kind: 'cutOff' });
});

test('a picture of which no more than what it calls itself has come is cut off', () => {
  const heic = Buffer.from(madeFile('heic'));
  expect(found(heic.subarray(0, heic.readUInt32BE(0) + 8))).toEqual({ kind: 'cutOff' });
});

test.each(['png', 'webp'] as const)('a %s with an archive behind it is not whole', (kind) => {
  const archive = Buffer.concat([text('PK\x03\x04'), Buffer.alloc(40), text('PK\x05\x06'), Buffer.alloc(18)]);
  expect(found(Buffer.concat([madeFile(kind), archive]))).toEqual({ kind: 'cutOff' });
});

test.each([
  ['a program', 'MZ\x90\0\x03'],
  ['an archive', 'PK\x03\x04'],
  ['a page', '<!doctype html><script>'],
  ['a drawing that may hold a script', '<svg xmlns="http://www.w3.org/2000/svg">'],
  ['an animation', 'GIF89a'],
  ['an old document with macros', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['nothing', ''],
])('%s is none of these, however it is called', (_what, begins) => {
  const beginning = Buffer.from(begins, 'latin1');
  expect(found(beginning.length === 0 ? beginning : Buffer.concat([beginning, Buffer.alloc(500)]))).toEqual({
    kind: 'notAllowed',
  });
});

test('a picture of the same container that is no HEIC is none', () => {
  const avif = Buffer.concat([Buffer.from([0, 0, 0, 24]), text('ftypmif1\0\0\0\0avifmiaf'), Buffer.alloc(200)]);
  expect(found(avif)).toEqual({ kind: 'notAllowed' });
});

test('whatever the bytes are, there is an answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...kinds), fc.nat(40), (bytes, kind, keep) => {
      const begun = Buffer.concat([madeFile(kind).subarray(0, keep), bytes]);
      expect(['allowed', 'cutOff', 'notAllowed']).toContain(found(begun).kind);
    }),
  );
});

test.each([
  ['fattura.pdf', 'pdf', 'fattura.pdf'],
  ['FATTURA.PDF', 'pdf', 'FATTURA.pdf'],
  ['foto.jpeg', 'jpeg', 'foto.jpeg'],
  ['foto', 'jpeg', 'foto.jpg'],
  ['fattura.pdf.exe', 'pdf', 'fattura.pdf_exe.pdf'],
  ['fattura.exe', 'png', 'fattura_exe.png'],
  ['fattura.exe.pdf', 'pdf', 'fattura_exe.pdf'],
  ['Fattura n. 12 del 3.4.2026.pdf', 'pdf', 'Fattura n. 12 del 3.4.2026.pdf'],
  ['../../etc/passwd', 'pdf', 'passwd.pdf'],
  ['C:\\Windows\\system.ini', 'pdf', 'system_ini.pdf'],
  ['con.pdf', 'pdf', '_con.pdf'],
  ['LPT1', 'pdf', '_LPT1.pdf'],
  ['com¹.pdf', 'pdf', '_com¹.pdf'],
  ['con .txt', 'pdf', 'con _txt.pdf'],
  ['con . 2.pdf', 'pdf', '_con . 2.pdf'],
  ['CONIN$', 'png', '_CONIN$.png'],
  ['aux.tar.gz', 'pdf', '_aux.tar_gz.pdf'],
  ['Contratto Borea S.p.A.pdf', 'pdf', 'Contratto Borea S.p.A.pdf'],
  ['foto.settingcontent-ms', 'jpeg', 'foto_settingcontent-ms.jpg'],
  ['a<b>:"c|d?*.pdf', 'pdf', 'a_b___c_d__.pdf'],
  ['fattura\u202efdp.exe', 'pdf', 'fatturafdp_exe.pdf'],
  ['...', 'png', 'file.png'],
  ['', 'png', 'file.png'],
  ['-rf.pdf', 'pdf', 'rf.pdf'],
  ['lettera . . .pdf', 'pdf', 'lettera.pdf'],
] as const)('"%s" with a %s in it is put on the PC as "%s"', (name, kind, safe) => {
  expect(safeFileName(name, kind)).toBe(safe);
});

/** Of any letters, and of those with which names deceive. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'con',
          'NUL',
          'lpt1',
          'COM²',
          '.exe',
          '.pdf',
          '.scr',
          '.lnk',
          '.',
          ' ',
          '..',
          '/',
          '\\\\',
          ':',
          '$',
        ),
        fc.constantFrom('\u202e', '\u200b', '\u00a0', '\ufeff', '\0', '\n', '-', 'fattura', 'è', '😀'),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

test('no name leads anywhere or chooses a program', () => {
  fc.assert(
    fc.property(anyName, fc.constantFrom(...kinds), (name, kind) => {
      const safe = safeFileName(name, kind);
      expect(safe).toMatch(/\.(?:pdf|jpe?g|png|webp|hei[cf])$/);
      expect(safe).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}]|^[.\s-]/u);
      expect(Buffer.from(safe).length).toBeLessThanOrEqual(170);
      expect(safe.length).toBeLessThanOrEqual(206);
      // Neither the whole nor what a system shows that hides the ending is a device's or a program's.
      const shown = safe.replace(/\.[a-z]+$/, '');
      expect(shown).not.toMatch(/^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i);
      expect(shown).not.toMatch(/\.(?:exe|com|bat|cmd|scr|pif|lnk|url|js|vbs|ps1|hta|msi|jar|sh|desktop|app)$/i);
      expect(plainFileName(name).length).toBeGreaterThan(0);
    }),
  );
});

test('a long name keeps its ending', () => {
  expect(plainFileName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(156)}.pdf`);
});
