import { describe, expect, it } from '@jest/globals';
import { privacyDocuments } from '../../docs/privacy-documents.ts';
import { stores, storesElsewhere } from '../../infra/store-registry.ts';
import { classifiedAttributes } from '../../shared/personal-data/classification.ts';
import { deletionClasses } from '../../shared/personal-data/deletion-rules.ts';
import { storedItems } from '../../shared/stored-items.ts';

const [concept, inventory] = privacyDocuments.map(({ content }) => content()) as [string, string];

/** The lines of a document from one heading to the next. */
const section = (document: string, heading: string): string => document.split(`\n${heading}\n`)[1]!.split(/\n##+ /)[0]!;

/** The rows of a section's tables, cell by cell. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => cells(line));

const cells = (line: string): string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

describe.each(privacyDocuments)('$file', ({ content }) => {
  const document = content();

  it('is the same each time', () => {
    expect(content()).toBe(document);
  });

  it('has whole tables, and no value that nobody thought of', () => {
    for (const table of document.split('\n\n').filter((part) => part.startsWith('| '))) {
      const widths = new Set(
        table
          .trimEnd()
          .split('\n')
          .map((line) => cells(line).length),
      );
      expect(widths.size).toBe(1);
      expect(
        rowsOf(table)
          .flat()
          .filter((cell) => cell === ''),
      ).toEqual([]);
    }
    expect(document).not.toMatch(/undefined|\[object|NaN|null/);
  });

  it('is German with umlauts, and leads to no file that is not there', () => {
    expect(document).toMatch(/[äöüß]/);
    expect(document).not.toMatch(/\b(fuer|ueber|Loesch\w*|naech\w*)\b/);
    const links = [...document.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => `docs/privacy/${target}`);
    expect(links.filter((link) => !privacyDocuments.some(({ file }) => file === link))).toEqual([]);
  });
});

describe('the deletion concept', () => {
  it('has a rule and an effect of erasure for every class', () => {
    for (const heading of ['## 4 Löschklassen und Löschregeln', '## 12 Löschersuchen (Art. 17 DSGVO)']) {
      expect(
        rowsOf(section(concept, heading))
          .slice(1)
          .map(([cls]) => cls),
      ).toEqual(deletionClasses.map((cls) => `\`${cls}\``));
    }
  });

  it('says for every class from when its period runs', () => {
    const named = rowsOf(section(concept, '## 5 Startzeitpunkte'))
      .slice(1)
      .flatMap(([, , classes]) => classes!.split(', '));
    expect([...new Set(named)].toSorted()).toEqual(deletionClasses.map((cls) => `\`${cls}\``).toSorted());
  });

  it.each(storedItems.kinds.map((kind) => [kind.kind, kind] as const))('describes %s to the last attribute', (_, kind) => {
    const text = section(concept, `### ${kind.title}`) + section(concept, '## 8 Umsetzung je Datenart');
    expect(text).toContain(`Kennung \`${kind.kind}\``);
    for (const { classification } of classifiedAttributes(kind.schema)) expect(text).toContain(classification.what);
  });

  it('shows whose data an attribute is, why it is held and on which ground', () => {
    const rows = rowsOf(section(concept, '### Meldung, Nachrichten und Bestätigungen zum Vorgang'));
    expect(rows).toContainEqual([
      'Name der beteiligten Person',
      '`incident.thirdParties[].name`',
      'Bearbeitung des Falls',
      '6(1)(f) berechtigtes Interesse',
      'Dritte',
      'Gesundheit möglich (Art. 9)',
    ]);
  });

  it.each([
    ['### Interne Vermerke und Anrufnotizen', '`text`', ['Kundin oder Kunde', 'Gesundheit möglich (Art. 9)']],
    ['### Dateien der Briefe', '`content.values`', ['Kundin oder Kunde', 'Gesundheit möglich (Art. 9)']],
    ['### Zeiterfassung', '`minutes`', ['Beschäftigte, Leistungsdaten', '–']],
    ['### Ereignis (nur Kennungen und Codes)', '`pk`', ['Kundin oder Kunde, nur über eine Kennung', '–']],
  ])('shows what is sensitive: %s, %s', (heading, path, shown) => {
    const row = rowsOf(section(concept, heading)).find((cell) => cell[1] === path);
    expect(row?.slice(-2)).toEqual(shown);
  });

  it.each([
    ['Anrufnotiz, Vorgang geschlossen am 15.03.2026', '01.04.2030'],
    ['Anrufnotiz, Vorgang am 01.06.2026 noch offen', '01.04.2030 (vorläufig)'],
    ['Meldung, eingegangen am 14.03.2026', '01.01.2033'],
    ['IP-Adresse einer Meldung vom 14.03.2026', '14.04.2026'],
    ['Löschprotokoll eines Laufs vom Schalttag 29.02.2028', '01.03.2031'],
    ['derselbe Brief nach einem Löschersuchen', '01.01.2033'],
    ['Auszahlung vom 20.03.2026, deren Vorgang erst am 01.04.2039 endet', '01.01.2037'],
    ['Anrufnotiz, Vorgang geschlossen am 01.06.2026', '01.04.2031'],
  ])('works out: %s', (what, on) => {
    const rows = rowsOf(section(concept, '## 14 Durchgerechnete Beispiele')).filter(([first]) => first === what);
    expect(rows.map((row) => row.at(-1))).toEqual([on]);
  });

  it('works out a payout for every sector', () => {
    const rows = rowsOf(section(concept, '## 14 Durchgerechnete Beispiele')).filter(([first]) => first === 'Auszahlung vom 20.03.2026');
    expect(rows.map((row) => row.slice(2))).toEqual([
      ['Allgemein', '01.01.2035'],
      ['Bank, Versicherer, Wertpapierinstitut', '01.01.2037'],
      ['Gesetzliche Krankenkasse', '01.01.2033'],
    ]);
  });

  it('says of a health fund what is kept at most, and by which law', () => {
    const [, , rule, source, ceiling] = rowsOf(section(concept, '## 4 Löschklassen und Löschregeln')).find(([cls]) => cls === '`voucher`')!;
    expect(rule).toMatch(/Gesetzliche Krankenkasse: 6 Jahre .*<br>in jedem Fall höchstens 10 Jahre ab Ende des Jahres, in dem der Eintrag erfasst wurde$/);
    expect(source).toContain('SGB V § 304 Abs. 1');
    expect(ceiling).toContain('Gesetzliche Krankenkasse: die Höchstfrist');
  });

  it('says that its periods are for counsel to confirm', () => {
    expect(concept).toContain('Alle Fristen und Rechtsgrundlagen sind Vorgaben');
  });
});

describe('the inventory of stores', () => {
  it('has a row for every store, with every resource', () => {
    const rows = rowsOf(inventory);
    for (const { title, resources } of stores) {
      const row = rows.find(([first]) => first === title);
      for (const resource of resources) expect(row?.[1]).toContain(`\`${resource}\``);
    }
    for (const { title } of storesElsewhere) expect(rows.map(([first]) => first)).toContain(title);
  });
});
