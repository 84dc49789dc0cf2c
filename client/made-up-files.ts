/** Small files as people send them: real ones, that any program opens, and of nobody. */

const word = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const segment = (marker: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([0xff, marker]), word(body.length + 2), body]);
};

/** A grey picture of eight by eight pixels (JPEG), which says of itself what a camera would: a text, and that it lies on its side. */
export function photo(description: string): Buffer {
  const text = Buffer.from(`${description}\0`);
  const long = (value: number): Buffer => Buffer.concat([word(0), word(value)]);
  const entries = [
    [word(0x010e), word(2), long(text.length), long(38)],
    [word(0x0112), word(3), long(1), word(6), word(0)],
  ];
  const tiff = Buffer.concat([Buffer.from('MM'), word(42), long(8), word(entries.length), ...entries.flat(), long(0), text]);
  // One value of brightness, and nothing but that: codes of one bit each.
  const codes = (table: number): Buffer => Buffer.from([table, 1, ...Array<number>(15).fill(0), 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe1, Buffer.from('Exif\0\0'), tiff),
    segment(0xdb, Buffer.from([0, ...Array<number>(64).fill(1)])),
    segment(0xc0, Buffer.from([8, 0, 8, 0, 8, 1, 1, 0x11, 0])),
    segment(0xc4, codes(0x00)),
    segment(0xc4, codes(0x10)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x3f, 0xff, 0xd9]),
  ]);
}

/** A PDF of one page with a line of text in ASCII. */
export const pdfOf = (line: string): Buffer => pdfWith(textAt(720, line));

/** A letter of one page, whose first lines are in the address window, with a title as programs write it. Signs of Latin-1. */
export const letterPdf = (lines: readonly string[], title: string): Buffer =>
  pdfWith(lines.map((line, index) => textAt(680 - 14 * index, line)).join('\n'), `<< /Title (${plain(title)}) >>`);

const plain = (line: string): string => line.replace(/[()\\]/g, '');
const textAt = (y: number, line: string): string => `BT /F1 11 Tf 72 ${y} Td (${plain(line)}) Tj ET`;

function pdfWith(content: string, info?: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...(info === undefined ? [] : [info]),
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  return Buffer.from(
    `${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${info === undefined ? '' : '/Info 6 0 R '}>>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  );
}
