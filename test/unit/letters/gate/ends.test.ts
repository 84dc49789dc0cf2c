import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { codesOf, judged } from './judged.ts';
import { madePdf, madeWithStreamTable } from './made-pdf.ts';

const good = madePdf();
const text = good.toString('latin1');
const zip = Buffer.from('PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1');

describe('the ends of a file', () => {
  it.each<[string, Buffer, string]>([
    ['as they should be', good, 'ACCEPT'],
    ['with white space behind', Buffer.concat([good, Buffer.from('\r\n\0\0 \n')]), 'ACCEPT'],
    ['nothing at all', Buffer.alloc(0), 'not-a-pdf'],
    ['a page before', Buffer.concat([Buffer.from('<html>'), good]), 'bytes-before-header'],
    ['a mark of Unicode before', Buffer.concat([Buffer.from('\ufeff'), good]), 'bytes-before-header'],
    ['white space before', Buffer.concat([Buffer.from('\n'), good]), 'bytes-before-header'],
    ['a page behind', Buffer.concat([good, Buffer.from('<html>')]), 'bytes-after-end'],
    ['an archive behind', Buffer.concat([good, Buffer.from('PK\x03\x04')]), 'bytes-after-end'],
    ['an archive around its end', madePdfWith(zip), 'embedded-file'],
    ['no end', good.subarray(0, -10), 'cut-off'],
    ['an update that ends early', Buffer.concat([good, Buffer.from('7 0 obj\n<< /A 1 >>\nendobj\nxref\n')]), 'cut-off'],
    ['a wrong place of its table', Buffer.from(text.replace(/startxref\n\d+/, 'startxref\n12'), 'latin1'), 'needs-repair'],
    [
      'the place of a page instead of that of its table',
      Buffer.from(text.replace(/startxref\n\d+/, `startxref\n${text.indexOf('3 0 obj')}`), 'latin1'),
      'needs-repair',
    ],
    [
      'the place of a stream instead of that of its table',
      Buffer.from(text.replace(/startxref\n\d+/, `startxref\n${text.indexOf('4 0 obj')}`), 'latin1'),
      'needs-repair',
    ],
    ['its table in a stream', madeWithStreamTable('', {}, {}), 'ACCEPT'],
    ['no place of its table', Buffer.from(text.replace(/startxref\n\d+\n/, ''), 'latin1'), 'needs-repair'],
  ])('%s', async (_, bytes, expected) => {
    expect(codesOf(await judged(bytes))).toBe(expected);
  });

  it('and what was announced', async () => {
    const sha256 = createHash('sha256').update(good).digest('hex');
    expect(codesOf(await judged(good, { sha256, sizeBytes: good.length }))).toBe('ACCEPT');
    expect(codesOf(await judged(good, { sha256: sha256.replace(/./, (sign) => (sign === '0' ? '1' : '0')) }))).toBe('checksum-differs');
    expect(codesOf(await judged(good, { sizeBytes: good.length + 1 }))).toBe('checksum-differs');
    expect(codesOf(await judged(Buffer.alloc(20_000_001)))).toBe('file-too-large');
  });
});

/** The rest of the PDF is the comment of an archive's end. */
function madePdfWith(end: Buffer): Buffer {
  const marked = madePdf({ more: [{ dictionary: '', stream: Buffer.concat([end, Buffer.from('??')]) }] });
  const at = marked.indexOf(end) + 20;
  marked.writeUInt16LE(marked.length - at - 2, at);
  return marked;
}
