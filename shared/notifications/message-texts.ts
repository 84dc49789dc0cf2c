import type { NotificationTemplate } from './notification.ts';

/** A list in the portal that messages lead to; where it is there is a setting of the stage. */
export type PortalPlace = 'tickets' | 'letters';

/**
 * What is written to customers. Who reads over their shoulder learns that something is there, and nothing else: no name, no subject; a
 * mail has the number of the case, which says nothing to others; the link leads to a list behind the login. Texts may use
 * `{{company}}`, and those of mails `{{number}}` and `{{replies}}` (whether replies are read) in sections of their own name; they and the
 * link are put in when the message is made.
 */
export interface MessageText {
  /** Where in the portal the matter is. */
  readonly place: PortalPlace;
  readonly email: {
    readonly subject: string;
    readonly before: readonly string[];
    /** The words of the link. */
    readonly action: string;
    readonly after: readonly string[];
  };
  /**
   * May use `{{link}}` too. One segment with the longest name that a company may have, so it is short, and has only characters of GSM-7: no
   * dashes, no typographic quotation marks.
   */
  readonly sms?: string;
}

const neverAsked = 'Aus Sicherheitsgründen steht in dieser Nachricht nichts Weiteres. Nach Passwörtern oder Bankdaten fragen wir nie per E-Mail oder SMS.';
const notYou =
  '{{#replies}}Dann antworten Sie bitte auf diese E-Mail. Wir gehen dem nach.{{/replies}}{{^replies}}Dann sagen Sie uns bitte Bescheid, und wir gehen dem nach. Wie Sie uns erreichen, steht am Ende dieser E-Mail; Antworten auf sie werden nicht gelesen.{{/replies}}';
const greeting = 'Freundliche Grüße';
const signature = '{{company}}';

export const messageTexts: Readonly<Record<NotificationTemplate, MessageText>> = {
  'ticket-confirmation': {
    place: 'tickets',
    email: {
      subject: 'Ihre Meldung ist bei uns eingegangen',
      before: [
        'Guten Tag,',
        'Ihre Meldung ist bei uns eingegangen, und wir kümmern uns darum.{{#number}} Sie hat die Nummer {{number}}. Bitte nennen Sie diese Nummer, wenn Sie uns anrufen oder schreiben.{{/number}}',
        'Den Stand der Bearbeitung sehen Sie jederzeit im Kundenportal:',
      ],
      action: 'Stand der Bearbeitung ansehen',
      after: [`Sie haben uns nichts gemeldet? ${notYou}`, neverAsked, greeting, signature],
    },
  },
  'new-letter': {
    place: 'letters',
    email: {
      subject: 'Im Kundenportal liegt ein neuer Brief für Sie',
      before: ['Guten Tag,', 'im Kundenportal liegt ein neuer Brief{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie:'],
      action: 'Brief im Kundenportal lesen',
      after: [`Sie haben kein Kundenportal bei uns? ${notYou}`, neverAsked, greeting, signature],
    },
    sms: '{{company}}: Neuer Brief im Kundenportal: {{link}}',
  },
  'new-message': {
    place: 'tickets',
    email: {
      subject: 'Im Kundenportal liegt eine neue Nachricht für Sie',
      before: ['Guten Tag,', 'im Kundenportal liegt eine neue Nachricht{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie:'],
      action: 'Nachricht im Kundenportal lesen',
      after: [`Sie haben kein Kundenportal bei uns? ${notYou}`, neverAsked, greeting, signature],
    },
    sms: '{{company}}: Neue Nachricht im Portal: {{link}}',
  },
};
