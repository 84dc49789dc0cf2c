import { createHash, createHmac } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Marker } from '../../../proof/markers.ts';
import { searchFor } from '../../../proof/search.ts';
import { canary, neighbour } from './personas.ts';

const ids: Marker[] = [
  { name: 'customerId', value: 'cus_01M81AEGCQ7DAM36VXTCQFHVQ0', form: 'id' },
  { name: 'sub', value: '4a8b3719-5de3-4f19-a2e7-1a27b76ed14e', form: 'id' },
];
const markers = [...canary, ...ids];
const key = 'live-key';
const mac = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
const search = searchFor(markers, ({ value }) => [mac(value), mac(`insurance-number:v1:${value}`)]);
const names = (bytes: Buffer): string[] => search(bytes).map(({ marker }) => marker);

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const escaped = (text: string): string => text.replace(/[^ -~]|["\\]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const everyByte = (text: string): string =>
  Buffer.from(text)
    .toString('hex')
    .replace(/../g, (byte) => `%${byte}`);
const quotedPrintable = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^ -<>-~]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const entities = (text: string): string => [...text].map((letter) => (/[ -%'-;=?-~]/.test(letter) ? letter : `&#${letter.codePointAt(0)};`)).join('');
const hash = (algorithm: string, text: string): Buffer => createHash(algorithm).update(text).digest();
const grouped = (text: string, size: number): string => text.replace(new RegExp(`(.{${size}})(?=.)`, 'g'), '$1 ');

/** Ways to write a text, and what they leave of it: by name, what is found again must be found whatever stands around it. */
const ways: Readonly<Record<string, (text: string) => Buffer>> = {
  'as it is': Buffer.from,
  small: (text) => Buffer.from(text.toLowerCase()),
  'in capitals': (text) => Buffer.from(text.toUpperCase()),
  composed: (text) => Buffer.from(text.normalize('NFC')),
  decomposed: (text) => Buffer.from(text.normalize('NFD')),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': utf16be,
  'UTF-16LE in capitals': (text) => Buffer.from(text.toUpperCase(), 'utf16le'),
  JSON: (text) => Buffer.from(JSON.stringify(text)),
  'JSON in JSON': (text) => Buffer.from(JSON.stringify(JSON.stringify({ text }))),
  'JSON in ASCII': (text) => Buffer.from(escaped(text)),
  'JSON in ASCII with capital digits': (text) => Buffer.from(escaped(text).replace(/\\u[0-9a-f]{4}/g, (escape) => `\\u${escape.slice(2).toUpperCase()}`)),
  base64: (text) => Buffer.from(Buffer.from(text).toString('base64')),
  'base64 behind one byte': (text) => Buffer.from(Buffer.from(`x${text}`).toString('base64')),
  'base64 behind two bytes': (text) => Buffer.from(Buffer.from(`xy${text}`).toString('base64')),
  base64url: (text) => Buffer.from(Buffer.from(text).toString('base64url')),
  'base64 twice': (text) => Buffer.from(Buffer.from(Buffer.from(text).toString('base64')).toString('base64')),
  'base64 in lines': (text) =>
    Buffer.from(grouped(Buffer.from(`Content-Type: text/plain\r\n\r\n${text}${' '.repeat(60)}`).toString('base64'), 76).replaceAll(' ', '\r\n')),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  'URL encoded': (text) => Buffer.from(encodeURIComponent(text)),
  'URL encoded as a form': (text) => Buffer.from(new URLSearchParams({ q: text }).toString()),
  'URL encoded, every byte': (text) => Buffer.from(everyByte(text)),
  'quoted-printable': (text) => Buffer.from(quotedPrintable(text)),
  HTML: (text) => Buffer.from(entities(text)),
  gzip: (text) => gzipSync(Buffer.from(text)),
  zlib: (text) => deflateSync(Buffer.from(text)),
  'gzip in base64 in JSON': (text) => Buffer.from(JSON.stringify({ data: gzipSync(Buffer.from(text)).toString('base64') })),
  'JSON in gzip in base64': (text) => Buffer.from(gzipSync(Buffer.from(escaped(text))).toString('base64')),
  ...Object.fromEntries(
    ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
      (['hex', 'base64', 'base64url'] as const).map((way) => [`${algorithm} in ${way}`, (text: string) => Buffer.from(hash(algorithm, text).toString(way))]),
    ),
  ),
  'sha256 as bytes': (text) => hash('sha256', text),
  'sha256 of it in small letters': (text) => Buffer.from(hash('sha256', text.toLowerCase()).toString('hex')),
  'sha256 of it composed': (text) => Buffer.from(hash('sha256', text.normalize('NFC')).toString('hex')),
  'the live key’s code': (text) => Buffer.from(mac(text).toString('base64url')),
  'the live key’s code in hex': (text) => Buffer.from(mac(text).toString('hex')),
  'the live key’s code of a lookup': (text) => Buffer.from(`lku#${mac(`insurance-number:v1:${text}`).toString('base64url')}`),
};

const around = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));

describe('a marker among other bytes is found', () => {
  it.each(Object.entries(ways))('%s', (_, write) => {
    fc.assert(
      fc.property(fc.constantFrom(...markers), around, around, ({ name, value }, before, after) => {
        expect(names(Buffer.concat([before, write(value), after]))).toContain(name);
      }),
      { numRuns: 60 },
    );
  });

  it('torn off its sentence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...canary.filter(({ word }) => word)),
        fc.constantFrom('as it is', 'UTF-16LE', 'base64', 'gzip', 'URL encoded'),
        around,
        ({ name, word }, way, before) => {
          expect(names(Buffer.concat([before, ways[way]!(word!), before]))).toContain(name);
        },
      ),
    );
  });

  it('in Latin-1', () => {
    const value = canary.find(({ name }) => name === 'familyName')!.value;
    expect(names(latin1(`x${value}y`))).toEqual(['familyName']);
  });
});

describe('numbers are found as people write them', () => {
  const valueOf = (name: string): string => canary.find((marker) => marker.name === name)!.value;

  it.each([
    ['iban', grouped(valueOf('iban'), 4)],
    ['iban', valueOf('iban').replace(/(.{4})(?=.)/g, '$1\u00a0')],
    ['iban', valueOf('iban').toLowerCase()],
    [
      'iban',
      createHash('sha256')
        .update(grouped(valueOf('iban'), 4))
        .digest('hex'),
    ],
    ['phone', '+49 171 3920042'],
    ['phone', '+49 (0) 171 39 200 42'],
    ['phone', '0049-171-3920042'],
    ['phone', '0171/3920042'],
    ['phone', 'tel:+49-171-392-00-42'],
    ['phone', createHash('sha256').update('01713920042').digest('base64')],
    ['insuranceNumber', valueOf('insuranceNumber').replaceAll('-', '')],
    ['insuranceNumber', valueOf('insuranceNumber').replaceAll('-', ' ').toLowerCase()],
    ['street', valueOf('street').replace('straße', 'STRASSE').toUpperCase()],
    ['email', valueOf('email').toLowerCase()],
  ])('%s: %s', (name, text) => {
    expect(names(Buffer.from(`Bitte: ${text}, danke`))).toContain(name);
  });
});

describe('nothing else is found', () => {
  it('of the neighbour, in whatever way it is written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...neighbour), fc.constantFrom(...Object.values(ways)), around, ({ value }, write, before) => {
        expect(names(Buffer.concat([before, write(value)]))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('in random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1000, maxLength: 5000 }), (bytes) => expect(names(Buffer.from(bytes))).toEqual([])));
  });
});

describe('an IP address', () => {
  const find = searchFor([{ name: 'sourceIp', value: '203.0.113.7', form: 'ip-address' }]);

  it('is found as it is and hashed, and not in every number', () => {
    expect(find(Buffer.from('from 203.0.113.7, port 443'))).toHaveLength(1);
    expect(find(Buffer.from(hash('sha256', '203.0.113.7').toString('hex')))).toHaveLength(1);
    expect(find(Buffer.from('2030-11-37 and 20301137'))).toEqual([]);
  });
});

describe('what is told of a finding', () => {
  it('is marker, form and place, and never what stands there', () => {
    const { value } = canary.find(({ name }) => name === 'familyName')!;
    const [hit] = search(Buffer.from(`ab ${Buffer.from(`xyz${value}`).toString('base64')}`));
    expect(hit).toEqual({ marker: 'familyName', form: 'base64', at: 7 });
    expect(JSON.stringify(search(gzipSync(Buffer.from(value))))).not.toContain(value);
  });

  it('is one finding for each marker, however often it is there', () => {
    const { value } = canary[0]!;
    expect(search(Buffer.from(`${value} ${value} ${Buffer.from(value).toString('base64')}`))).toHaveLength(1);
  });
});

describe('a search stays quick', () => {
  it('does not unpack the same thing without end', () => {
    const nested = [1, 2, 3, 4, 5].reduce((inner) => gzipSync(inner), Buffer.from(canary[0]!.value));
    expect(search(nested)).toEqual([]);
  });
});
