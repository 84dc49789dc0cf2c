import { stores, storesElsewhere, typesWithoutData, type Store } from '../../infra/store-registry.ts';
import { code, page, table } from './markdown.ts';

const headings: Readonly<Record<Store['personal'], string>> = {
  ja: 'Mit personenbezogenen Daten',
  pseudonym: 'Nur mit Kennungen',
  nein: 'Ohne Personenbezug',
};

/** The inventory of everything that holds data, printed from the registry that the tests hold against the templates. */
export const storeInventory = (): string =>
  page(
    '# Verzeichnis der Speicher',
    '> Aus dem Code erzeugt (`npm run generate`); nicht von Hand ändern. Quelle: `infra/store-registry.ts`. Eine Ressource, die Daten halten kann und hier fehlt, lässt die Tests scheitern.',
    'Kennungen sind zufällig und führen nur zu einer Person, solange deren Stammdaten gespeichert sind. Nach welcher Frist Einträge der Tabellen enden, steht im [Löschkonzept](deletion-concept.md).',
    ...(Object.keys(headings) as Store['personal'][]).map(section),
    '## Bei Diensten, ohne eigene Ressource',
    table(
      ['Speicher', 'Personenbezug', 'Inhalt', 'Löschung', 'Obergrenze'],
      storesElsewhere.map(({ title, personal, holds, erasedBy, ceiling }) => [title, personal, holds, erasedBy, ceiling]),
    ),
    '## Ressourcen, die nichts speichern',
    `Einstellungen, Code und Berechtigungen: ${[...typesWithoutData].map(code).join(', ')}.`,
  );

function section(personal: Store['personal']): string {
  const rows = stores.filter((store) => store.personal === personal);
  return `## ${headings[personal]}\n\n${table(['Speicher', 'Ressource', 'Inhalt', 'Löschung', 'Obergrenze'], rows.map(row))}`;
}

const row = ({ title, type, resources, holds, erasedBy, ceiling }: Store): string[] => [
  title,
  [code(type), ...resources.map(code)].join('\n'),
  holds,
  erasedBy,
  ceiling,
];
