import { PDFBool, type PDFDict, PDFHexString, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { buffer } from '../../documents/check/bytes.ts';
import type { PdfObjects } from './objects.ts';
import { unpack } from './unpack.ts';

/** What is good to know of a document, and no reason to refuse it. */
export interface Quality {
  readonly tagged: boolean;
  readonly titled: boolean;
  readonly signed: boolean;
  readonly fontsEmbedded: boolean;
}

export function qualityOf(objects: PdfObjects, budget: Budget): Quality {
  const dictionaries = objects.all.flatMap((found) => found.dictionaries.map(({ dict }) => dict));
  return {
    tagged: isTagged(objects),
    titled: isTitled(objects, budget),
    signed: dictionaries.some((dict) => isSignature(dict, objects)),
    fontsEmbedded: !dictionaries.some((dict) => isForeignFont(dict, objects)),
  };
}

/** ISO 32000-1, 14.7 and 14.8.1. */
function isTagged(objects: PdfObjects): boolean {
  const { catalog } = objects;
  return objects.entry(objects.entry(catalog, 'MarkInfo'), 'Marked') === PDFBool.True && objects.entry(catalog, 'StructTreeRoot') !== undefined;
}

/** By either of the two places where a title stands (14.3). */
function isTitled(objects: PdfObjects, budget: Budget): boolean {
  const said = objects.trailers.map((trailer) => objects.entry(objects.entry(trailer, 'Info'), 'Title'));
  if (said.some((title) => (title instanceof PDFString || title instanceof PDFHexString) && title.decodeText().trim() !== '')) return true;
  const metadata = objects.entry(objects.catalog, 'Metadata');
  const xmp = metadata instanceof PDFRawStream ? unpack(metadata, objects, budget, 'content') : undefined;
  return xmp !== undefined && /<dc:title>[\s\S]{0,400}?<rdf:li[^>]{0,100}>\s*[^<\s]/.test(buffer(xmp).toString('utf8'));
}

/** A signature, or a field that has one (12.8). */
const isSignature = (dict: PDFDict, objects: PdfObjects): boolean =>
  (objects.entry(dict, 'ByteRange') !== undefined && objects.entry(dict, 'Contents') !== undefined) ||
  (objects.nameOf(dict, 'FT') === 'Sig' && objects.entry(dict, 'V') !== undefined);

/** Those whose glyphs are drawn by the document itself have no file; composite ones have it in the font that they are composed of. */
function isForeignFont(dict: PDFDict, objects: PdfObjects): boolean {
  const sort = objects.nameOf(dict, 'Subtype');
  if (objects.nameOf(dict, 'Type') !== 'Font' || sort === 'Type3' || sort === 'Type0') return false;
  const descriptor = objects.entry(dict, 'FontDescriptor');
  return !['FontFile', 'FontFile2', 'FontFile3'].some((key) => objects.entry(descriptor, key) !== undefined);
}
