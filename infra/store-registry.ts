import type { ZodType } from 'zod';
import { fileStores, type FileStore } from '../shared/files/file-stores.ts';
import { classifiedAttributes } from '../shared/personal-data/classification.ts';
import { outsideHoldings } from '../shared/storage/outside-holdings.ts';
import { alarmTopicId, severities } from './runbook.ts';

/**
 * Every resource that holds data, with what it holds and how that ends. German, since the inventory of stores
 * (`docs/privacy/stores.md`) prints it as it stands. A resource of the templates without a row fails the tests, and so does a row
 * without a resource.
 */
export interface Store {
  readonly title: string;
  /** CloudFormation type. */
  readonly type: string;
  /** `<stack>/<logical id without its hash>`; `*` stands for the beginning of a name, where a construct makes many of a kind. */
  readonly resources: readonly string[];
  /** `pseudonym`: only ids that lead to a person as long as the person is stored. */
  readonly personal: 'ja' | 'pseudonym' | 'nein';
  readonly holds: string;
  readonly erasedBy: string;
  /** The longest that anything stays, whatever happens. */
  readonly ceiling: string;
}

const table = (name: string, row: Omit<Store, 'type' | 'resources'>): Store => ({
  type: 'AWS::DynamoDB::GlobalTable',
  resources: [`data/Tables${name}`],
  ...row,
});

const byClass = 'Löschlauf (fällige Einträge nach Löschklasse) und Löschersuchen, über das Verzeichnis der Attribute';
const backups = 'Sicherungen (PITR) 35 Tage darüber hinaus; nach einer Wiederherstellung wird zuerst das Datenschutz-Register nachgezogen';

const queue = (resource: string, title: string, personal: Store['personal'], holds: string): Store => ({
  title,
  type: 'AWS::SQS::Queue',
  resources: [`${resource}Queue`, `${resource}DeadLetters`],
  personal,
  holds,
  erasedBy: 'Verarbeitung löscht die Nachricht; nach fünf Fehlversuchen in der Fehlerwarteschlange, dort Ablauf oder erneute Verarbeitung',
  ceiling: '4 Tage, in der Fehlerwarteschlange 14 Tage ab dem ersten Senden',
});

const inWords = (holds: ZodType): string =>
  classifiedAttributes(holds)
    .map(({ classification }) => classification.what)
    .join('; ');

const filesBucket = ({ title, prefix, extension, lock, holds }: FileStore): Store => ({
  title,
  type: 'AWS::S3::Bucket',
  resources: [`data/${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}`],
  personal: 'ja',
  holds: `${inWords(holds)}. Unter ${prefix}/<Kundenkennung>/<Kennung>.${extension}, versioniert${lock === 'none' ? '' : ', gesperrt bis zum Ende der Aufbewahrung'}`,
  erasedBy:
    'Löschlauf und Löschersuchen mit dem Eintrag, zu dem die Datei gehört: alle Versionen und Löschmarkierungen, auch unter Sperre; Dateien ohne Eintrag nach 15 Minuten, spätestens beim wöchentlichen Abgleich; unvollständige Uploads nach einem Tag',
  ceiling: 'wie der Eintrag',
});

const thinEvent = 'Ereignis: Kennung des Vorgangs und Codes, nie die Kundenkennung';

export const stores: readonly Store[] = [
  table('Customers', {
    title: 'Tabelle Kundinnen und Kunden',
    personal: 'ja',
    holds: 'Stammdaten, Kontaktwege, Bankverbindung, Zugang, Prüfwerte',
    erasedBy: byClass,
    ceiling: `Ende der Kundenbeziehung + 3 Jahre 3 Monate zum Jahresende (Krankenkassen 4 Jahre 3 Monate); ${backups}`,
  }),
  table('Tickets', {
    title: 'Tabelle Tickets',
    personal: 'ja',
    holds: 'Meldungen, Nachrichten, Vermerke, Auszahlungen, Anmeldespuren; auch Daten Dritter',
    erasedBy: byClass,
    ceiling: `je Löschklasse, höchstens 30 Jahre; ${backups}`,
  }),
  table('Tasks', {
    title: 'Tabelle Aufgaben',
    personal: 'ja',
    holds:
      'Aufgaben und Wiedervorlagen zu Vorgängen, Aufgaben zu Personen, mit den Posteingängen, in denen sie liegen; Hinweise auf Rückmeldungen von Beschäftigten',
    erasedBy: byClass,
    ceiling: `Aufgaben wie der Vorgang, solche ohne Vorgang höchstens 5 Jahre, Wiedervorlagen 90 Tage nach ihrem Termin, Hinweise auf Rückmeldungen Ausscheiden + 6 Monate; ${backups}`,
  }),
  table('Time', {
    title: 'Tabelle Zeiterfassung',
    personal: 'ja',
    holds: 'Zeiteinträge zu Vorgängen, laufende Stoppuhren und Tagesstände der Sachbearbeitung, Aufwand der Teams je Tag ohne Personen und Vorgänge',
    erasedBy: byClass,
    ceiling: `Zeiteinträge wie der Vorgang, Tagesstände 45 Tage, Aufwand der Teams 5 Jahre zum Jahresende; ${backups}`,
  }),
  table('Letters', {
    title: 'Tabelle Briefe',
    personal: 'ja',
    holds: 'Briefe im Briefcenter: Betreff, Vorlage, Prüfsumme, Öffnungen, Benachrichtigung',
    erasedBy: byClass,
    ceiling: `spätere von Aufbewahrungsfrist und Ende der Kundenbeziehung + 6 Monate; ${backups}`,
  }),
  table('Documents', {
    title: 'Tabelle Dokumente',
    personal: 'ja',
    holds: 'Dateien zu Vorgängen: Name, Art, Prüfsumme, Stand der Prüfung',
    erasedBy: byClass,
    ceiling: `wie Nachrichten zum Vorgang; nicht fertig hochgeladene einen Tag, abgelehnte 30 Tage; ${backups}`,
  }),
  table('Notifications', {
    title: 'Tabelle Benachrichtigungen',
    personal: 'ja',
    holds: 'Plan, Kanal, Ziel und Ausgang von SMS und E-Mails',
    erasedBy: byClass,
    ceiling: `90 Tage; ${backups}`,
  }),
  table('Staff', {
    title: 'Tabelle Beschäftigte',
    personal: 'ja',
    holds:
      'Name, Team, Fähigkeiten der Beschäftigten; was sie zu Werkzeugen und Wissensquellen zurückmelden, mit den Antworten; Textbausteine und Fachthemen mit der Kennung, wer sie geschrieben hat',
    erasedBy: byClass,
    ceiling: `Ausscheiden + 6 Monate; Rückmeldungen ebenso nach Ausscheiden dessen, der sie gab, mit Wortlaut und Kennung derer, die antworteten, auch wenn diese vorher ausscheiden; Textbausteine und Fachthemen ein Jahr, nachdem sie außer Gebrauch sind; ${backups}`,
  }),
  table('Privacy', {
    title: 'Tabelle Datenschutz',
    personal: 'ja',
    holds: 'Löschersuchen mit Antwort, Löschläufe und Löschprotokoll (ohne Kennungen)',
    erasedBy: byClass,
    ceiling: `Löschersuchen 3 Jahre nach Antwort zum Jahresende, höchstens 5 Jahre; Löschprotokoll 3 Jahre; ${backups}`,
  }),
  table('Ledger', {
    title: 'Tabelle Datenschutz-Register',
    personal: 'pseudonym',
    holds: 'Zusagen, die eine Wiederherstellung überleben müssen: Kundenkennung, Umfang, Tage',
    erasedBy: 'Löschlauf',
    ceiling: `45 Tage nach der letzten Wirkung; ${backups}`,
  }),
  table('Idempotency', {
    title: 'Tabelle Wiederholungsschutz',
    personal: 'pseudonym',
    holds: 'Prüfsummen von Anfragen, Kennung des Angelegten, Kundenkennung',
    erasedBy: 'Löschersuchen; sonst Löschlauf und Ablauf (TTL)',
    ceiling: '24 Stunden gültig, spätestens mit dem nächsten Löschlauf weg; keine Sicherungen',
  }),
  table('Events', {
    title: 'Tabelle Ereignisse, mit Stream',
    personal: 'pseudonym',
    holds: thinEvent,
    erasedBy: 'Löschlauf; der Stream vergisst von selbst',
    ceiling: `30 Tage, Stream 24 Stunden; ${backups}`,
  }),
  table('Statistics', {
    title: 'Tabelle Statistik',
    personal: 'nein',
    holds: 'Zählungen abgeschlossener Fälle nach Jahr und Merkmalen in Stufen, ohne Kennungen; jede steht für mindestens elf Personen',
    erasedBy: 'entfällt: anonym',
    ceiling: 'unbegrenzt',
  }),
  ...Object.values<FileStore>(fileStores).map(filesBucket),
  {
    title: 'Ereignisse, die nicht zugestellt werden konnten',
    type: 'AWS::S3::Bucket',
    resources: ['data/FailedEvents'],
    personal: 'pseudonym',
    holds: thinEvent,
    erasedBy: 'Ablauf (Lebenszyklusregel)',
    ceiling: '30 Tage',
  },
  {
    title: 'Zugänge',
    type: 'AWS::Cognito::UserPool',
    resources: ['data/LoginsPool'],
    personal: 'ja',
    holds: inWords(outsideHoldings.logins.holds),
    erasedBy: 'Löschlauf und Löschersuchen mit dem Eintrag des Zugangs: abmelden, dann löschen',
    ceiling: 'Ende der Kundenbeziehung oder Ausscheiden + 6 Monate',
  },
  {
    title: 'Ereignisbus',
    type: 'AWS::Events::EventBus',
    resources: ['data/Bus'],
    personal: 'pseudonym',
    holds: `${thinEvent}; kein Archiv`,
    erasedBy: 'Zustellung',
    ceiling: '24 Stunden (Zustellversuche)',
  },
  {
    title: 'Thema geplanter Benachrichtigungen',
    type: 'AWS::SNS::Topic',
    resources: ['notifications/Planned'],
    personal: 'pseudonym',
    holds: `${thinEvent}; Kanal`,
    erasedBy: 'Zustellung',
    ceiling: '23 Tage (Zustellversuche von SNS), dann Fehlerwarteschlange',
  },
  {
    title: 'Themen der Alarme',
    type: 'AWS::SNS::Topic',
    resources: severities.map((severity) => `data/${alarmTopicId(severity)}`),
    personal: 'nein',
    holds: 'Alarmtexte; als Abonnement die E-Mail-Adresse des Betriebs',
    erasedBy: 'Zustellung; Abonnement mit dem Stack',
    ceiling: '6 Stunden (Zustellversuche)',
  },
  queue('tickets/AssignTicket', 'Warteschlange Zuweisung', 'pseudonym', thinEvent),
  queue('tickets/EscalateTicket', 'Warteschlange Fristen', 'pseudonym', thinEvent),
  queue('tickets/ReturnTickets', 'Warteschlange Vorgänge Ausgeschiedener', 'pseudonym', thinEvent),
  queue('tickets/HearCustomer', 'Warteschlange gehörte Nachrichten', 'pseudonym', thinEvent),
  queue('tickets/FileMoved', 'Warteschlange von Vorgängen, die zu einer anderen Person kommen', 'pseudonym', thinEvent),
  queue('tickets/FileMerged', 'Warteschlange zusammengeführter Vorgänge', 'pseudonym', thinEvent),
  queue('tickets/RecordNotification', 'Warteschlange Benachrichtigungsstand der Tickets', 'pseudonym', thinEvent),
  queue('letters/RecordNotification', 'Warteschlange Benachrichtigungsstand der Briefe', 'pseudonym', thinEvent),
  queue('files/RemoveOrphan', 'Warteschlange neuer und verwaister Dateien', 'pseudonym', 'Name der Datei im Speicher: Kunden- und Dateikennung'),
  queue(
    'files/Reconcile',
    'Warteschlange Abgleich der Dateien',
    'pseudonym',
    'Wie weit der Abgleich ist: Zähler, Namen von Dateien, Schlüssel eines Eintrags (Kennungen)',
  ),
  queue('notifications/PlanNotification', 'Warteschlange Benachrichtigungsplanung', 'pseudonym', thinEvent),
  {
    title: 'Fehlerwarteschlange des Themas geplanter Benachrichtigungen',
    type: 'AWS::SQS::Queue',
    resources: ['notifications/PlannedDeadLetters'],
    personal: 'pseudonym',
    holds: `${thinEvent}; Kanal`,
    erasedBy: 'Ablauf oder erneute Zustellung',
    ceiling: '14 Tage',
  },
  queue('notifications/SendSms', 'Warteschlange SMS', 'pseudonym', `${thinEvent}; keine Nummer, kein Text`),
  queue('notifications/SendEmail', 'Warteschlange E-Mail', 'pseudonym', `${thinEvent}; keine Adresse, kein Text`),
  queue('privacy/EraseCustomer', 'Warteschlange Löschersuchen', 'pseudonym', thinEvent),
  queue('privacy/PlanDeletionRun', 'Warteschlange Löschläufe', 'nein', 'Kennung des Löschlaufs'),
  queue('privacy/DeleteDue', 'Warteschlange fällige Daten', 'nein', 'Kennung des Löschlaufs, Tabelle, Abschnitt'),
  queue('documents/Check', 'Warteschlange hochgeladener Dateien', 'pseudonym', 'Name der Datei im Speicher: Kunden- und Dokumentkennung'),
  queue('letter-imports/Check', 'Warteschlange anderswo gedruckter Briefe', 'pseudonym', 'Name der Datei im Speicher: Kunden- und Übernahmekennung'),
  queue('rules/RunRules', 'Warteschlange Regeln', 'pseudonym', thinEvent),
  queue('time/EndStopwatch', 'Warteschlange vergessener Stoppuhren', 'pseudonym', 'Ereignis: Kennung der Sachbearbeitung'),
  queue('tasks/PutInInbox', 'Warteschlange Posteingänge', 'pseudonym', thinEvent),
  {
    title: 'Tageszeit des Löschlaufs',
    type: 'AWS::Scheduler::Schedule',
    resources: ['privacy/DailySchedule'],
    personal: 'nein',
    holds: 'Zeitplan mit festem Inhalt',
    erasedBy: 'entfällt',
    ceiling: 'entfällt',
  },
  {
    title: 'Wochentag des Abgleichs der Dateien',
    type: 'AWS::Scheduler::Schedule',
    resources: ['files/WeeklySchedule'],
    personal: 'nein',
    holds: 'Zeitplan mit festem Inhalt',
    erasedBy: 'entfällt',
    ceiling: 'entfällt',
  },
  {
    title: 'Takt der Wiedervorlagen',
    type: 'AWS::Scheduler::Schedule',
    resources: ['operations/WakeEveryMinute'],
    personal: 'nein',
    holds: 'Zeitplan ohne Inhalt, einer für alle; was wann ansteht, steht auf den Einträgen selbst',
    erasedBy: 'entfällt',
    ceiling: 'entfällt',
  },
  {
    title: 'Protokolle der Funktionen',
    type: 'AWS::Logs::LogGroup',
    resources: ['*Logs'],
    personal: 'pseudonym',
    holds: 'Codes, Zähler, Kennungen von Anfragen und Ereignissen; die Felder sind fest, kein Text, keine Kundenkennung',
    erasedBy: 'Ablauf',
    ceiling: 'Aufbewahrung der Stufe: 7, 14 oder 30 Tage',
  },
  {
    title: 'Zugriffsprotokoll der Schnittstelle',
    type: 'AWS::Logs::LogGroup',
    resources: ['data/ApiAccessLog'],
    personal: 'nein',
    holds: 'Route, Status, Kennung der Anfrage; kein Pfad, keine IP-Adresse',
    erasedBy: 'Ablauf',
    ceiling: 'Aufbewahrung der Stufe: 7, 14 oder 30 Tage',
  },
  {
    title: 'Zustellprotokoll der SMS',
    type: 'AWS::Logs::LogGroup',
    resources: ['notifications/SmsDeliveriesSent', 'notifications/SmsDeliveriesFailed'],
    personal: 'ja',
    holds: 'Rufnummer und Zustellstand',
    erasedBy: 'Ablauf',
    ceiling: '14 Tage',
  },
  {
    title: 'Schlüssel der Daten',
    type: 'AWS::KMS::Key',
    resources: ['data/Key'],
    personal: 'nein',
    holds: 'Schlüssel, jährlich erneuert',
    erasedBy: 'entfällt',
    ceiling: 'entfällt',
  },
  {
    title: 'Schlüssel der Prüfwerte',
    type: 'AWS::KMS::Key',
    resources: ['data/LookupKey'],
    personal: 'nein',
    holds: 'Schlüssel, mit dem Nummern in Prüfwerte verwandelt werden; verlässt KMS nie',
    erasedBy: 'entfällt',
    ceiling: 'entfällt',
  },
];

/** Types of resources that hold nothing of anybody: settings, code, permissions. Any other type needs rows. */
export const typesWithoutData: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Events::Rule',
  'AWS::GuardDuty::MalwareProtectionPlan',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::S3::BucketPolicy',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** What is held for us without a resource of ours. */
export const storesElsewhere: readonly Omit<Store, 'type' | 'resources'>[] = [
  {
    title: 'Versand von E-Mails (SES)',
    personal: 'ja',
    holds: 'Nachrichten bis zur Zustellung; Adressen in der Sperrliste des Kontos nach Rückläufern',
    erasedBy: 'Zustellung; der Eintrag der Sperrliste mit dem Eintrag, in dem die Adresse steht (Löschlauf und Löschersuchen)',
    ceiling: 'Zustellversuche 14 Stunden; Sperrliste wie Stammdaten, Beschäftigte, Löschersuchen',
  },
  {
    title: 'Versand von SMS (SNS)',
    personal: 'ja',
    holds: 'Nachricht und Rufnummer bis zur Übergabe an den Mobilfunkanbieter',
    erasedBy: 'Übergabe',
    ceiling: 'bestimmt der Mobilfunkanbieter',
  },
  {
    title: 'Sicherungen der Tabellen (PITR)',
    personal: 'ja',
    holds: 'Frühere Stände aller Tabellen außer dem Wiederholungsschutz',
    erasedBy: 'Ablauf',
    ceiling: '35 Tage',
  },
];
