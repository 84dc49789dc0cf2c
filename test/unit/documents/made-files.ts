/** Small files of every type, made byte by byte: what a camera, an office program or a mail program would have written, and what somebody bad would. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const be16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const be32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** EXIF as a camera writes it: how to turn the picture, and text. */
export function exif({ orientation = 1, text = '', little = false }: { orientation?: number; text?: string; little?: boolean } = {}): Buffer {
  const u16 = (value: number): Buffer => (little ? be16(value).reverse() : be16(value));
  const u32 = (value: number): Buffer => (little ? be32(value).reverse() : be32(value));
  const words = ascii(`${text}\0`);
  const entries = Buffer.concat([
    u16(2),
    Buffer.concat([u16(0x010e), u16(2), u32(words.length), u32(38)]),
    Buffer.concat([u16(0x0112), u16(3), u32(1), u16(orientation), u16(0)]),
    u32(0),
  ]);
  return Buffer.concat([ascii(little ? 'II' : 'MM'), u16(42), u32(8), entries, words]);
}

const segment = (marker: number, body: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, marker]), be16(body.length + 2), body]);

/** A JPEG: its frame and scan are as they must be for whoever does not decode them. */
export function jpeg({
  exif: data,
  size = 8,
  extra = [],
  behind = '',
}: { exif?: Buffer; size?: number; extra?: readonly (readonly [number, string])[]; behind?: string } = {}): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, ascii('JFIF\0\x01\x02\0\0\x01\0\x01\x02\x01abcdef')),
    ...(data ? [segment(0xe1, Buffer.concat([ascii('Exif\0\0'), data]))] : []),
    ...extra.map(([marker, body]) => segment(marker, ascii(body))),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.concat([Buffer.from([8]), be16(size), be16(size), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    // Data with a stuffed byte and a restart in it.
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
    ascii(behind),
  ]);
}

const chunk = (type: string, body: Buffer): Buffer => {
  const named = Buffer.concat([ascii(type), body]);
  return Buffer.concat([be32(body.length), named, be32(crc32(named))]);
};

export function png({ width = 1, extra = [], behind = '' }: { width?: number; extra?: readonly (readonly [string, Buffer])[]; behind?: string } = {}): Buffer {
  return Buffer.concat([
    ascii('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.concat([be32(width), be32(1), Buffer.from([8, 0, 0, 0, 0])])),
    ...extra.map(([type, body]) => chunk(type, body)),
    chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    chunk('IEND', Buffer.alloc(0)),
    ascii(behind),
  ]);
}

const box = (type: string, ...bodies: Buffer[]): Buffer => {
  const body = Buffer.concat(bodies);
  return Buffer.concat([be32(body.length + 8), ascii(type), body]);
};
const full = (type: string, version: number, ...bodies: Buffer[]): Buffer => box(type, Buffer.from([version, 0, 0, 0]), ...bodies);

/** A HEIC of one picture and, as items, what is told of it. `inIdat`: that lies in the box `idat` and not behind. */
export function heic({
  told = [],
  inIdat = false,
  method,
  brand = 'heic',
  extra = [],
  unnamed = '',
  property,
}: {
  told?: readonly (readonly [string, string])[];
  inIdat?: boolean;
  method?: number;
  brand?: string;
  extra?: readonly Buffer[];
  /** Data that no item names. */
  unnamed?: string;
  property?: Buffer;
} = {}): Buffer {
  const ftyp = box('ftyp', ascii(brand), be32(0), ascii(`mif1${brand}`));
  const picture = ascii('PICTURE-DATA');
  const infe = (id: number, type: string): Buffer => full('infe', 2, be16(id), be16(0), ascii(`${type}\0${type === 'mime' ? 'application/rdf+xml\0' : ''}`));
  const items = [picture, ...told.map(([, text]) => ascii(text))];
  const idat = Buffer.concat(items.slice(1));
  const make = (at: number): Buffer => {
    const offsets = items.map((_, index) => items.slice(0, index).reduce((sum, item) => sum + item.length, 0));
    const entry = (item: Buffer, index: number): Buffer => {
      const within = inIdat && index > 0;
      const offset = within ? offsets[index]! - picture.length : at + offsets[index]!;
      return Buffer.concat([be16(index + 1), be16(index > 0 ? (method ?? (within ? 1 : 0)) : 0), be16(0), be16(1), be32(offset), be32(item.length)]);
    };
    const iloc = full('iloc', 1, Buffer.from([0x44, 0x00]), be16(items.length), ...items.map(entry));
    const iinf = full('iinf', 0, be16(items.length), infe(1, 'hvc1'), ...told.map(([type], index) => infe(index + 2, type)));
    return full(
      'meta',
      0,
      full('hdlr', 0, ascii('\0\0\0\0pict')),
      full('pitm', 0, be16(1)),
      iinf,
      iloc,
      ...(property ? [box('iprp', box('ipco', property))] : []),
      ...(inIdat ? [box('idat', idat)] : []),
    );
  };
  const before = ftyp.length + make(0).length + extra.reduce((sum, one) => sum + one.length, 0) + 8;
  return Buffer.concat([ftyp, make(before), ...extra, box('mdat', Buffer.concat([...(inIdat ? [picture] : items), ascii(unnamed)]))]);
}

export const looseBox = box;

export interface ZipEntry {
  readonly name: string;
  readonly text: string | Buffer;
  readonly stored?: boolean;
  /** As its encryption bit says. */
  readonly encrypted?: boolean;
  /** What the archive claims it unpacks to. */
  readonly claims?: number;
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const le16 = (value: number): Buffer => be16(value).reverse();
  const le32 = (value: number): Buffer => be32(value).reverse();
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, text, stored = false, encrypted = false, claims } of entries) {
    const data = Buffer.isBuffer(text) ? text : Buffer.from(text);
    const packed = stored ? data : deflateRawSync(data);
    const said = [
      le16(encrypted ? 1 : 0),
      le16(stored ? 0 : 8),
      le32(0),
      le32(crc32(data)),
      le32(packed.length),
      le32(claims ?? data.length),
      le16(name.length),
    ];
    const local = Buffer.concat([ascii('PK\x03\x04'), le16(20), ...said, le16(0), ascii(name), packed]);
    central.push(Buffer.concat([ascii('PK\x01\x02'), le16(20), le16(20), ...said, le16(0), le16(0), le16(0), le16(0), le32(0), le32(at), ascii(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = [ascii('PK\x05\x06'), le16(0), le16(0), le16(entries.length), le16(entries.length), le32(directory.length), le32(at), le16(0)];
  return Buffer.concat([...locals, directory, ...end]);
}

const types = { docx: 'wordprocessingml.document.main+xml', xlsx: 'spreadsheetml.sheet.main+xml' };

/** A document of Word or Excel, with what else is to be in it. */
export const office = (kind: keyof typeof types, more: readonly ZipEntry[] = [], moreTypes = ''): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      text: `<Types><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.${types[kind]}"/>${moreTypes}</Types>`,
    },
    { name: 'word/document.xml', text: '<w:document><w:p>Kostenvoranschlag</w:p></w:document>' },
    ...more,
  ]);

export const odt = (more: readonly ZipEntry[] = [], type = 'application/vnd.oasis.opendocument.text'): Buffer =>
  zip([
    { name: 'mimetype', text: type, stored: true },
    { name: 'content.xml', text: '<office:document-content><office:scripts/><text:p>Bericht</text:p></office:document-content>' },
    ...more,
  ]);

export interface MailPart {
  readonly type: string;
  readonly bytes: Buffer;
  readonly name?: string;
}

/** A mail with a text, HTML and attachments. */
export function mail({ html, parts = [], subject = 'Unfall' }: { html?: string; parts?: readonly MailPart[]; subject?: string } = {}): Buffer {
  const lines = [
    'From: paula@example.org',
    'To: service@example.org',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
  ];
  const part = ({ type, bytes, name }: MailPart): string[] => [
    '--b',
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment${name === undefined ? '' : `; filename="${name}"`}`,
    '',
    bytes.toString('base64'),
    '',
  ];
  const body = (type: string, text: string): string[] => ['--b', `Content-Type: ${type}; charset=utf-8`, '', text, ''];
  const all = [...lines, ...body('text/plain', 'Guten Tag'), ...(html ? body('text/html', html) : []), ...parts.flatMap(part), '--b--', ''];
  return Buffer.from(all.join('\r\n'));
}

/** A PDF of one page; `objects` beside, and streams packed. */
export function pdf(objects: readonly (string | { readonly dictionary: string; readonly stream: string | Buffer; readonly times?: number })[] = []): Buffer {
  const parts: Buffer[] = [ascii('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n')];
  objects.forEach((object, index) => {
    parts.push(ascii(`${index + 3} 0 obj\n`));
    if (typeof object === 'string') parts.push(ascii(object));
    else {
      let data: Buffer = Buffer.isBuffer(object.stream) ? object.stream : Buffer.from(object.stream);
      for (let left = object.times ?? 1; left > 0; left--) data = deflateSync(data);
      parts.push(ascii(`<< ${object.dictionary} /Length ${data.length} >>\nstream\n`), data, ascii('\nendstream'));
    }
    parts.push(ascii('\nendobj\n'));
  });
  parts.push(ascii('trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n'));
  return Buffer.concat(parts);
}
