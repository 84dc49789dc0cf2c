import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { codesOf, judged } from './judged.ts';
import { madePdf, packed, withTable, type Made, type Parts } from './made-pdf.ts';

const outcome = async (parts: Parts): Promise<string> => codesOf(await judged(madePdf(parts)));

/** On the page. */
const annotation = (entries: string): Parts => ({ page: `/Annots [<< /Type /Annot /Rect [50 50 100 100] ${entries} >>]` });
const action = (entries: string): Parts => ({ catalog: `/OpenAction << ${entries} >>` });

describe('what a letter must not do', () => {
  it.each<[string, Parts, string]>([
    ['JavaScript as it opens', action('/S /JavaScript /JS (app.alert(1))'), 'script'],
    ['JavaScript in a stream', { catalog: '/OpenAction << /S /JavaScript /JS 7 0 R >>', more: [{ dictionary: '', stream: 'app.alert(1)' }] }, 'script'],
    [
      'JavaScript of the document, by its tree of names',
      { catalog: '/Names << /JavaScript << /Names [(a) 7 0 R] >> >>', more: ['<< /S /JavaScript /JS (1) >>'] },
      'script',
    ],
    ['JavaScript as it is printed', { catalog: '/AA << /WP << /S /JavaScript /JS (1) >> >>' }, 'script'],
    ['JavaScript as a page closes', { page: '/AA << /C << /S /JavaScript /JS (1) >> >>' }, 'script'],
    [
      'JavaScript of a field that calculates',
      { catalog: '/AcroForm << /Fields [7 0 R] >>', more: ['<< /FT /Tx /T (a) /AA << /C << /S /JavaScript /JS (1) >> >> >>'] },
      'script',
    ],
    [
      'JavaScript in a bookmark',
      { catalog: '/Outlines 7 0 R', more: ['<< /First 8 0 R /Last 8 0 R >>', '<< /Title (a) /Parent 7 0 R /A << /S /JavaScript /JS (1) >> >>'] },
      'script',
    ],
    ['JavaScript, its name in numbers', action('/S /J#61vaScript /#4a#53 (1)'), 'script'],
    ['JavaScript behind another action', action('/S /GoTo /D [3 0 R /Fit] /Next [<< /S /Named /N /NextPage /Next << /S /JavaScript /JS (1) >> >>]'), 'script'],
    ['JavaScript that nothing refers to', { more: ['<< /S /JavaScript /JS (1) >>'] }, 'script'],
    ['JavaScript that a second entry hides', action('/S /JavaScript /S /GoTo /JS (1) /JS 3 0 R'), 'script'],
    ['JavaScript in what is packed', { more: [packed({ 9: '<< /S /JavaScript /JS (1) >>' })] }, 'script'],
    ['JavaScript in what is packed and does not say so', { more: [packed({ 9: '<< /S /JavaScript /JS (1) >>' }, '')] }, 'script'],
    ['JavaScript in the bytes of a picture', { more: [{ dictionary: '/Subtype /Image', stream: '77 0 obj << /S /JavaScript /JS (1) >> endobj' }] }, 'script'],
    ['JavaScript in what is no whole object', { more: ['<< /S /JavaScript /JS (1'] }, 'script'],
    ['PostScript', { more: [{ dictionary: '/Type /XObject /Subtype /PS', stream: 'showpage' }] }, 'script'],
    ['a slide show', { catalog: '/Names << /AlternatePresentations << /Names [(a) 7 0 R] >> >>', more: ['<< /Type /SlideShow >>'] }, 'multimedia'],
    ['a program', annotation('/Subtype /Link /A << /S /Launch /F (cmd.exe) >>'), 'launch-action'],
    ['sending what is typed', action('/S /SubmitForm /F << /FS /URL /F (https://x.example) >>'), 'submit-action'],
    ['taking in data', action('/S /ImportData /F (a.fdf)'), 'remote-file-action'],
    ['another file', action('/S /GoToR /F (\\\\\\\\host\\\\a.pdf) /D [0 /Fit]'), 'remote-file-action'],
    ['a file in it', action('/S /GoToE /T << /R /C /N (a) >>'), 'remote-file-action'],
    ['a thread of another file', action('/S /Thread /F (a.pdf) /D 0'), 'remote-file-action'],
    ['bytes that lie elsewhere', { more: [{ dictionary: '/F (a.bin)', stream: '' }] }, 'remote-file-action'],
    [
      'a page that lies elsewhere',
      { more: [{ dictionary: '/Subtype /Form /BBox [0 0 1 1] /Ref << /F (a.pdf) /Page 0 >>', stream: '' }] },
      'remote-file-action',
    ],
    ['rich media', annotation('/Subtype /RichMedia'), 'multimedia'],
    ['a screen', annotation('/Subtype /Screen'), 'multimedia'],
    ['a film', annotation('/Subtype /Movie /Movie << /F (a.avi) >>'), 'multimedia'],
    ['a sound', annotation('/Subtype /Sound'), 'multimedia'],
    ['a model', annotation('/Subtype /3D'), 'multimedia'],
    ['what is played', action('/S /Rendition /OP 0'), 'multimedia'],
    ['a form of XFA', { catalog: '/AcroForm << /Fields [] /XFA 7 0 R >>', more: [{ dictionary: '', stream: '<xdp/>' }] }, 'xfa-form'],
    ['a file pinned to a page', annotation('/Subtype /FileAttachment'), 'embedded-file'],
    ['a portfolio', { catalog: '/Collection << /View /D >>' }, 'embedded-file'],
    ['a file', { more: ['<< /Type /Filespec /F (a.txt) /EF << /F 8 0 R >> >>', { dictionary: '/Type /EmbeddedFile', stream: 'a' }] }, 'embedded-file'],
    [
      'a file that belongs to the document',
      { catalog: '/AF [7 0 R]', more: ['<< /Type /Filespec /UF (a.txt) /EF << /UF 8 0 R >> >>', { dictionary: '', stream: 'a' }] },
      'embedded-file',
    ],
    ['a link to a script', annotation('/Subtype /Link /A << /S /URI /URI (javascript:alert\\(1\\)) >>'), 'unsafe-link'],
    ['a link to a file', annotation('/Subtype /Link /A << /S /URI /URI (file:///etc/passwd) >>'), 'unsafe-link'],
    ['a link in hexadecimal', annotation('/Subtype /Link /A << /S /URI /URI <6a6176617363726970743a31> >>'), 'unsafe-link'],
    ['a link in UTF-16', annotation('/Subtype /Link /A << /S /URI /URI <FEFF006a006100760061007300630072006900700074003A0031> >>'), 'unsafe-link'],
    ['a link with a sign by its number', annotation('/Subtype /Link /A << /S /URI /URI (javascript%3aalert) >>'), 'unsafe-link'],
    ['a link that stands elsewhere', { ...annotation('/Subtype /Link /A << /S /URI /URI 7 0 R >>'), more: ['(data:text/html,x)'] }, 'unsafe-link'],
    ['a link that a second one hides', annotation('/Subtype /Link /A << /S /URI /URI (javascript:1) /URI (https://a.example) >>'), 'unsafe-link'],
    ['a password', { trailer: '/Encrypt 7 0 R', more: ['<< /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -4 >>'] }, 'encrypted'],
    ['a certificate', { trailer: '/Encrypt 7 0 R', more: ['<< /Filter /Adobe.PubSec /V 4 /CF << /DefaultCryptFilter << /CFM /AESV2 >> >> >>'] }, 'encrypted'],
    ['a bomb', { more: [{ dictionary: '/Filter /FlateDecode', stream: deflateSync(Buffer.alloc(51_000_000)) }] }, 'unpacks-too-large'],
    ['a bomb in a bomb', { more: [{ dictionary: '/Filter [/Fl /Fl]', stream: deflateSync(deflateSync(Buffer.alloc(51_000_000))) }] }, 'unpacks-too-large'],
    [
      'a bomb in hexadecimal, how it is packed said elsewhere',
      { more: [{ dictionary: '/Filter 8 0 R', stream: deflateSync(Buffer.alloc(51_000_000)).toString('hex') }, '[/AHx /Fl]'] },
      'unpacks-too-large',
    ],
  ])('%s', async (_, parts, expected) => {
    expect(await outcome(parts)).toBe(expected);
  });

  it('is found in an earlier version, too', async () => {
    const first = madePdf({ more: ['<< /S /JavaScript /JS (1) >>'] });
    const prev = /startxref\n(\d+)/.exec(first.toString('latin1'))![1];
    expect(codesOf(await judged(withTable(first, ['<< /S /GoTo /D [3 0 R /Fit] >>'], `/Root 1 0 R /Prev ${prev}`, 7)))).toBe('script');
  });
});

it('is found where the last part of the file stands right behind an object', async () => {
  const parts: Parts = { trailer: '/Encrypt 7 0 R', more: ['<< /Filter /Standard /V 1 /R 2 /O (a) /U (b) /P -4 >>'] };
  const text = madePdf(parts)
    .toString('latin1')
    .replace('\ntrailer', ' trailer')
    .replace(/ (trailer)/, '$1 ');
  expect(codesOf(await judged(Buffer.from(text, 'latin1')))).toBe('encrypted');
});

describe('what a letter may', () => {
  it.each<[string, Parts]>([
    ['nothing besides', {}],
    ['open at a page', action('/S /GoTo /D [3 0 R /Fit]')],
    ['be leafed through', annotation('/Subtype /Link /A << /S /Named /N /NextPage >>')],
    ['link to the web', annotation('/Subtype /Link /A << /S /URI /URI (https://www.example.org/a?b=c#d) >>')],
    ['link to a mail', annotation('/Subtype /Link /A << /S /URI /URI (mailto:service@example.org) >>')],
    ['link to the web in UTF-16', annotation('/Subtype /Link /A << /S /URI /URI <FEFF00680074007400700073003A002F002F0061002E00640065> >>')],
    ['have fields', { catalog: '/AcroForm << /Fields [7 0 R] >>', more: ['<< /FT /Tx /T (a) /V (b) >>'] }],
    ['speak of JavaScript', { content: 'BT /F1 11 Tf 72 680 Td (/JavaScript /Launch) Tj ET', trailer: '/Info << /Title (/S /JavaScript /JS) >>' }],
    ['have a font of that name', { page: '/Resources << /Font << /JS 5 0 R >> >>' }],
    ['have an empty list of files', { catalog: '/Names << /EmbeddedFiles << /Names [] >> >>' }],
  ])('%s', async (_, parts) => {
    expect(await outcome(parts)).toBe('ACCEPT');
  });
});

describe('an electronic invoice', () => {
  const xml = '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>';
  const carrying = (name: string, content: string, more: Parts['more'] = []): Parts => ({
    catalog: '/AF [7 0 R]',
    more: [
      `<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F 8 0 R /UF 8 0 R >> >>`,
      { dictionary: '/Type /EmbeddedFile /Filter /FlateDecode', stream: deflateSync(content) },
      ...more,
    ],
  });

  /** The whole document once more behind itself, with this object. */
  function savedAgain(object: Made, number: number): Buffer {
    const first = madePdf(carrying('factur-x.xml', xml));
    return withTable(first, [object], `/Root 1 0 R /Prev ${/startxref\n(\d+)/.exec(first.toString('latin1'))![1]}`, number);
  }

  it.each(['factur-x.xml', 'zugferd-invoice.xml', 'ZUGFeRD-invoice.xml', 'xrechnung.xml'])('under a name of the standards: %s', async (name) => {
    const verdict = await judged(madePdf(carrying(name, xml)));
    expect(verdict).toMatchObject({ verdict: 'accepted', facts: { eInvoice: true } });
  });

  it.each<[string, Buffer]>([
    ['in Latin-1', madePdf(carrying('factur-x.xml', `<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`))],
    ['in UTF-8, which it says', madePdf(carrying('factur-x.xml', `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`))],
    ['saved again as a later version', savedAgain({ dictionary: '/Type /EmbeddedFile', stream: xml }, 8)],
    ['saved again as another object', savedAgain({ dictionary: '/Type /EmbeddedFile', stream: xml }, 9)],
  ])('may be %s', async (_, bytes) => expect(await judged(bytes)).toMatchObject({ verdict: 'accepted', facts: { eInvoice: true } }));

  it('is one: not with another behind it', async () => {
    const other = xml.replace('/>', '><a/></rsm:CrossIndustryInvoice>');
    expect(codesOf(await judged(savedAgain({ dictionary: '/Type /EmbeddedFile', stream: other }, 9)))).toBe('embedded-file');
    expect(codesOf(await judged(savedAgain({ dictionary: '/Type /EmbeddedFile', stream: 'MZ' }, 8)))).toBe('embedded-file');
  });

  it.each<[string, Parts]>([
    ['in other letters than it says', carrying('factur-x.xml', `\ufeff<?xml version="1.0" encoding="ISO-8859-1"?>${xml}`)],
    ['under another name', carrying('rechnung.xml', xml)],
    ['that is none', carrying('factur-x.xml', '<html/>')],
    ['that nobody can read', carrying('factur-x.xml', '<CrossIndustryInvoice>')],
    ['with entities', carrying('factur-x.xml', '<!DOCTYPE a [<!ENTITY b "c">]><CrossIndustryInvoice/>')],
    ['too large', carrying('factur-x.xml', `<CrossIndustryInvoice>${' '.repeat(1_000_000)}</CrossIndustryInvoice>`)],
    ['and another file', carrying('factur-x.xml', xml, ['<< /Type /Filespec /F (factur-x.xml) /EF << /F 10 0 R >> >>', { dictionary: '', stream: 'MZ' }])],
    ['and a file that no name leads to', carrying('factur-x.xml', xml, [{ dictionary: '/Type /EmbeddedFile', stream: 'MZ' }])],
  ])('is an embedded file %s', async (_, parts) => {
    expect(await outcome(parts)).toBe('embedded-file');
  });
});
