import { PDFArray, PDFName, type PDFDict, type PDFObject, type PDFRawStream } from '@cantoo/pdf-lib';
import type { Budget } from '../../documents/check/budget.ts';
import { filters, withoutPredictor } from './filters.ts';
import { gateLimits } from './limits.ts';

/** What leads from a reference to what is meant. */
interface Objects {
  readonly follow: (object: PDFObject | undefined) => PDFObject | undefined;
  readonly numberOf: (of: PDFObject | undefined, key: string) => number | undefined;
}

/** So many ways of packing over one another; one or two are used. */
const mostFilters = 8;

/**
 * What a stream holds, all ways undone that it is packed by; pictures up to the way that only pictures have.
 * `wanted`: whether what it holds is wanted, or only whether it is too much.
 * @returns `undefined` for what is damaged, or packed in a way that nobody knows
 * @throws NotKept `unpacks-too-large`, `too-complex`
 */
export function unpack(stream: PDFRawStream, objects: Objects, budget: Budget, wanted: 'content' | 'size'): Uint8Array | undefined {
  budget.part();
  const names = list(stream.dict, ['Filter', 'F'], objects);
  const parameters = list(stream.dict, ['DecodeParms', 'DP'], objects);
  if (names.length > mostFilters) return undefined;
  let content: Uint8Array | undefined = stream.contents;
  for (const [index, name] of names.entries()) {
    const filter = name instanceof PDFName && Object.hasOwn(filters, name.decodeText()) ? filters[name.decodeText()] : undefined;
    if (!filter || !content) return undefined;
    const early = objects.numberOf(parameters[index], 'EarlyChange') ?? 1;
    if (early !== 0 && early !== 1) return undefined;
    content = filter(content, gateLimits.streamBytes, budget, early);
    const predictor = objects.numberOf(parameters[index], 'Predictor') ?? 1;
    if (wanted === 'size' && index === names.length - 1) return content;
    if (content && predictor >= 10) content = unpredicted(content, parameters[index], objects);
    else if (predictor !== 1) return undefined;
  }
  return content;
}

function unpredicted(content: Uint8Array, parameters: PDFObject | undefined, objects: Objects): Uint8Array | undefined {
  const said = (key: string, otherwise: number): number => objects.numberOf(parameters, key) ?? otherwise;
  return withoutPredictor(content, said('Columns', 1), said('Colors', 1) * said('BitsPerComponent', 8));
}

/** One, several or none, under the first of these keys that there is. */
function list(dict: PDFDict, keys: readonly string[], objects: Objects): (PDFObject | undefined)[] {
  const said = keys.map((key) => objects.follow(dict.get(PDFName.of(key)))).find((entry) => entry !== undefined);
  if (said instanceof PDFArray) return said.asArray().map((one) => objects.follow(one));
  return said === undefined ? [] : [said];
}
