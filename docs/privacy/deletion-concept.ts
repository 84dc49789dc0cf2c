import * as z from 'zod';
import { stores } from '../../infra/store-registry.ts';
import { dayOf, type Day } from '../../shared/personal-data/calendar.ts';
import { classifiedAttributes, type ClassifiedAttribute } from '../../shared/personal-data/classification.ts';
import {
  deletionClasses,
  deletionRules,
  endOf,
  sectors,
  sourcesOf,
  termsOf,
  type DeletionClass,
  type DeletionRule,
  type DeletionRules,
  type Sector,
  type StartPoint,
  type StartPoints,
} from '../../shared/personal-data/deletion-rules.ts';
import { fileStores, type FileStore, type FileStoreName } from '../../shared/files/file-stores.ts';
import { classesOf, headAttributes, headEnding, type ItemKind } from '../../shared/storage/item-kind.ts';
import { fewest, ladderOf } from '../../shared/privacy/deletion/statistics-ladder.ts';
import { effectOn } from '../../shared/privacy/erasure/erasure.ts';
import { caseTraitValues } from '../../shared/tickets/case-traits.ts';
import { storedItems } from '../../shared/stored-items.ts';
import { outsideHoldings, type OutsideStoreName } from '../../shared/storage/outside-holdings.ts';
import { tables, type TableName, type TableShape } from '../../shared/storage/tables.ts';
import {
  effectWords,
  erasureGrounds,
  externalWords,
  germanDay,
  groundWords,
  periodWords,
  sectorWords,
  specialWords,
  startWords,
  subjectWords,
  termWords,
  traitWords,
  whoseWords,
} from './in-german.ts';
import { code, list, page, steps, table } from './markdown.ts';
import { samples } from './samples.ts';

const rulesOf = Object.fromEntries(sectors.map((sector) => [sector, deletionRules(sector)])) as Readonly<Record<Sector, DeletionRules>>;
const files = Object.values<FileStore>(fileStores);
const ledgerPeriod = periodWords(rulesOf.general['privacy-ledger'].terms[0].period);
const logPeriod = periodWords(rulesOf.general['deletion-log'].terms[0].period);

/** The deletion concept in the structure of DIN 66398, printed from the rules by which the code deletes. */
export const deletionConcept = (): string =>
  page(
    '# Löschkonzept',
    '> Aus dem Code erzeugt (`npm run generate`); nicht von Hand ändern. Gegliedert nach DIN 66398.\n>\n> **Alle Fristen und Rechtsgrundlagen sind Vorgaben.** Die verantwortliche Stelle bestätigt sie mit ihrer Rechtsberatung, bevor sie Schutzbrief einsetzt. Sie stehen als Daten in `shared/personal-data/deletion-rules.ts`.',
    purpose(),
    responsibilities(),
    dataKinds(),
    classes(),
    startPoints(),
    counting(),
    deletionRun(),
    eachKind(),
    outsideTables(),
    backups(),
    exceptions(),
    erasure(),
    evidence(),
    examples(),
    openPoints(),
  );

const purpose = (): string =>
  page(
    '## 1 Ziel und Geltungsbereich',
    `Dieses Konzept legt fest, wann personenbezogene Daten in Schutzbrief gelöscht werden, wie das geschieht und wie es nachgewiesen wird (Art. 5 Abs. 1 Buchst. e, Abs. 2, Art. 17 DSGVO). Es gilt für alles, was Schutzbrief speichert: ${storedItems.kinds.length} Datenarten in ${Object.keys(tables).length} Tabellen, ${files.map(({ title }) => title).join(', ')}, die Zugänge sowie Warteschlangen, Protokolle und Sicherungen. Jeder Speicher steht mit Inhalt, Löschung und Obergrenze im [Verzeichnis der Speicher](stores.md).`,
    'Nicht erfasst sind Systeme, aus denen Daten kommen oder an die sie gehen: Bestandsführung und CRM, Mobilfunk- und Mailanbieter, Ablagen der Empfänger. Für sie gilt deren eigenes Konzept.',
    list(
      '**Datenart**: Einträge mit demselben Aufbau, demselben Zweck und demselben Ende.',
      '**Löschregel**: Startzeitpunkt und Frist. Hat eine Löschklasse mehrere, gilt das späteste Ende.',
      '**Löschklasse**: alle Datenarten mit denselben Löschregeln.',
      '**Löschtermin**: der erste Tag, an dem nichts mehr davon vorhanden sein darf. Er steht an jedem Eintrag.',
    ),
  ).trimEnd();

const responsibilities = (): string =>
  page(
    '## 2 Verantwortlichkeiten',
    table(
      ['Wer', 'Wofür'],
      [
        [
          'Verantwortliche Stelle',
          'Bestätigt Fristen und Grundlagen, legt je Stufe die Branche fest (`sector` in `infra/stages.ts`), entscheidet über Ausnahmen.',
        ],
        ['Rechtsberatung', 'Prüft Löschklassen, Fristen, Rechtsgrundlagen und die Antworten auf Löschersuchen.'],
        [
          'Datenschutz (Rolle `officer`)',
          'Reicht Löschersuchen ein, die auf anderem Weg kamen; startet Löschläufe und Probeläufe; liest Löschprotokolle und Antworten.',
        ],
        ['Sachbearbeitung (Rolle `agent`), CRM', 'Schließen Vorgänge und tragen das Ende der Kundenbeziehung ein: Von dort laufen die Fristen.'],
        ['Betrieb', 'Folgt den Alarmen, verarbeitet liegengebliebene Nachrichten erneut, stellt Sicherungen wieder her (Abschnitt 10).'],
        [
          'Entwicklung',
          'Beschreibt jedes gespeicherte Attribut und jeden Speicher. Ein Attribut oder eine Ressource ohne Beschreibung lässt die Tests scheitern.',
        ],
      ],
    ),
  ).trimEnd();

const dataKinds = (): string =>
  page(
    '## 3 Datenarten',
    table(
      ['Datenart', 'Kennung', 'Speicher', 'Löschklasse', 'Wessen Daten'],
      storedItems.kinds.map((kind) => [kind.title, code(kind.kind), storeTitle(kind.table), classWords(kind), subjectsOf(kind)]),
    ),
  ).trimEnd();

const classes = (): string =>
  page(
    '## 4 Löschklassen und Löschregeln',
    'Stehen mehrere Löschregeln in einer Zelle, gilt das späteste Ende; eine Höchstfrist geht allem vor, auch einem offenen Vorgang. Die Obergrenze beendet einen Eintrag auch dann, wenn ein Startzeitpunkt nie eintritt; sie zählt ab der Erfassung.',
    table(
      ['Löschklasse', 'Bezeichnung', 'Löschregel', 'Grundlage', 'Obergrenze'],
      deletionClasses.map((cls) => [
        code(cls),
        rulesOf.general[cls].title,
        bySector(cls, (rule) => ruleWords(rule).join('\n')),
        bySector(cls, sources),
        bySector(cls, ceilingOf),
      ]),
    ),
  ).trimEnd();

const startPoints = (): string =>
  page(
    '## 5 Startzeitpunkte',
    table(
      ['Startzeitpunkt', 'Wann er feststeht', 'Löschklassen'],
      (Object.keys(startWords) as StartPoint[]).map((start) => [startWords[start].title, startWords[start].known, classesFrom(start)]),
    ),
    'Solange ein Startzeitpunkt fehlt, ist der Löschtermin vorläufig: der früheste Tag, der es sein könnte. Wird er erreicht, rechnet der Löschlauf neu und schiebt den Eintrag weiter. So wird nie zu früh gelöscht, und kein Eintrag gerät aus dem Blick.',
  ).trimEnd();

const counting = (): string =>
  page(
    '## 6 Regellöschfristen: wie gerechnet wird',
    list(
      'Gezählt werden Kalendertage in der Zeitzone Europe/Berlin, Sommerzeit und Schaltjahre eingeschlossen.',
      'Der Tag des Ereignisses zählt nicht mit (§ 187 Abs. 1 BGB). Die Frist endet mit dem Ende ihres letzten Tages, in einem kürzeren Monat mit dessen letztem Tag (§ 188 Abs. 2, 3 BGB). Löschtermin ist der Tag danach.',
      'Fristen ab Jahresende beginnen mit dem 1. Januar (§ 257 Abs. 5 HGB, § 147 Abs. 4 AO, § 199 Abs. 1 BGB).',
      'Gelöscht wird nie vor dem Löschtermin und spätestens mit dem Löschlauf dieses Tages.',
    ),
  ).trimEnd();

const deletionRun = (): string =>
  page(
    '## 7 Löschlauf',
    'Jede Nacht beginnt ein Löschlauf. Er liest über einen Index nur, was bis zu diesem Tag fällig ist; ein ausgefallener Lauf wird vom nächsten mit erledigt.',
    steps(
      'Der Lauf wird in Teile zerlegt, die nebeneinander arbeiten. Wird einer unterbrochen, findet der nächste, was noch da ist.',
      'Je Eintrag wird das Ende neu berechnet. Ist es noch nicht erreicht, bekommt der Eintrag seinen neuen Termin.',
      'Eingeschränkte und gesperrte Einträge bleiben unberührt (Abschnitt 11).',
      'Gelöscht wird von außen nach innen: was außerhalb der Tabellen liegt (Dateien mit allen Versionen und Löschmarkierungen, Zugang, Eintrag in der Sperrliste des Mailversands), dann die zugehörigen Einträge, zuletzt der Eintrag selbst, in derselben Transaktion wie seine Zählung im Löschprotokoll.',
    ),
    'Ein Probelauf zählt, was gelöscht würde, und ändert nichts. Ein Lauf für einen anderen Tag als heute ist nur in Stufen ohne echte Personen erlaubt (`allowAsOf`), in `prod` nie.',
    statistics(),
  ).trimEnd();

const statistics = (): string =>
  page(
    '### Anonyme Statistik',
    `Beim Löschen gezählt wird: ${anonymisedKinds()}. Keine Zelle der Statistik steht für weniger als ${fewest} Personen, und keine wächst um weniger als ${fewest}: Auch wer zwei Tage vergleicht, sieht nie weniger. Deshalb darf alles veröffentlicht werden, was in der Statistik steht. Bis zum Löschen ist jeder Fall selbst da, und in derselben Transaktion, die ihn mit mindestens ${fewest - 1} anderen löscht, wächst die Zelle; eine Zwischenzählung gibt es nicht.`,
    'Fälle, die ein Löschlauf zusammen löscht, werden gleich fein gezählt. Wie fein, hängt nur von ihrer Anzahl ab:',
    table(
      ['Fälle zusammen', 'Merkmale'],
      ladderOf(caseTraitValues)
        .toReversed()
        .map(({ from, traits }) => [`ab ${from.toLocaleString('de-DE')}`, ['Jahr', ...traits.map((trait) => traitWords[trait])].join(', ')]),
    ),
    list(
      `Fälle, die keine Zelle mit ${fewest} Personen füllen, werden nirgends gezählt. Wären es neben gezeigten Zellen weniger als ${fewest}, kommen welche aus der größten Zelle dazu oder, wenn keine sie entbehren kann, die kleinste ganz; denn was daneben fehlt, sagt auch etwas.`,
      'Hat jemand mehrere der Fälle, die zusammen enden, wird nur einer gezählt. Was ein Löschersuchen löscht, wird nie gezählt.',
      'Die Summe der Statistik ist deshalb kleiner als die Zahl der gelöschten Fälle; seltene Fälle fehlen häufiger.',
    ),
    `Wer von den Fällen einige Merkmale kennt, weil sie noch gespeichert sind, erfährt damit über einen Fall, dem darin weniger als ${fewest} gleichen, gar nichts; und über jeden anderen nur, was ebenso für alle gilt, die ihm gleichen. Die Grenze: Haben alle, die einander gleichen, auch das Ergebnis gemeinsam, dann kennt man es von jedem von ihnen.`,
  ).trimEnd();

const eachKind = (): string => page('## 8 Umsetzung je Datenart', shared(), ...storedItems.kinds.map(oneKind)).trimEnd();

const shared = (): string => {
  const attributes = classifiedAttributes(z.object(headAttributes));
  return page(
    'Jede Datenart mit eigenem Löschtermin trägt zusätzlich diese Angaben; sie sind unten nicht wiederholt:',
    attributeTable(attributes.filter(isPersonal)),
    `Ohne Personenbezug: ${attributes
      .filter((attribute) => !isPersonal(attribute))
      .map(({ path, classification }) => `${classification.what} (${code(path)})`)
      .join(', ')}.`,
  ).trimEnd();
};

function oneKind(kind: ItemKind): string {
  const own = classifiedAttributes(kind.schema).filter(({ path }) => !(headEnding(kind) && path in headAttributes));
  const personal = own.filter(isPersonal);
  const technical = [...new Set(own.filter((attribute) => !isPersonal(attribute)).map(({ classification }) => classification.what))];
  return page(
    `### ${kind.title}`,
    list(`${storeTitle(kind.table)}, Kennung ${code(kind.kind)}`, ...endingLines(kind), foundBy[kind.foundBy]),
    ...(personal.length > 0 ? [attributeTable(personal)] : []),
    `${personal.length > 0 ? 'Ohne Personenbezug' : 'Nur Angaben ohne Personenbezug'}: ${technical.join(', ')}.`,
  ).trimEnd();
}

const foundBy: Readonly<Record<ItemKind['foundBy'], string>> = {
  partition: 'Auffinden: liegt unter der Kennung der Person',
  'subject-index': 'Auffinden: über den Index nach der Kennung der Person',
  head: 'Auffinden: über den Eintrag, mit dem er geht',
  none: 'Auffinden: gehört zu keiner Kundin und keinem Kunden',
};

/** The classes of a kind, its own or its head's. */
const classWords = (kind: ItemKind): string => storedItems.classesOf(kind).map(code).join(', ') || 'keine: anonym';

function endingLines(kind: ItemKind): string[] {
  const ending = headEnding(kind);
  const head = storedItems.headOf(kind);
  if (head) return [`Löschklasse ${classWords(kind)}, ohne eigenen Termin: geht mit „${head.title}“`];
  if (!ending) return ['Keine Löschklasse: von Anfang an anonym'];
  const belongings = [...storedItems.childKinds(kind).map(({ title }) => `„${title}“`), ...outsideOf(kind)];
  const whole = storedItems.kinds.find((other) => other.kind === ending.partOf?.kind);
  return [
    ...classesOf(ending).map((cls) => `Löschklasse ${code(cls)}: ${bySector(cls, (rule) => ruleWords(rule).join('; ')).replaceAll('\n', ' · ')}`),
    ...(whole ? [`Hängt an „${whole.title}“`] : []),
    ...(belongings.length > 0 ? [`Mit dem Eintrag gehen: ${belongings.join(', ')}`] : []),
    ...(ending.anonymised ? ['Beim Löschen gezählt, wo mindestens elf zusammen enden'] : []),
  ];
}

/** Everything that decides the end of a class. */
const ruleWords = (rule: DeletionRule): string[] => [
  ...termsOf(rule).map(termWords),
  ...(rule.withCase ? ['nicht vor dem Ende des Vorgangs'] : []),
  ...(rule.maximum ? [`in jedem Fall höchstens ${termWords(rule.maximum)}`] : []),
];

/** What lies outside of the tables and goes with an item: which stores, is asked of items of every shape the schema allows. */
function outsideOf(kind: ItemKind): string[] {
  const externals = samples(kind.schema).flatMap((item) => headEnding(kind)?.outside?.(item as never) ?? []);
  return [...new Set(externals.map(({ store }) => externalWords[store]))];
}

const attributeTable = (attributes: readonly ClassifiedAttribute[]): string =>
  table(
    ['Angabe', 'Attribut', 'Zweck', 'Grundlage (Art. 6 DSGVO)', 'Wessen Daten', 'Besondere Kategorie (Art. 9)'],
    attributes.map(({ path, classification }) => [
      classification.what,
      code(path),
      classification.purpose,
      groundWords[classification.art6],
      whoseWords(classification),
      specialWords[classification.special],
    ]),
  );

const outsideTables = (): string =>
  page(
    '## 9 Dateien, Zugänge, Warteschlangen, Protokolle',
    'Auch außerhalb der Tabellen hat alles ein Ende. Nachrichten in Warteschlangen und Ereignisse nennen nur Kennungen und Codes; Protokolle haben feste Felder ohne Text und ohne Kennung der Person. Inhalt, Löschung und Obergrenze jedes Speichers stehen im [Verzeichnis der Speicher](stores.md).',
    ...files.map(oneFileStore),
    ...(['logins', 'mail-suppression'] as const).map(oneHolding),
  ).trimEnd();

function oneFileStore({ title, kind, prefix, extension, lock, holds }: FileStore): string {
  const { title: item } = storedItems.kinds.find((candidate) => candidate.kind === kind)!;
  const locked =
    'Bis zum Ende der gesetzlichen Aufbewahrung gegen Ändern und Löschen gesperrt (Governance). Nur die Löschfunktionen dürfen die Sperre übergehen.';
  return page(
    `### ${title}`,
    list(
      `Eine Datei je Eintrag „${item}“, unter ${code(`${prefix}/<Kundenkennung>/<Kennung>.${extension}`)}; sie geht mit ihm`,
      ...(lock === 'governance' ? [locked] : []),
    ),
    attributeTable(classifiedAttributes(holds).filter(isPersonal)),
  ).trimEnd();
}

/** What lies outside the tables and is no file. */
function oneHolding(name: Exclude<OutsideStoreName, FileStoreName>): string {
  const { title, holds } = outsideHoldings[name];
  const whose = storedItems.kinds.filter((kind) => outsideOf(kind).includes(externalWords[name])).map((kind) => `„${kind.title}“`);
  return page(`### ${title}`, list(`Geht mit dem Eintrag: ${whose.join(', ')}`), attributeTable(classifiedAttributes(holds).filter(isPersonal))).trimEnd();
}

const backups = (): string =>
  page(
    '## 10 Sicherungen und Wiederherstellung',
    `Tabellen werden fortlaufend gesichert (PITR) und lassen sich auf jeden Zeitpunkt der letzten 35 Tage zurücksetzen. Ausgenommen: ${unsecured().join(', ')}. Andere Sicherungen legt Schutzbrief nicht an. Was gelöscht ist, ist damit spätestens 35 Tage später auch aus den Sicherungen verschwunden.`,
    `Damit eine Wiederherstellung keine Löschung ungeschehen macht, steht jede Zusage im Datenschutz-Register, bevor sie wirkt: Kennung der Person, Umfang, Tage, keine Inhalte. Einträge bleiben ${ledgerPeriod} über die letzte Wirkung hinaus, länger als die älteste Sicherung.`,
    'Nach einer Wiederherstellung und bevor die Tabelle wieder benutzt wird:',
    steps('jede Zusage im Register noch einmal ausführen,', 'einen Löschlauf für den heutigen Tag durchführen,', 'erst dann Anfragen zulassen.'),
    'Der erste Schritt ist Handarbeit: Ein Programm dafür gibt es noch nicht, und geübt wurde er nicht.',
  ).trimEnd();

const exceptions = (): string =>
  page(
    '## 11 Ausnahmen: Aufbewahrung, Einschränkung, Löschsperre',
    'Drei Zustände, die unabhängig voneinander gelten können:',
    table(
      ['Zustand', 'Grundlage', 'Wirkung', 'Löschtermin'],
      [
        ['Aufbewahrt (`retainedSince`)', 'Art. 17 Abs. 3', 'Für niemanden sichtbar, keine Nachrichten, keine Änderung', 'läuft weiter'],
        [
          'Eingeschränkt (`restrictedSince`)',
          'Art. 18 Abs. 1',
          'Keine Löschung, keine Nachrichten; ein Vorgang lässt sich nicht zuteilen und nicht schließen. Sichtbar bleibt der Eintrag.',
          'angehalten',
        ],
        ['Löschsperre (`heldSince`)', 'Beweissicherung, Art. 17 Abs. 3 Buchst. e', 'wie eingeschränkt', 'angehalten'],
      ],
    ),
    'Die Löschfunktionen achten alle drei. In die Aufbewahrung kommt ein Eintrag durch ein Löschersuchen. Einschränkung und Löschsperre lassen sich noch über keine Schnittstelle setzen oder aufheben, auch nicht zu zweit (Vier-Augen-Prinzip).',
  ).trimEnd();

function erasure(): string {
  return page(
    '## 12 Löschersuchen (Art. 17 DSGVO)',
    'Ein Ersuchen kommt von der Person selbst oder, wenn sie sich auf anderem Weg gemeldet hat, vom Datenschutz. Die Antwort ist einen Monat nach Eingang fällig (Art. 12 Abs. 3); der Tag steht am Ersuchen.',
    steps(
      'Es wird festgestellt, ob die Kundenbeziehung oder ein Vorgang noch läuft.',
      'Die Zusage kommt ins Datenschutz-Register.',
      'Läuft nichts mehr, wird die Person gesperrt: Von hier an schreibt niemand mehr etwas für sie.',
      'Alle Einträge der Person werden durchgegangen, bis zwei Durchgänge nichts mehr finden. Zugang und Stammdaten gehen zuletzt.',
      'Die Antwort wird festgehalten und per E-Mail gesandt: je Löschklasse, was gelöscht ist und was bleibt, mit Grund, letztem Termin und Rechtsbehelfen (Art. 12 Abs. 4). Was aufbewahrt wird, löscht der Löschlauf zu seinem Termin von selbst.',
    ),
    table(
      ['Löschklasse', 'Wenn nichts mehr läuft', 'Solange Vertrag oder Vorgang läuft', 'Regeln, die wegfallen'],
      deletionClasses.map((cls) => [code(cls), effectText(cls, false), effectText(cls, true), waived(rulesOf.general[cls])]),
    ),
    'Eingeschränkte und gesperrte Einträge bleiben in jedem Fall; die Antwort nennt sie. Daten der Person in Texten anderer findet das Verfahren nicht.',
  ).trimEnd();
}

const evidence = (): string =>
  page(
    '## 13 Löschprotokoll und Nachweis',
    `Jeder Löschlauf ist zugleich sein Protokoll: Stichtag, Auslöser, Beginn, Ende und je Löschklasse und Tabelle, wie viele Einträge gelöscht, anonymisiert und neu datiert wurden. Es enthält keine Kennung in irgendeiner Form und bleibt ${logPeriod}. Für ein Löschersuchen steht dasselbe in dessen Akte.`,
    'Dass nach einer Löschung nichts übrig ist, prüft `npm run prove:erasure`: Eine erfundene Person mit einmaligen Wörtern in jedem Feld wird angelegt und gelöscht; danach werden alle Speicher nach diesen Wörtern durchsucht, auch in anderen Schreibweisen und Kodierungen und in gepackten Inhalten. Übrig sein darf nur, was die Antwort nennt.',
  ).trimEnd();

interface Example {
  readonly what: string;
  readonly class: DeletionClass;
  readonly sector?: Sector;
  readonly points: StartPoints;
  /** The day of asking; matters only while a start point is unknown. */
  readonly today?: Day;
  readonly erased?: true;
  /** When the case that it hangs on ends. */
  readonly caseEndsOn?: Day;
}

const worked: readonly Example[] = [
  { what: 'Anrufnotiz, Vorgang geschlossen am 15.03.2026', class: 'case-notes', points: { recorded: '2026-03-14', 'case-closed': '2026-03-15' } },
  { what: 'Anrufnotiz, Vorgang geschlossen am 31.12.2026', class: 'case-notes', points: { recorded: '2026-03-14', 'case-closed': '2026-12-31' } },
  { what: 'Anrufnotiz, Vorgang am 01.06.2026 noch offen', class: 'case-notes', points: { recorded: '2026-03-14' }, today: '2026-06-01' },
  {
    what: 'Anrufnotiz vom 14.03.2026, Vorgang wird nie geschlossen (Stand 01.06.2055)',
    class: 'case-notes',
    points: { recorded: '2026-03-14' },
    today: '2055-06-01',
  },
  { what: 'Meldung, eingegangen am 14.03.2026', class: 'business-letter', points: { recorded: '2026-03-14', sent: '2026-03-14' } },
  { what: 'Nachricht, versandt am 31.12.2026 um 23:30 Uhr UTC: in Berlin schon 2027', class: 'business-letter', points: startingAt('2026-12-31T23:30:00Z') },
  { what: 'Auszahlung vom 20.03.2026', class: 'voucher', points: { recorded: '2026-03-20' } },
  { what: 'Auszahlung vom 20.03.2026', class: 'voucher', sector: 'insurer', points: { recorded: '2026-03-20' } },
  { what: 'Auszahlung vom 20.03.2026', class: 'voucher', sector: 'health-fund', points: { recorded: '2026-03-20' } },
  {
    what: 'Auszahlung vom 20.03.2026, deren Vorgang erst am 01.04.2039 endet',
    class: 'voucher',
    sector: 'health-fund',
    points: { recorded: '2026-03-20' },
    caseEndsOn: '2039-04-01',
  },
  {
    what: 'Brief vom 20.03.2026, Kundenbeziehung endete am 30.06.2026',
    class: 'letter-centre',
    points: { recorded: '2026-03-20', sent: '2026-03-20', 'relationship-ended': '2026-06-30' },
  },
  {
    what: 'Brief vom 20.03.2026, Kundenbeziehung endete am 31.08.2040',
    class: 'letter-centre',
    points: { recorded: '2026-03-20', sent: '2026-03-20', 'relationship-ended': '2040-08-31' },
  },
  {
    what: 'derselbe Brief nach einem Löschersuchen',
    class: 'letter-centre',
    points: { recorded: '2026-03-20', sent: '2026-03-20', 'relationship-ended': '2040-08-31' },
    erased: true,
  },
  {
    what: 'Brief vom 20.03.2026, Kundenbeziehung endete am 31.08.2040',
    class: 'letter-centre',
    sector: 'health-fund',
    points: { recorded: '2026-03-20', sent: '2026-03-20', 'relationship-ended': '2040-08-31' },
  },
  {
    what: 'Anrufnotiz, Vorgang geschlossen am 01.06.2026',
    class: 'case-notes',
    sector: 'health-fund',
    points: { recorded: '2026-03-14', 'case-closed': '2026-06-01' },
  },
  { what: 'IP-Adresse einer Meldung vom 14.03.2026', class: 'login-ip', points: { recorded: '2026-03-14' } },
  { what: 'IP-Adresse einer Meldung vom 30.01.2028, einem Schaltjahr', class: 'login-ip', points: { recorded: '2028-01-30' } },
  {
    what: 'Zugang, Kundenbeziehung endete am 31.08.2026 (sechs Monate später ist der 28.02.)',
    class: 'login-account',
    points: { recorded: '2021-04-01', 'relationship-ended': '2026-08-31' },
  },
  { what: 'Löschprotokoll eines Laufs vom Schalttag 29.02.2028', class: 'deletion-log', points: { recorded: '2028-02-29' } },
  { what: 'Löschersuchen, beantwortet am 20.03.2026', class: 'rights-request', points: { recorded: '2026-03-01', answered: '2026-03-20' } },
];

function startingAt(instant: string): StartPoints {
  const day = dayOf(new Date(instant));
  return { recorded: day, sent: day };
}

const examples = (): string =>
  page(
    '## 14 Durchgerechnete Beispiele',
    'Berechnet von derselben Funktion, die auch den Löschtermin an die Einträge schreibt (`endOf`).',
    table(
      ['Fall', 'Löschklasse', 'Branche', 'Löschtermin'],
      worked.map(({ what, class: cls, sector, points, today = '2026-06-01', erased, caseEndsOn }) => {
        const caseEnd = caseEndsOn && { on: caseEndsOn, final: true };
        const { on, final } = endOf(rulesOf[sector ?? 'general'][cls], points, today, { lawOnly: erased === true, ...(caseEnd && { caseEnd }) });
        return [what, code(cls), sectorText(cls, sector), `${germanDay(on)}${final ? '' : ' (vorläufig)'}`];
      }),
    ),
  ).trimEnd();

/** Says which business a rule is for only where it makes a difference. */
const sectorText = (cls: DeletionClass, sector: Sector | undefined): string => (differs(cls) ? sectorWords[sector ?? 'general'] : 'jede');

const openPoints = (): string =>
  page(
    '## 15 Offene Punkte',
    'Zu klären mit der Rechtsberatung, bevor echte Daten verarbeitet werden:',
    list(
      'Fristen und Grundlagen jeder Löschklasse, insbesondere die Verjährungsfrist von Ansprüchen und die Aufbewahrung des Zugangs nach Vertragsende.',
      `Ohne Obergrenze bleiben ${endless()}, solange das Ereignis ausbleibt, von dem ihre Frist läuft.`,
      'Freitexte (Schadenshergang, Nachrichten, Vermerke, Brieftexte) und Angaben über Verletzte können Gesundheitsdaten enthalten; sie sind in Abschnitt 8 und 9 gekennzeichnet. Welcher Ausnahmetatbestand des Art. 9 Abs. 2 sie trägt (etwa Buchst. f, bei Krankenkassen Buchst. b und h), ist zu bestätigen.',
      'Aufgewendete Minuten und offene Vorgänge je Person sind Leistungsdaten von Beschäftigten: Mitbestimmung (§ 87 Abs. 1 Nr. 6 BetrVG) und Auswertungen sind zu regeln. Auch aus Kennung und Zeitpunkt der Schritte ließe sich Leistung ablesen; eine Auswertung danach gibt es nicht.',
      'Für Löschklassen, die für Rechtsansprüche aufbewahrt werden, unterstellt das System, dass die Voraussetzungen vorliegen; niemand bestätigt den Einzelfall.',
      'Gesetzliche Krankenkassen: Welche Angaben unter die Höchstfrist des § 304 SGB V fallen, und ob sie auch gilt, solange ein Vorgang noch offen ist (hier gilt sie); die Fundstelle der Aufbewahrung von Belegen (§ 35 SRVwV) in der geltenden Fassung; sechs Jahre für Schriftverkehr. Statt der Aufbewahrungspflicht des Handels- und Steuerrechts trägt dort die Aufgabe (Art. 17 Abs. 3 Buchst. b, zweiter Fall).',
      'Ansprüche, die in zehn oder dreißig Jahren verjähren (§ 199 Abs. 2 bis 4 BGB), und Aufzeichnungen nach dem Geldwäschegesetz bei Lebensversicherern (§ 8 GwG): Die Frist wählt die Sachbearbeitung je Vorgang; ob eine zweite Person zustimmen muss, und ob die Fristen ab dem Ende des Vorgangs (hier) oder ab dem Ereignis laufen.',
      `Ob die Statistik als anonym gelten darf, auch wo alle Fälle einer Zelle ein Merkmal gemeinsam haben, und ob ${fewest} Personen genügen.`,
      'Bei Dritten, die in einer Meldung genannt sind, wird die Unterrichtung nach Art. 14 nicht verfolgt.',
    ),
    'Noch nicht vorhanden:',
    list(
      'Schnittstellen für Einschränkung und Löschsperre, für Auskunft, Berichtigung, Übertragbarkeit und Widerspruch (Art. 15, 16, 18, 20, 21). Was über sie gespeichert ist, sehen Kundinnen und Kunden unter `GET /v1/me/data-map`.',
      'Mitteilung einer Löschung an Empfänger wie das CRM (Art. 19), Alarm vor Ablauf der Monatsfrist, Bremse bei ungewöhnlich großen Läufen.',
      'Eigener Schlüssel und eigene Rolle zum Lesen von Angaben, die Gesundheit betreffen können, und eine eigene Löschklasse für Personenschäden.',
      'Eintrag des Ausscheidens von Beschäftigten; deshalb endet ihre Löschklasse noch nicht von selbst.',
      'Nachziehen des Datenschutz-Registers nach einer Wiederherstellung durch ein Programm.',
    ),
  ).trimEnd();

const storeTitle = (name: TableName): string =>
  stores.find(({ resources }) => resources.includes(`data/Tables${name.charAt(0).toUpperCase()}${name.slice(1)}`))?.title ?? `Tabelle ${name}`;

const isPersonal = ({ classification }: ClassifiedAttribute): boolean => classification.subject !== 'none';

/** The states of a head say something of a person only on an item that does: left out here. */
function subjectsOf(kind: ItemKind): string {
  const subjects = classifiedAttributes(kind.schema)
    .filter(({ path }) => !(path in headAttributes))
    .map(({ classification }) => classification.subject);
  const named = [...new Set(subjects)].filter((subject) => subject !== 'none');
  return named.length === 0 ? subjectWords.none : named.map((subject) => subjectWords[subject]).join(', ');
}

const differs = (cls: DeletionClass): boolean => sectors.some((sector) => JSON.stringify(rulesOf[sector][cls]) !== JSON.stringify(rulesOf.general[cls]));

/** A text about a class; where it differs between the sectors, a line for each text. */
function bySector(cls: DeletionClass, text: (rule: DeletionRule) => string): string {
  const texts = Map.groupBy(sectors, (sector) => text(rulesOf[sector][cls]));
  const [only, ...others] = texts.keys();
  return others.length === 0 ? only! : [...texts].map(([words, those]) => `${those.map((sector) => sectorWords[sector]).join('; ')}: ${words}`).join('\n');
}

const sources = (rule: DeletionRule): string =>
  sourcesOf(rule)
    .map((source) => source.replaceAll(/§(?=\d)/g, '§ '))
    .join('\n');

/** Whether the end depends on something that may never happen. */
const isOpen = (rule: DeletionRule): boolean => termsOf(rule).some(({ start }) => start !== 'recorded' && start !== 'sent');

const ceilingOf = (rule: DeletionRule): string =>
  rule.maximum ? 'die Höchstfrist' : rule.ceiling ? periodWords(rule.ceiling) : isOpen(rule) ? 'keine' : 'nicht nötig: Frist steht fest';

const endless = (): string =>
  deletionClasses
    .filter((cls) => isOpen(rulesOf.general[cls]) && !rulesOf.general[cls].ceiling)
    .map(code)
    .join(', ');

function classesFrom(start: StartPoint): string {
  const from = deletionClasses.filter((cls) => termsOf(rulesOf.general[cls]).some((term) => term.start === start));
  return from.map(code).join(', ');
}

const anonymisedKinds = (): string =>
  storedItems.kinds
    .filter((kind) => headEnding(kind)?.anonymised)
    .map(({ title }) => title)
    .join(', ');

const unsecured = (): string[] =>
  Object.entries(tables)
    .filter(([, shape]: [string, TableShape]) => shape.timeToLive)
    .map(([name]) => storeTitle(name as TableName));

/** Classes of what tells of an erasure itself. */
const ownRecords: readonly DeletionClass[] = storedItems.kinds.flatMap((kind) => (headEnding(kind)?.recordsErasure ? storedItems.classesOf(kind) : []));

function effectText(cls: DeletionClass, running: boolean): string {
  if (ownRecords.includes(cls)) return 'bleibt als Nachweis bis zum Ende der Frist';
  const { onErasure } = rulesOf.general[cls];
  const effect = effectOn(onErasure, running);
  const ground =
    effect === 'refuse' ? erasureGrounds['refuse-while-running'] : effect === 'retain' || effect === 'none' ? erasureGrounds[onErasure] : undefined;
  return effectWords[effect] + (ground ? ` (${ground})` : '');
}

const waived = ({ use }: DeletionRule): string => (use ? termWords(use) : '–');
