import { PDFArray, PDFDict, PDFNumber, PDFRef, type PDFObject } from '@cantoo/pdf-lib';
import { NotKept } from '../../documents/check/not-kept.ts';
import { gateLimits } from './limits.ts';
import type { PdfObjects } from './objects.ts';
import type { Findings, PageSize } from './verdict.ts';

/** A page as it is seen: its size in millimetres, turned as it is shown. */
export interface Page {
  readonly dict: PDFDict;
  readonly ref?: PDFRef;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** What pages take from the nodes above them (ISO 32000-1, 7.7.3.4). */
interface Inherited {
  readonly MediaBox?: PDFObject;
  readonly CropBox?: PDFObject;
  readonly Rotate?: PDFObject;
}

const mmOfPoint = 25.4 / 72;

/** More nodes than so many pages need. */
const mostNodes = 20_000;

/**
 * The pages in their order, and what is wrong with them. Their tree is walked as it stands; one that leads back to itself, or too deep, no program reads.
 * @throws NotKept `unreadable`
 */
export function pagesOf(objects: PdfObjects, findings: Findings): Page[] {
  const root = objects.entry(objects.catalog, 'Pages');
  if (!(root instanceof PDFDict)) throw new NotKept('unreadable');
  const pages: Page[] = [];
  const nodes = new Set<PDFDict>();
  const visit = (node: PDFObject, depth: number, above: Inherited): void => {
    const dict = objects.follow(node);
    if (!(dict instanceof PDFDict) || depth > gateLimits.pageDepth || pages.length > mostNodes) throw new NotKept('unreadable');
    const inherited = inheritedBy(dict, above, objects);
    if (isPage(dict, objects)) return void pages.push(pageOf(dict, node, inherited, objects));
    // Twice the same node is a circle, or pages that come again and again.
    if (nodes.has(dict)) throw new NotKept('unreadable');
    nodes.add(dict);
    for (const kid of objects.listOf(dict, 'Kids')) visit(kid, depth + 1, inherited);
  };
  visit(root, 0, {});
  judge(pages, objects.numberOf(root, 'Count'), findings);
  return pages;
}

const isPage = (dict: PDFDict, objects: PdfObjects): boolean => objects.entry(dict, 'Kids') === undefined && objects.nameOf(dict, 'Type') !== 'Pages';

function inheritedBy(dict: PDFDict, above: Inherited, objects: PdfObjects): Inherited {
  const own = (key: keyof Inherited): PDFObject | undefined => objects.entry(dict, key) ?? above[key];
  return { MediaBox: own('MediaBox'), CropBox: own('CropBox'), Rotate: own('Rotate') };
}

function pageOf(dict: PDFDict, node: PDFObject, { MediaBox, CropBox, Rotate }: Inherited, objects: PdfObjects): Page {
  const media = boxOf(MediaBox, objects);
  const box = media && (overlap(media, boxOf(CropBox, objects)) ?? media);
  const unit = (objects.numberOf(dict, 'UserUnit') ?? 1) * mmOfPoint;
  const [width, height] = box ? [(box[2] - box[0]) * unit, (box[3] - box[1]) * unit] : [0, 0];
  const turned = Rotate instanceof PDFNumber && Math.abs(Rotate.asNumber() % 180) === 90;
  return { dict, ...(node instanceof PDFRef && { ref: node }), widthMm: turned ? height : width, heightMm: turned ? width : height };
}

type Box = readonly [left: number, bottom: number, right: number, top: number];

/** Any two opposite corners may be said (7.9.5). */
function boxOf(object: PDFObject | undefined, objects: PdfObjects): Box | undefined {
  if (!(object instanceof PDFArray)) return undefined;
  const [a, b, c, d] = object.asArray().map((side) => {
    const number = objects.follow(side);
    return number instanceof PDFNumber ? number.asNumber() : NaN;
  });
  if (a === undefined || b === undefined || c === undefined || d === undefined || [a, b, c, d].some((side) => !Number.isFinite(side))) return undefined;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

function overlap(media: Box, crop: Box | undefined): Box | undefined {
  if (!crop) return undefined;
  const box: Box = [Math.max(media[0], crop[0]), Math.max(media[1], crop[1]), Math.min(media[2], crop[2]), Math.min(media[3], crop[3])];
  return box[0] < box[2] && box[1] < box[3] ? box : undefined;
}

function judge(pages: readonly Page[], said: number | undefined, findings: Findings): void {
  if (pages.length === 0) return findings.refuse('no-pages');
  if (said !== pages.length) findings.refuse('page-count-lies');
  if (pages.length > gateLimits.pages) findings.refuse('too-many-pages');
  for (const [index, { widthMm, heightMm }] of pages.entries()) {
    const sides = [widthMm, heightMm].sort((a, b) => a - b) as [number, number];
    if (!(sides[0] >= gateLimits.leastSideMm && sides[1] <= gateLimits.mostSideMm)) findings.refuse('page-size', index + 1);
    else if (!isA4(sides)) findings.warn('not-a4', index + 1);
  }
}

/** In either direction; programs round to points. */
const isA4 = ([shorter, longer]: readonly [number, number]): boolean => Math.abs(shorter - 210) <= 2 && Math.abs(longer - 297) <= 2;

/** How many pages there are of each size. */
export function sizesOf(pages: readonly Page[]): PageSize[] {
  const sizes = new Map<string, PageSize>();
  for (const page of pages) {
    const [widthMm, heightMm] = [Math.round(page.widthMm), Math.round(page.heightMm)];
    const key = `${widthMm} ${heightMm}`;
    sizes.set(key, { widthMm, heightMm, pages: (sizes.get(key)?.pages ?? 0) + 1 });
  }
  return [...sizes.values()];
}

/** So many objects of one page are asked for where they belong; what is further away belongs to none. */
const mostOfPage = 5_000;

/** What leads away from a page. */
const elsewhere: ReadonlySet<string> = new Set(['Parent', 'P', 'Dest', 'D', 'IRT', 'StructParents', 'Resources', 'Contents', 'B', 'V', 'N']);

/** On which page each object is, counted from 1: the page itself, what is pinned to it, and what those do. */
export function pageNumbers(pages: readonly Page[], objects: PdfObjects): ReadonlyMap<PDFRef, number> {
  const numbers = new Map<PDFRef, number>();
  for (const [index, { dict, ref }] of pages.entries()) {
    if (ref && !numbers.has(ref)) numbers.set(ref, index + 1);
    const open: PDFObject[] = [dict];
    for (let seen = 0; open.length > 0 && seen < mostOfPage; seen++) {
      const at = open.pop()!;
      if (at instanceof PDFRef) {
        if (numbers.has(at)) continue;
        numbers.set(at, index + 1);
      }
      const object = objects.follow(at);
      if (object instanceof PDFArray) open.push(...object.asArray());
      if (object instanceof PDFDict) open.push(...object.entries().flatMap(([key, value]) => (elsewhere.has(key.decodeText()) ? [] : [value])));
    }
  }
  return numbers;
}
