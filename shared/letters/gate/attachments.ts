import { PDFDict, PDFHexString, PDFRawStream, PDFString, type PDFObject } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { readXml } from '../../documents/check/xml.ts';
import { dictionariesIn } from './dictionaries.ts';
import { gateLimits } from './limits.ts';
import type { PdfObjects } from './objects.ts';
import { unpack } from './unpack.ts';

/** What files a PDF carries: none, exactly one electronic invoice, or others. */
export type Attachments = 'none' | 'e-invoice' | 'other';

/** As the standards name the XML in the PDF: ZUGFeRD 1 and 2, Factur-X (and ZUGFeRD since 2.1), and the profile XRechnung. */
const invoiceNames: ReadonlySet<string> = new Set(['zugferd-invoice.xml', 'factur-x.xml', 'xrechnung.xml']);

/** What such an XML is, by its outermost element: the invoice of UN/CEFACT, of ZUGFeRD 1, and of UBL. */
const invoiceElements: ReadonlySet<string> = new Set(['CrossIndustryInvoice', 'CrossIndustryDocument', 'Invoice', 'CreditNote']);

/** Looks for files in the whole document, whether it shows them anywhere or not. */
export function attachmentsOf(objects: PdfObjects, budget: Budget): Attachments {
  const files = new Set<PDFObject | undefined>();
  const names: string[] = [];
  for (const { dict } of objects.all.flatMap(({ object }) => dictionariesIn(object))) {
    if (objects.nameOf(dict, 'Type') === 'EmbeddedFile') files.add(dict);
    if (objects.entry(dict, 'RF') !== undefined) return 'other';
    const carried = objects.entry(dict, 'EF');
    if (carried === undefined) continue;
    if (!(carried instanceof PDFDict) || carried.values().length === 0) return 'other';
    for (const file of carried.values()) {
      const stream = objects.follow(file);
      if (!(stream instanceof PDFRawStream)) return 'other';
      files.add(stream.dict);
    }
    const said = ['F', 'UF', 'Unix', 'DOS', 'Mac'].map((key) => objects.entry(dict, key)).filter((name) => name !== undefined);
    if (said.length === 0) return 'other';
    names.push(...said.map((name) => (name instanceof PDFString || name instanceof PDFHexString ? name.decodeText() : '')));
  }
  if (files.size === 0) return 'none';
  if (files.size > 1 || names.length === 0 || !names.every((name) => invoiceNames.has(name.toLowerCase()))) return 'other';
  const stream = objects.all.find(({ object }) => object instanceof PDFRawStream && files.has(object.dict))?.object as PDFRawStream;
  return isInvoice(stream, objects, budget) ? 'e-invoice' : 'other';
}

function isInvoice(stream: PDFRawStream, objects: PdfObjects, budget: Budget): boolean {
  const content = unpack(stream, objects, budget, 'content');
  if (!content || content.length > gateLimits.invoiceBytes) return false;
  let outermost: string | undefined;
  try {
    readXml(content, budget, { opens: ({ name }) => void (outermost ??= name) });
  } catch {
    return false;
  }
  return outermost !== undefined && invoiceElements.has(outermost);
}
