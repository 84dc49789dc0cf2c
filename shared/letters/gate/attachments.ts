import { PDFArray, PDFDict, PDFHexString, PDFName, PDFRawStream, PDFString, type PDFObject } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { buffer, latin1 } from '../../documents/check/bytes.ts';
import { readXml } from '../../documents/check/xml.ts';
import { gateLimits } from './limits.ts';
import { keyOf } from './names.ts';
import type { PdfObjects } from './objects.ts';
import { unpack } from './unpack.ts';

/** What files a PDF carries: none, exactly one electronic invoice, or others. */
export type Attachments = 'none' | 'e-invoice' | 'other';

/** As the standards name the XML in the PDF: ZUGFeRD 1 and 2, Factur-X (and ZUGFeRD since 2.1), and the profile XRechnung. */
const invoiceNames: ReadonlySet<string> = new Set(['zugferd-invoice.xml', 'factur-x.xml', 'xrechnung.xml']);

/** What such an XML is, by its outermost element: the invoice of UN/CEFACT, of ZUGFeRD 1, and of UBL. */
const invoiceElements: ReadonlySet<string> = new Set(['CrossIndustryInvoice', 'CrossIndustryDocument', 'Invoice', 'CreditNote']);

/** A file that was found, and the references that lead to it, as text; none for one that no name leads to. */
type Files = Map<PDFRawStream, Set<string>>;

/** Looks for files in the whole document, in each of its versions, whether it shows them anywhere or not. */
export function attachmentsOf(objects: PdfObjects, budget: Budget): Attachments {
  const files: Files = new Map();
  for (const { object, dictionaries } of objects.all) {
    if (object instanceof PDFRawStream && objects.everyOf(object.dict, 'Type').includes(keyOf('EmbeddedFile'))) add(files, object);
    for (const { dict } of dictionaries) if (!isTakenIn(dict, files, objects)) return 'other';
  }
  if (files.size === 0) return 'none';
  const contents: Buffer[] = [];
  for (const stream of files.keys()) {
    const content = unpack(stream, objects, budget, 'content');
    if (!content || !isInvoice(content, budget)) return 'other';
    contents.push(buffer(content));
  }
  // One that was saved again is there twice: as a later version of the same object, or as the same bytes.
  const isOne = contents.every((content) => content.equals(contents[0]!)) || new Set([...files.values()].map((refs) => [...refs].join())).size === 1;
  return isOne && [...files.values()].some((refs) => refs.size > 0) ? 'e-invoice' : 'other';
}

function add(files: Files, stream: PDFRawStream, ref?: PDFObject): void {
  const refs = files.get(stream) ?? new Set();
  files.set(stream, refs);
  if (ref) refs.add(String(ref));
}

/** Notes what files a dictionary names. False: others than a letter may have. */
function isTakenIn(dict: PDFDict, files: Files, objects: PdfObjects): boolean {
  if (objects.says(dict, 'RF')) return false;
  if (!objects.says(dict, 'EF')) return true;
  const carried = objects.everyOf(dict, 'EF');
  // Rights of use name what may be done with files (12.8.2.3): a list of names, and no file.
  if (carried.length > 0 && carried.every((one) => one instanceof PDFArray && one.asArray().every((name) => name instanceof PDFName))) return true;
  const lists = carried.filter((one) => one instanceof PDFDict);
  if (lists.length === 0 || lists.some((list) => list.values().length === 0)) return false;
  for (const list of lists) {
    for (const file of list.values()) {
      const streams = objects.versions(file).filter((one) => one instanceof PDFRawStream);
      if (streams.length === 0) return false;
      for (const stream of streams) add(files, stream, file);
    }
  }
  const names = ['F', 'UF', 'Unix', 'DOS', 'Mac'].flatMap((key) => objects.everyOf(dict, key));
  return (
    names.length > 0 && names.every((name) => (name instanceof PDFString || name instanceof PDFHexString) && invoiceNames.has(name.decodeText().toLowerCase()))
  );
}

function isInvoice(content: Uint8Array, budget: Budget): boolean {
  if (content.length > gateLimits.invoiceBytes) return false;
  let outermost: string | undefined;
  try {
    readXml(inUtf8(content), budget, { opens: ({ name }) => void (outermost ??= name) });
  } catch {
    return false;
  }
  return outermost !== undefined && invoiceElements.has(outermost);
}

/** Other than XML must be able to, invoices are also written as Latin-1: what says so at its beginning is read so. */
function inUtf8(content: Uint8Array): Uint8Array {
  const declared = /^(<\?xml\s[^>]{0,80}?encoding\s*=\s*["'])(?:iso-8859-1|iso-8859-15|windows-1252)(?=["'])/i;
  const beginning = latin1(content.subarray(0, 200));
  return declared.test(beginning) ? Buffer.from(latin1(content).replace(declared, '$1UTF-8'), 'utf8') : content;
}
