import { deflateSync } from 'node:zlib';

/** An object as it is written, or a stream: its dictionary without the length, and its bytes. */
export type Made = string | { readonly dictionary: string; readonly stream: Buffer | string };

export interface Parts {
  /** More objects; the first has the number 7. */
  readonly more?: readonly Made[];
  /** More entries of these. */
  readonly catalog?: string;
  readonly page?: string;
  readonly pages?: string;
  readonly trailer?: string;
  /** What the page draws. */
  readonly content?: string;
  readonly mediaBox?: string;
}

/** Puts an object behind all others of a file, where no cross-reference leads. */
export function withDecoy(bytes: Buffer, object: string): Buffer {
  const text = bytes.toString('latin1');
  const table = text.indexOf('xref\n0');
  return Buffer.from(text.slice(0, table) + object + text.slice(table).replace(/startxref\n\d+/, `startxref\n${table + object.length}`), 'latin1');
}

const a4 = '[0 0 595 842]';

/** Draws lines into the address window of an A4 page. */
export const addressed = (...lines: readonly string[]): string =>
  lines.map((line, index) => `BT /F1 11 Tf 72 ${680 - 14 * index} Td (${line}) Tj ET`).join('\n');

/** A PDF of one page that is as it should be, cross-references and all, but for what is put into it. */
export function madePdf({
  more = [],
  catalog = '',
  page = '',
  pages = '',
  trailer = '',
  content = addressed('Paula Sommer'),
  mediaBox = a4,
}: Parts = {}): Buffer {
  const objects: Made[] = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [3 0 R] /Count 1 ${pages} >>`,
    `<< /Type /Page /Parent 2 0 R ${mediaBox && `/MediaBox ${mediaBox}`} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
    { dictionary: '', stream: content },
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Producer (made) >>',
    ...more,
  ];
  return withTable(Buffer.from('%PDF-1.7\n'), objects, `/Root 1 0 R ${trailer}`);
}

/** Objects numbered from `from`, with their table; behind what is there already. */
export function withTable(before: Buffer, objects: readonly Made[], trailer: string, from = 1): Buffer {
  const pieces = [before];
  const offsets: number[] = [];
  let at = before.length;
  const put = (piece: Buffer): void => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const [index, object] of objects.entries()) {
    offsets.push(at);
    put(Buffer.concat([Buffer.from(`${from + index} 0 obj\n`), bytesOf(object), Buffer.from('\nendobj\n')]));
  }
  const table = at;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const head = from === 1 ? `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n` : `xref\n${from} ${objects.length}\n`;
  put(Buffer.from(`${head}${entries}trailer\n<< /Size ${from + objects.length} ${trailer} >>\nstartxref\n${table}\n%%EOF\n`));
  return Buffer.concat(pieces);
}

function bytesOf(object: Made): Buffer {
  if (typeof object === 'string') return Buffer.from(object, 'latin1');
  const stream = Buffer.from(object.stream);
  return Buffer.concat([Buffer.from(`<< /Length ${stream.length} ${object.dictionary} >>\nstream\n`), stream, Buffer.from('\nendstream')]);
}

/**
 * The same page, its cross-references in a stream, which can lead into streams of objects.
 * @param more objects with their headings, by number
 * @param inside which objects are packed, by number: in which stream, and as its how manieth
 */
export function madeWithStreamTable(
  catalog: string,
  more: Readonly<Record<number, Buffer | string>>,
  inside: Readonly<Record<number, readonly [number, number]>>,
): Buffer {
  const content = addressed('Paula Sommer');
  const objects: Readonly<Record<number, Buffer | string>> = {
    1: `1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${catalog} >>\nendobj`,
    2: '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj',
    3: `3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox ${a4} /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj`,
    4: `4 0 obj\n<< /Length ${content.length} >>\nstream\n${content}\nendstream\nendobj`,
    5: '5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj',
    ...more,
  };
  const pieces = [Buffer.from('%PDF-1.7\n')];
  let at = pieces[0]!.length;
  const places = new Map<number, number>();
  for (const [number, object] of Object.entries(objects)) {
    places.set(Number(number), at);
    const piece = Buffer.concat([typeof object === 'string' ? Buffer.from(object, 'latin1') : object, Buffer.from('\n')]);
    pieces.push(piece);
    at += piece.length;
  }
  const table = Math.max(...places.keys(), ...Object.keys(inside).map(Number)) + 1;
  places.set(table, at);
  const rows = Array.from({ length: table + 1 }, (_, number) => {
    const row = Buffer.alloc(6);
    const [place, packedIn] = [places.get(number), inside[number]];
    if (place !== undefined) row.writeUInt32BE(place, 1);
    if (packedIn) row.writeUInt32BE(packedIn[0], 1);
    row[0] = place !== undefined ? 1 : packedIn ? 2 : 0;
    row[5] = packedIn?.[1] ?? 0;
    return row;
  });
  const data = Buffer.concat(rows);
  const head = `${table} 0 obj\n<< /Type /XRef /Size ${table + 1} /W [1 4 1] /Root 1 0 R /Length ${data.length} >>\nstream\n`;
  return Buffer.concat([...pieces, Buffer.from(head), data, Buffer.from(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`)]);
}

/** Objects as a stream packs them. */
export function packed(objects: Readonly<Record<number, string>>, dictionary = '/Type /ObjStm'): Made {
  const entries = Object.entries(objects);
  const head = entries.map(([number], index) => `${number} ${entries.slice(0, index).reduce((sum, [, text]) => sum + text.length + 1, 0)}`).join(' ');
  const content = `${head} ${entries.map(([, text]) => text).join(' ')}`;
  return { dictionary: `${dictionary} /N ${entries.length} /First ${head.length + 1} /Filter /FlateDecode`, stream: deflateSync(content) };
}
