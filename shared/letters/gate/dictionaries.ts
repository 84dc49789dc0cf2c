import { PDFArray, PDFDict, PDFRawStream, type PDFObject } from '@cantoo/pdf-lib';

/** A dictionary, and whether it is that of a stream. */
export interface FoundDictionary {
  readonly dict: PDFDict;
  readonly ofStream: boolean;
}

/** All dictionaries of one object, however deep; what it refers to is an object of its own. */
export function dictionariesIn(object: PDFObject): FoundDictionary[] {
  const found: FoundDictionary[] = [];
  const open: PDFObject[] = [object];
  while (open.length > 0) {
    const at = open.pop();
    if (at instanceof PDFArray) for (const value of at.asArray()) open.push(value);
    if (!(at instanceof PDFDict || at instanceof PDFRawStream)) continue;
    const dict = at instanceof PDFDict ? at : at.dict;
    found.push({ dict, ofStream: at instanceof PDFRawStream });
    for (const value of dict.values()) open.push(value);
  }
  return found;
}
