import type { NotificationTemplate } from './notification.ts';

/** A list in the portal that messages lead to; where it is there is a setting of the stage. */
export type PortalPlace = 'tickets' | 'letters';

/**
 * What is written to customers. Who reads over their shoulder learns that something is there, and nothing else: no name, no subject; a
 * mail has the number of the case, which says nothing to others; the link leads to a list behind the login. Texts may use
 * `{{company}}`, and `{{number}}`, `{{phone}}` (where customers call) and, in mails, `{{replies}}` (whether replies are read) in sections of their own
 * name; they and the link are put in when the message is made.
 */
export interface MessageText {
  /** To who logs in to the portal. */
  readonly portal: {
    /** Where in it the matter is. */
    readonly place: PortalPlace;
    /** `action`: the words of the link. */
    readonly email: MailText & { readonly action: string };
    /** May use `{{link}}` too. */
    readonly sms: SmsText;
  };
  /** To who has no login: a link would lead them to a door that stays shut. They can call. */
  readonly noPortal: { readonly email: MailText; readonly sms: SmsText };
}

interface MailText {
  readonly subject: string;
  /** Before the link, if there is one. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * One segment with the longest name that a company may have, so it is short, and has only characters of GSM-7: no dashes, no typographic quotation
 * marks.
 */
type SmsText = string;

const neverAsked = 'Aus Sicherheitsgründen steht in dieser Nachricht nichts Weiteres. Nach Passwörtern oder Bankdaten fragen wir nie per E-Mail oder SMS.';
const notYou =
  '{{#replies}}Dann antworten Sie bitte auf diese E-Mail. Wir gehen dem nach.{{/replies}}{{^replies}}Dann sagen Sie uns bitte Bescheid, und wir gehen dem nach. Wie Sie uns erreichen, steht am Ende dieser E-Mail; Antworten auf sie werden nicht gelesen.{{/replies}}';
const call = '{{#phone}}Sie erreichen uns unter {{phone}}.{{/phone}}{{^phone}}Wie Sie uns erreichen, steht am Ende dieser E-Mail.{{/phone}}';
const greeting = 'Freundliche Grüße';
const signature = '{{company}}';

const received =
  'Ihre Meldung ist bei uns eingegangen, und wir kümmern uns darum.{{#number}} Sie hat die Nummer {{number}}. Bitte nennen Sie diese Nummer, wenn Sie uns anrufen oder schreiben.{{/number}}';
const notReported = `Sie haben uns nichts gemeldet? ${notYou}`;
const noPortalHere = `Sie haben kein Kundenportal bei uns? ${notYou}`;
const noCaseHere = `Sie haben keinen Vorgang bei uns? ${notYou}`;

export const messageTexts: Readonly<Record<NotificationTemplate, MessageText>> = {
  'ticket-confirmation': {
    portal: {
      place: 'tickets',
      email: {
        subject: 'Ihre Meldung ist bei uns eingegangen',
        before: ['Guten Tag,', received, 'Den Stand der Bearbeitung sehen Sie jederzeit im Kundenportal:'],
        action: 'Stand der Bearbeitung ansehen',
        after: [notReported, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Meldung eingegangen. Stand: {{link}}',
    },
    noPortal: {
      email: {
        subject: 'Ihre Meldung ist bei uns eingegangen',
        before: ['Guten Tag,', received, `Den Stand der Bearbeitung sagen wir Ihnen jederzeit gern. ${call}`],
        after: [notReported, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Meldung{{#number}} {{number}}{{/number}} eingegangen.{{#phone}} Fragen? {{phone}}{{/phone}}',
    },
  },
  'new-letter': {
    portal: {
      place: 'letters',
      email: {
        subject: 'Im Kundenportal liegt ein neuer Brief für Sie',
        before: ['Guten Tag,', 'im Kundenportal liegt ein neuer Brief{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie:'],
        action: 'Brief im Kundenportal lesen',
        after: [noPortalHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Neuer Brief im Kundenportal: {{link}}',
    },
    noPortal: {
      email: {
        subject: 'Wir haben einen Brief für Sie',
        before: [
          'Guten Tag,',
          `wir haben einen Brief{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie geschrieben. Haben Sie ihn noch nicht, dann rufen Sie uns bitte an. ${call}`,
        ],
        after: [noCaseHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Wir haben einen Brief für Sie.{{#phone}} Bitte rufen Sie an: {{phone}}{{/phone}}',
    },
  },
  'letter-withdrawn': {
    portal: {
      place: 'letters',
      email: {
        subject: 'Wir haben einen Brief zurückgezogen',
        before: [
          'Guten Tag,',
          'Sie haben im Kundenportal einen Brief{{#number}} zu Ihrem Vorgang {{number}}{{/number}} geöffnet, der nicht richtig war. Wir haben ihn zurückgezogen: Bitte richten Sie sich nicht danach. Was gilt, sehen Sie im Kundenportal:',
        ],
        action: 'Briefe im Kundenportal ansehen',
        after: [noPortalHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Ein Brief gilt nicht mehr: {{link}}',
    },
    noPortal: {
      email: {
        subject: 'Wir haben einen Brief zurückgezogen',
        before: [
          'Guten Tag,',
          `wir haben einen Brief{{#number}} zu Ihrem Vorgang {{number}}{{/number}} zurückgezogen, den Sie gelesen haben: Bitte richten Sie sich nicht danach. ${call}`,
        ],
        after: [noCaseHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Ein Brief von uns gilt nicht mehr.{{#phone}} Fragen? {{phone}}{{/phone}}',
    },
  },
  'new-message': {
    portal: {
      place: 'tickets',
      email: {
        subject: 'Im Kundenportal liegt eine neue Nachricht für Sie',
        before: ['Guten Tag,', 'im Kundenportal liegt eine neue Nachricht{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie:'],
        action: 'Nachricht im Kundenportal lesen',
        after: [noPortalHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Neue Nachricht im Portal: {{link}}',
    },
    noPortal: {
      email: {
        subject: 'Wir haben eine Nachricht für Sie',
        before: ['Guten Tag,', `wir haben eine Nachricht{{#number}} zu Ihrem Vorgang {{number}}{{/number}} für Sie. Bitte rufen Sie uns an. ${call}`],
        after: [noCaseHere, neverAsked, greeting, signature],
      },
      sms: '{{company}}: Wir haben eine Nachricht für Sie.{{#phone}} Bitte rufen Sie an: {{phone}}{{/phone}}',
    },
  },
};
