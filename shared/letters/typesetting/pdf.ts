import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { LetterContent } from './content.ts';
import { assertPrintable, type LetterAssets } from './font.ts';
import { layOut, type LetterLayout } from './layout.ts';
import type { Measure, TextStyle } from './lines.ts';
import { colors, sheet, type Area, type Artifact, type Element, type Fragment, type Mark, type Run } from './page.ts';
import { inGlyphs } from './printable.ts';
import { cleanText } from './text.ts';
import { wordings } from './wording.ts';

/**
 * Renders a letter as PDF/A-2a and PDF/UA-1. The same content, fonts and date give the same bytes. Metadata hold the template's
 * title and the date, nothing else; the file id is derived from these two.
 *
 * A bundle (CJS) defines `import.meta.url` as the file URL of itself, and has beside it
 * - `data/sRGB_IEC61966_2_1.icc` (from `node_modules/pdfkit/js/data`), where pdfkit looks for its colour profile;
 * - the folder given to `letterAssets`, with both fonts and their licence (`node_modules/source-sans/LICENSE.md`, OFL).
 * `brotli/decompress.js`, half a megabyte that only WOFF2 fonts need, can be aliased to `node:zlib`'s.
 *
 * @param date goes into the file as its date of creation, to the second.
 * @throws DomainError `unsupported-character` naming the places in `content` whose text the fonts lack; `letter-too-long`.
 */
export async function renderLetter(content: LetterContent, assets: LetterAssets, date: Date): Promise<Uint8Array> {
  assertPrintable(content, '');
  const document = openDocument(content, assets, date);
  draw(document, layOut(cleaned(content), measureWith(document)));
  document.end();
  return buffer(document);
}

type Document = InstanceType<typeof PDFDocument>;

function openDocument({ title, language }: LetterContent, { regular, bold }: LetterAssets, date: Date): Document {
  const document = new PDFDocument({
    size: [sheet.width, sheet.height],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: wordings[language].locale,
    displayTitle: true,
    // Without this pdfkit begins with Helvetica, which PDF/A doesn't allow: it is not embedded.
    font: null as unknown as string,
    info: { Title: title, Creator: 'Schutzbrief', Producer: 'Schutzbrief', CreationDate: new Date(Math.floor(date.getTime() / 1000) * 1000) },
  });
  document.registerFont('regular', regular);
  document.registerFont('bold', bold);
  document.appendXML(pdfUaIdentification);
  return document;
}

/** Says "PDF/UA-1", and describes the word to PDF/A readers, which only know the schemas of 2005 (ISO 19005-2, 6.6.2.3). */
const pdfUaIdentification = `
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
    <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
    <pdfaExtension:schemas>
      <rdf:Bag>
        <rdf:li rdf:parseType="Resource">
          <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
          <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
          <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
          <pdfaSchema:property>
            <rdf:Seq>
              <rdf:li rdf:parseType="Resource">
                <pdfaProperty:name>part</pdfaProperty:name>
                <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                <pdfaProperty:category>internal</pdfaProperty:category>
                <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
              </rdf:li>
            </rdf:Seq>
          </pdfaSchema:property>
        </rdf:li>
      </rdf:Bag>
    </pdfaExtension:schemas>
  </rdf:Description>`;

const measureWith =
  (document: Document): Measure =>
  (text, style) =>
    use(document, style).widthOfString(glyphText(text));

const use = (document: Document, { font, size }: TextStyle): Document => document.font(font).fontSize(size);

/** Content as it is set: every text cleaned (see `cleanText`). */
const cleaned = <T>(value: T): T => {
  if (typeof value === 'string') return cleanText(value) as T;
  if (Array.isArray(value)) return value.map(cleaned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleaned(part)])) as T;
};

/**
 * No-break space and hyphens share their glyphs with the plain ones, and a glyph stands for one text in the whole file: the first
 * one used. Once lines are broken they are the plain ones, so that copied and searched text has ordinary spaces and hyphens.
 */
const glyphText = (text: string): string => inGlyphs(text.replaceAll('\u00a0', ' ').replace(/[\u2010\u2011]/g, '-'));

/** Draws page by page: artifacts at the top, content in reading order, artifacts at the bottom. */
function draw(document: Document, { pages, elements, artifacts }: LetterLayout): void {
  const root = document.struct('Document');
  document.addStructure(root);
  let page = -1;
  const turnTo = (next: number): void => {
    while (page < next) {
      if (page >= 0)
        drawArtifacts(
          document,
          artifacts.filter((artifact) => artifact.page === page && artifact.place === 'bottom'),
        );
      page += 1;
      document.addPage();
      drawArtifacts(
        document,
        artifacts.filter((artifact) => artifact.page === page && artifact.place !== 'bottom'),
      );
    }
  };
  turnTo(0);
  for (const element of elements) drawElement(document, root, element, turnTo);
  turnTo(pages - 1);
  drawArtifacts(
    document,
    artifacts.filter((artifact) => artifact.page === page && artifact.place === 'bottom'),
  );
  root.end();
}

type StructureElement = ReturnType<Document['struct']>;

function drawElement(document: Document, parent: StructureElement, element: Element, turnTo: (page: number) => void): void {
  const { tag, scope, numbering, target, alternative, fragments, children } = element;
  // Where a figure lies is said of its page.
  for (const { page } of alternative === undefined ? [] : fragments) turnTo(page);
  const options: PDFKit.Mixins.StructureElementOptions & { scope?: string } = {
    ...(scope && { scope }),
    ...(alternative !== undefined && { alt: alternative, bbox: boxOf(fragments.flatMap(({ areas = [] }) => areas)) }),
  };
  const structure = document.struct(tag, options);
  if (numbering) attributesOf(structure).A = { O: 'List', ListNumbering: numbering };
  parent.add(structure);
  for (const fragment of fragments) {
    structure.add(drawFragment(document, tag, fragment, turnTo));
    if (target) for (const run of fragment.runs) addLink(document, structure, run, target);
  }
  for (const child of children) drawElement(document, structure, child, turnTo);
  structure.end();
}

function drawFragment(
  document: Document,
  tag: string,
  { page, runs, areas }: Fragment,
  turnTo: (page: number) => void,
): ReturnType<Document['markStructureContent']> {
  turnTo(page);
  const content = document.markStructureContent(tag);
  drawRuns(document, runs);
  if (areas) drawAreas(document, areas);
  document.endMarkedContent();
  return content;
}

/** What pdfkit writes of an element, which its types keep to themselves: it has no option for how a list is numbered. */
const attributesOf = (structure: StructureElement): Record<string, unknown> =>
  (structure as unknown as { readonly dictionary: { readonly data: Record<string, unknown> } }).dictionary.data;

/** Makes a line of text lead somewhere. */
function addLink(document: Document, structure: StructureElement, { text, x, y, style }: Run, { url, description }: NonNullable<Element['target']>): void {
  const width = measureWith(document)(text.trimEnd(), style);
  // pdfkit's types know neither.
  const options = { structParent: structure, Contents: new String(description) } as unknown as PDFKit.Mixins.AnnotationOption;
  document.link(x, y - style.size, width, style.leading, url, options);
}

function drawAreas(document: Document, areas: readonly Area[]): void {
  for (const { x, y, width, height } of areas) document.rect(x, y, width, height);
  document.fill(colors.ink);
}

/** The box around some areas: left, top, right, bottom. */
const boxOf = (areas: readonly Area[]): [number, number, number, number] => [
  Math.min(...areas.map(({ x }) => x)),
  Math.min(...areas.map(({ y }) => y)),
  Math.max(...areas.map(({ x, width }) => x + width)),
  Math.max(...areas.map(({ y, height }) => y + height)),
];

function drawArtifacts(document: Document, artifacts: readonly Artifact[]): void {
  for (const { place, runs, strokes, mark } of artifacts) {
    document.markContent('Artifact', { type: place === 'layout' ? 'Layout' : 'Pagination' });
    for (const { from, to, width, color } of strokes)
      document
        .lineWidth(width)
        .moveTo(...from)
        .lineTo(...to)
        .stroke(color);
    if (mark) drawMark(document, mark);
    drawRuns(document, runs);
    document.endMarkedContent();
  }
}

function drawMark(document: Document, { logo, x, y, scale }: Mark): void {
  document.save().translate(x, y).scale(scale);
  for (const { d, color } of logo.paths) document.path(d).fill(color);
  document.restore();
}

function drawRuns(document: Document, runs: readonly Run[]): void {
  for (const { text, x, y, style } of runs)
    use(document, style).fillColor(style.color).text(glyphText(text), x, y, { lineBreak: false, baseline: 'alphabetic' });
}
