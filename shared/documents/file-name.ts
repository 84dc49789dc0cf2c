import { documentTypes, type DocumentType } from './document-types.ts';

/** What no system takes in the name of a file, or reads as a path: slashes of both sorts, a colon, what shells and Windows keep for themselves. */
const noFileName = /[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}]/gu;

/** So many bytes of a name go into the header, written as it has to be: S3 takes 2 KB of all that a file is stored with. */
const mostEncoded = 900;

/** Signs that are one may be many in ASCII. The end counts: it has the ending. */
const mostPlain = 200;

/**
 * The name under which a file is saved: as its sender called it, without what is no part of a name, and with an ending that fits its type.
 * A file that was sent as text is never saved as a program.
 */
export function savedName(fileName: string, type: DocumentType): string {
  const cleaned = fileName
    .normalize('NFC')
    .replace(noFileName, '_')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  const endings: readonly string[] = documentTypes[type];
  const dot = cleaned.lastIndexOf('.');
  const fits = dot > 0 && endings.includes(cleaned.slice(dot + 1).toLowerCase());
  const [stem, ending] = fits ? [cleaned.slice(0, dot), cleaned.slice(dot + 1)] : [cleaned, endings[0]!];
  return `${shortened(stem || 'dokument', mostEncoded - ending.length - 1)}.${ending}`;
}

/** As many whole signs as fit, however they are written. */
function shortened(stem: string, most: number): string {
  let length = 0;
  let kept = '';
  for (const sign of stem) {
    length += encoded(sign).length;
    if (length > most) break;
    kept += sign;
  }
  return kept;
}

/** RFC 8187: everything but what it lets stand for itself, in UTF-8 and per cent. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The header by which a browser saves a file under its name (RFC 6266): for those that know ASCII only, and in full for all others.
 * It holds nothing but ASCII, and no sign by which another header could begin.
 */
export function savedAs(fileName: string, type: DocumentType): string {
  const name = savedName(fileName, type);
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(noFileName, '_')
    .replace(/["\\%]/g, '_')
    .slice(-mostPlain);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
}
