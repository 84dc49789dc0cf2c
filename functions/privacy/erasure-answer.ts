import { emailMessage, type EmailMessage } from '../../shared/notifications/message.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { remedies, type ErasureLine, type ErasureRequest } from '../../shared/privacy/erasure/erasure.ts';
import { storedItems } from '../../shared/stored-items.ts';

const resultWords: Record<ErasureLine['result'], string> = {
  deleted: 'gelöscht',
  retained: 'aufbewahrt und für niemanden mehr sichtbar',
  protected: 'nicht gelöscht, weil die Verarbeitung eingeschränkt oder die Löschung gesperrt ist',
  refused: 'nicht gelöscht',
};

/** Who answers: the company, with what a mail must say of it, and whether the logins of its portal are its own or those of another issuer. */
export interface AnswerSender {
  readonly company: string;
  readonly imprint: readonly string[];
  readonly ownLogins: boolean;
}

/**
 * The answer to an erasure request (Art. 12(3), (4) GDPR): what is gone, what is kept, on which ground and until when, and the
 * remedies. It names classes of data and nobody: it may be read by others than the person.
 */
export function erasureAnswer({ receivedAt, outcome, lines = [] }: ErasureRequest, { company, imprint, ownLogins }: AnswerSender): EmailMessage {
  const received = germanDay(dayOf(new Date(receivedAt)));
  const hadLogin = lines.some((line) => line.class === 'login-account');
  const login = ownLogins
    ? 'Ihr Zugang zum Kundenportal ist gelöscht.'
    : 'Ihr Zugang zum Kundenportal wird von einem anderen Dienst geführt; dort löschen wir ihn nicht. Bitte wenden Sie sich dafür an diesen Dienst.';
  return emailMessage({
    subject: 'Ihr Antrag auf Löschung Ihrer Daten',
    before: [
      'Guten Tag,',
      outcome === 'complete'
        ? `Ihren Antrag vom ${received} haben wir ausgeführt.${hadLogin ? ` ${login}` : ''}`
        : `Ihren Antrag vom ${received} haben wir ausgeführt, soweit kein laufender Vertrag oder Vorgang und keine Sperre entgegensteht.`,
      'Im Einzelnen:',
      ...lines.map(sentence),
    ],
    after: [
      outcome === 'complete'
        ? 'Was aufbewahrt wird, löschen wir zum genannten Termin von selbst. Sie müssen dafür nichts tun.'
        : 'Sobald nichts mehr entgegensteht, führen wir Ihren Antrag von selbst zu Ende und schreiben Ihnen noch einmal. Was aufbewahrt wird, löschen wir zum genannten Termin. Sie müssen dafür nichts tun.',
      'In Sicherungskopien sind gelöschte Daten noch bis zu 35 Tage enthalten; sie werden nur nach einem Ausfall gebraucht, und dann wird zuerst wieder gelöscht. Ereignisprotokolle ohne Namen und Inhalte, nur mit Kennungen, bleiben bis zu 30 Tage.',
      remedies,
      company,
    ],
    imprint,
  });
}

function sentence({ class: cls, title, result, ground, endsOn }: ErasureLine): string {
  const end = endsOn === undefined ? '' : ` Spätestens am ${germanDay(endsOn)} ist davon nichts mehr vorhanden.`;
  const became = storedItems.recordClasses.includes(cls) ? 'als Nachweis aufbewahrt' : resultWords[result];
  return `${title}: ${became}.${ground === undefined ? '' : ` Grund: ${ground}.`}${end}`;
}

const germanDay = (day: string): string => {
  const [year, month, date] = day.split('-');
  return `${Number(date)}.${Number(month)}.${year}`;
};
