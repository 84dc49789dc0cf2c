import { deflateSync } from 'node:zlib';
import { afterAll, expect, it } from '@jest/globals';
import { Gate } from '../../../../shared/letters/gate/judge-in-worker.ts';
import { addressed, packed, withTable, type Made } from './made-pdf.ts';

const gate = new Gate();
afterAll(() => gate.close());

const pages = 400;
const elementsOfPage = 130;

/** An itemised bill of a large customer, each cell of its tables tagged: 52,000 elements, packed 200 each. */
function taggedBill(): Buffer {
  const pageNumber = (page: number): number => 5 + 2 * page;
  const elements = Array.from({ length: pages * elementsOfPage }, (_, index) => index);
  const element = (index: number): string =>
    `<</Type/StructElem/S/TD/P ${100_000 + Math.max(0, index - 1)} 0 R/Pg ${pageNumber(Math.floor(index / elementsOfPage))} 0 R/K[${index % elementsOfPage}]/A<</O/Table/ColSpan 1>>>>`;
  const rows = Array.from(
    { length: elementsOfPage },
    (_, row) => `/TD <</MCID ${row}>> BDC BT /F1 4 Tf 72 ${660 - 5 * row} Td (Posten ${row} 12,34 EUR) Tj ET EMC`,
  ).join('\n');
  const objects: Made[] = [
    '<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 3 0 R >>',
    `<< /Type /Pages /Kids [${Array.from({ length: pages }, (_, page) => `${pageNumber(page)} 0 R`).join(' ')}] /Count ${pages} >>`,
    '<< /Type /StructTreeRoot /K 100000 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...Array.from({ length: pages }, (_, page): Made[] => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /StructParents ${page} /Contents ${pageNumber(page) + 1} 0 R /Resources << /Font << /F1 4 0 R >> >> >>`,
      { dictionary: '/Filter /FlateDecode', stream: deflateSync(`${addressed('Paula Sommer')}\n${rows}`) },
    ]).flat(),
    ...Array.from({ length: elements.length / 200 }, (_, part) =>
      packed(Object.fromEntries(elements.slice(200 * part, 200 * (part + 1)).map((index) => [100_000 + index, element(index)]))),
    ),
  ];
  return withTable(Buffer.from('%PDF-1.7\n'), objects, '/Root 1 0 R');
}

it('a tagged bill of several hundred pages is judged within the limits', async () => {
  expect(await gate.judge(taggedBill())).toMatchObject({ verdict: 'accepted', facts: { pages, tagged: true } });
});
