import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DocumentType, documentTypes } from '../../../shared/documents/document-types.ts';
import { NewDocument } from '../../../shared/documents/document.ts';
import { savedAs, savedName } from '../../../shared/documents/file-name.ts';

describe('the name under which a file is saved', () => {
  it.each([
    ['Unfall Münsterbrücke.jpg', 'image/jpeg', 'Unfall Münsterbrücke.jpg'],
    ['FOTO.JPEG', 'image/jpeg', 'FOTO.JPEG'],
    ['IMG_4711', 'image/jpeg', 'IMG_4711.jpg'],
    ['rechnung.exe', 'text/plain', 'rechnung.exe.txt'],
    ['../../etc/passwd', 'text/plain', '_.._etc_passwd.txt'],
    ['C:\\Users\\Zoë\\brief.pdf', 'application/pdf', 'C__Users_Zoë_brief.pdf'],
    ['.pdf', 'application/pdf', 'pdf.pdf'],
    ['...', 'application/pdf', 'dokument.pdf'],
    ['Rechnung 3.4.2026', 'application/pdf', 'Rechnung 3.4.2026.pdf'],
  ] as const)('%s (%s): %s', (name, type, expected) => {
    expect(savedName(name, type)).toBe(expected);
  });

  it.each(['a／b：c.pdf', '‥／x.pdf', `${'\u{fdfa}'.repeat(100)}.pdf`])('is no path and not too long for old browsers either: %s', (name) => {
    const [, plain] = /filename="([^"]*)"/.exec(savedAs(name, 'application/pdf'))!;
    expect(plain).toMatch(/^[^/\\:*?<>|]{1,200}$/);
    expect(plain).toMatch(/\.pdf$/);
  });

  it('is written for old browsers and for all others', () => {
    expect(savedAs('Größe "XL" 50 %.pdf', 'application/pdf')).toBe(
      `attachment; filename="Gro_e _XL_ 50 _.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20_XL_%2050%20%25.pdf`,
    );
  });

  it('is a header of ASCII, within what S3 takes, that ends as its type does and says in full what it says, whatever somebody typed', () => {
    const names = fc.string({ unit: 'binary', minLength: 1, maxLength: 255 });
    fc.assert(
      fc.property(names, fc.constantFrom(...DocumentType.options), (name, type) => {
        const header = savedAs(name, type);
        expect(header).toMatch(/^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9%!#$&+\-.^_`|~]+$/);
        expect(header.length).toBeLessThan(1_900);
        const full = decodeURIComponent(header.split("UTF-8''")[1]!);
        expect(full).toBe(savedName(name, type));
        expect(full).not.toMatch(/[/\\\0\r\n]/);
        expect((documentTypes[type] as readonly string[]).some((ending) => full.toLowerCase().endsWith(`.${ending}`))).toBe(true);
      }),
    );
  });
});

describe('what is said of a file before it is sent', () => {
  const said = { fileName: 'a.pdf', type: 'application/pdf', sizeBytes: 1, sha256: 'ab'.repeat(32) };
  it.each([
    ['as it should be', {}, true],
    ['with a long name', { fileName: 'ä'.repeat(255) }, true],
    ['with a longer one', { fileName: 'a'.repeat(256) }, false],
    ['with a line end in it', { fileName: 'a\nb.pdf' }, false],
    ['without any', { fileName: ' ' }, false],
    ['as large as it may be', { sizeBytes: 26_214_400 }, true],
    ['larger', { sizeBytes: 26_214_401 }, false],
    ['empty', { sizeBytes: 0 }, false],
    ['as a program', { type: 'application/x-msdownload' }, false],
    ['with a checksum in capitals', { sha256: 'AB'.repeat(32) }, false],
  ])('%s', (_, changes, is) => {
    expect(NewDocument.safeParse({ ...said, ...changes }).success).toBe(is);
  });
});
