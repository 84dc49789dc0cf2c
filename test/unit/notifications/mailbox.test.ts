import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mailbox } from '../../../shared/notifications/mailbox.ts';

const address = 'service@muster.example';

/** What a mail program makes of it: quoted text, or encoded words, whose gaps are no text. */
function nameIn(header: string): string {
  const name = header.slice(0, -` <${address}>`.length);
  if (name.startsWith('"')) return name.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  return name
    .split(' ')
    .map((word) => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(/^=\?UTF-8\?B\?([A-Za-z0-9+/=]+)\?=$/.exec(word)![1]!, 'base64')))
    .join('');
}

describe('a mailbox with a name', () => {
  it.each([
    ['Musterschutz Versicherung AG', '"Musterschutz Versicherung AG"'],
    ['Muster, Söhne & Co.', '=?UTF-8?B?TXVzdGVyLCBTw7ZobmUgJiBDby4=?='],
    ['Die "Rote" \\ KG', '"Die \\"Rote\\" \\\\ KG"'],
  ])('of %s', (name, written) => {
    expect(mailbox(name, address)).toBe(`${written} <${address}>`);
  });

  it('says the name, whatever it is, in words that are short enough and tear no character apart', () => {
    const anyName = fc.string({
      unit: fc.oneof(fc.constantFrom('ä', 'ß', 'Ł', '漢', '😀'), fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 })),
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(anyName, (name) => {
        const header = mailbox(name, address);
        expect(nameIn(header)).toBe(name);
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        for (const word of header.split(' ').filter((part) => part.startsWith('=?'))) expect(word.length).toBeLessThanOrEqual(75);
      }),
    );
  });
});
