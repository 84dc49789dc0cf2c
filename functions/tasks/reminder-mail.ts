import { emailMessage, type EmailMessage } from '../../shared/notifications/message.ts';

/** Who writes to the company's own people, and where they work. */
export interface ReminderSender {
  readonly company: string;
  readonly imprint: readonly string[];
  readonly deskUrl?: string | undefined;
}

/** The mail by which somebody is reminded of a case: its number, and nothing of whom it is about. It may be read by others, on a telephone in a train. */
export const reminderMail = (ticketNumber: string, { company, imprint, deskUrl }: ReminderSender): EmailMessage =>
  emailMessage({
    subject: `Wiedervorlage: Vorgang ${ticketNumber}`,
    before: ['Guten Tag,', `der Vorgang ${ticketNumber} liegt zur Wiedervorlage in Ihrem Posteingang.`],
    ...(deskUrl !== undefined && { link: { action: 'Zum Posteingang', url: deskUrl } }),
    after: [company],
    imprint,
  });
