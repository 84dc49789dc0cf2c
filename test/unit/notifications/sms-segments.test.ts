import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { smsLength } from '../../../shared/notifications/sms-segments.ts';

const basic = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

describe('smsLength', () => {
  it.each([
    ['nothing', '', 'GSM-7', 1],
    ['as many as fit', 'a'.repeat(160), 'GSM-7', 1],
    ['one more', 'a'.repeat(161), 'GSM-7', 2],
    ['two full ones', 'ß'.repeat(306), 'GSM-7', 2],
    ['one more than two', 'Ü'.repeat(307), 'GSM-7', 3],
    ['euro signs take two', '€'.repeat(80), 'GSM-7', 1],
    ['one too many of them', '€'.repeat(81), 'GSM-7', 2],
    ['a pair is not torn: 152, two, 152', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['the same length without a pair at the seam', `${'a'.repeat(151)}€${'a'.repeat(153)}`, 'GSM-7', 2],
    ['a dash makes it UCS-2', `${'a'.repeat(69)}–`, 'UCS-2', 1],
    ['and short', `${'a'.repeat(70)}–`, 'UCS-2', 2],
    ['two full ones', 'ж'.repeat(134), 'UCS-2', 2],
    ['one more than two', 'ж'.repeat(135), 'UCS-2', 3],
    ['emoji take two', '🙂'.repeat(35), 'UCS-2', 1],
    ['and are not torn: 33 of them in 67', '🙂'.repeat(67), 'UCS-2', 3],
    ['typographic quotation marks', '„Hallo“', 'UCS-2', 1],
    ['ç is not in GSM-7, though Ç is', 'ç', 'UCS-2', 1],
  ] as const)('%s', (_, text, encoding, segments) => {
    expect(smsLength(text)).toEqual({ encoding, segments });
  });

  it('has 127 characters in the basic set besides the escape', () => {
    expect(new Set(basic).size).toBe(127);
    for (const character of basic + extended) expect(smsLength(character).encoding).toBe('GSM-7');
  });

  const gsmText = fc.array(fc.constantFrom(...basic, ...extended), { maxLength: 700 }).map((characters) => characters.join(''));

  it('lies between what the septets need and what seams can cost', () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        const septets = [...text].reduce((sum, character) => sum + (extended.includes(character) ? 2 : 1), 0);
        const { encoding, segments } = smsLength(text);
        expect(encoding).toBe('GSM-7');
        if (septets <= 160) expect(segments).toBe(1);
        else {
          expect(segments).toBeGreaterThanOrEqual(Math.ceil(septets / 153));
          expect(segments).toBeLessThanOrEqual(Math.ceil(septets / 152));
        }
      }),
    );
  });

  it('never gets shorter by adding, and any character outside makes the whole text UCS-2', () => {
    fc.assert(
      fc.property(gsmText, gsmText, fc.constantFrom('–', '„', '🙂', 'ж', '`'), (one, other, foreign) => {
        expect(smsLength(one + other).segments).toBeGreaterThanOrEqual(smsLength(one).segments);
        const mixed = smsLength(one + foreign + other);
        expect(mixed.encoding).toBe('UCS-2');
        expect(mixed.segments).toBeGreaterThanOrEqual(smsLength(one + other).segments);
      }),
    );
  });
});
