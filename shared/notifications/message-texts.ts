import type { NotificationTemplate } from './notification.ts';

/**
 * What is written to customers. Who reads over their shoulder learns that something is there, and nothing else: no name, no
 * subject, no number; the link leads to a list behind the login. Texts may use `{{company}}`; it and the link are put in
 * when the message is made.
 */
export interface MessageText {
  /** Where in the portal the matter is. */
  readonly path: '/tickets' | '/letters';
  readonly email: {
    readonly subject: string;
    readonly before: readonly string[];
    /** The words of the link. */
    readonly action: string;
    readonly after: readonly string[];
  };
  /** May use `{{link}}` too. Two segments at most, so only characters of GSM-7: no dashes, no typographic quotation marks. */
  readonly sms?: string;
}

const neverAsked = 'Aus Sicherheitsgründen steht in dieser Nachricht nichts Weiteres. Nach Passwörtern oder Bankdaten fragen wir nie per E-Mail oder SMS.';
const greeting = 'Freundliche Grüße';
const signature = '{{company}}';

export const messageTexts: Readonly<Record<NotificationTemplate, MessageText>> = {
  'ticket-confirmation': {
    path: '/tickets',
    email: {
      subject: 'Ihre Meldung ist bei uns eingegangen',
      before: ['Guten Tag,', 'Ihre Meldung ist bei uns eingegangen, und wir kümmern uns darum. Den Stand der Bearbeitung sehen Sie jederzeit im Kundenportal:'],
      action: 'Stand der Bearbeitung ansehen',
      after: ['Sie haben uns nichts gemeldet? Dann antworten Sie bitte auf diese E-Mail. Wir gehen dem nach.', neverAsked, greeting, signature],
    },
  },
  'new-letter': {
    path: '/letters',
    email: {
      subject: 'Im Kundenportal liegt ein neuer Brief für Sie',
      before: ['Guten Tag,', 'im Kundenportal liegt ein neuer Brief für Sie:'],
      action: 'Brief im Kundenportal lesen',
      after: ['Sie haben kein Kundenportal bei uns? Dann antworten Sie bitte auf diese E-Mail. Wir gehen dem nach.', neverAsked, greeting, signature],
    },
    sms: '{{company}}: Im Kundenportal liegt ein neuer Brief für Sie: {{link}} Sie haben kein Kundenportal bei uns? Dann löschen Sie diese SMS bitte.',
  },
  'new-message': {
    path: '/tickets',
    email: {
      subject: 'Im Kundenportal liegt eine neue Nachricht für Sie',
      before: ['Guten Tag,', 'im Kundenportal liegt eine neue Nachricht für Sie:'],
      action: 'Nachricht im Kundenportal lesen',
      after: ['Sie haben kein Kundenportal bei uns? Dann antworten Sie bitte auf diese E-Mail. Wir gehen dem nach.', neverAsked, greeting, signature],
    },
    sms: '{{company}}: Im Kundenportal liegt eine neue Nachricht für Sie: {{link}}',
  },
};
