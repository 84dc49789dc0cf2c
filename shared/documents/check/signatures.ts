import { has } from './bytes.ts';

/** How files of a sort begin. */
export const signatures = {
  jpeg: '\xff\xd8\xff',
  png: '\x89PNG\r\n\x1a\n',
  pdf: '%PDF-',
  zip: 'PK\x03\x04',
  gif: 'GIF8',
  rtf: '{\\rtf',
  ole: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
} as const;

export const begins = (bytes: Uint8Array, sort: keyof typeof signatures): boolean => has(bytes, signatures[sort]);

/** A HEIC, or another of its family: its first box says so. */
export const isOfBoxes = (bytes: Uint8Array): boolean => has(bytes, 'ftyp', 4);
