import * as z from 'zod';
import { reminderDue } from '../../events/reminder-due.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, mayTellOfHealth, staffData, technical } from '../personal-data/classification.ts';
import { alongAttributes, customerKeys, headAttributes, itemKind, parseItem } from '../storage/item-kind.ts';
import { isHidden } from '../storage/item-states.ts';
import type { Item, ItemKey } from '../storage/item.ts';
import { asleep, wakeAttributes } from '../storage/wake-index.ts';
import type { TicketRef } from '../tickets/ticket-check.ts';
import { inboxAttributes } from './inbox.ts';
import { isThrough, ReminderCause, ReminderMail, type Reminder } from './reminder.ts';

const caseFile = 'Bearbeitung des Falls';

/** Under this lie the reminders of a case, in the order in which they were set. */
export const reminderPrefix = (ticketId: string): string => `rem#${ticketId}#`;

/** A reminder of a case: `cus_… / rem#tck_…#rem_…`. */
export const reminderKind = itemKind({
  kind: 'reminder',
  table: 'tasks',
  title: 'Wiedervorlage eines Vorgangs',
  sk: 'rem#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('reminder'),
    id: customerData(z.string(), 'Kennung der Wiedervorlage', caseFile),
    ticketId: customerData(z.string(), 'Kennung des Vorgangs', caseFile),
    ticketNumber: customerData(z.string(), 'Vorgangsnummer', caseFile),
    special: mayTellOfHealth(customerData(z.literal('health'), 'Gesundheitsbezug', caseFile)).optional(),
    at: customerData(z.iso.datetime(), 'Termin', caseFile),
    note: mayTellOfHealth(customerData(z.string(), 'Vermerk', caseFile)).optional(),
    redactedBy: technical(z.string(), 'Kennung der Schwärzung').optional(),
    forAgent: staffData(z.string(), 'Für wen (Kennung)', caseFile).optional(),
    byMail: technical(z.boolean(), 'Auch per E-Mail'),
    setAt: customerData(z.iso.datetime(), 'Angelegt am', caseFile),
    setBy: staffData(z.string(), 'Angelegt von (Kennung)', caseFile).optional(),
    cause: technical(ReminderCause.clone(), 'Anlass (Frist des Vorgangs, Rücknahme)').optional(),
    firedAt: customerData(z.iso.datetime(), 'Vorgelegt am', caseFile).optional(),
    mail: technical(ReminderMail.clone(), 'Stand der E-Mail').optional(),
    mailClaimedAt: technical(z.iso.datetime(), 'Versand begonnen').optional(),
    gsi1pk: customerData(z.string(), 'Kennung der Wiedervorlage', 'Auffinden zum Termin'),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...inboxAttributes,
    ...alongAttributes,
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'reminder',
    recordedAt: (item) => item.setAt,
    starts: (item) => ({ 'last-effect': dayOf(new Date(item.at)) }),
    partOf: {
      kind: 'ticket',
      id: ({ ticketId }) => ticketId,
      prefix: reminderPrefix,
      goesAlong: {
        to: ({ id }, ticket) => ({ sk: `${reminderPrefix(ticket.id)}${id}`, ticketId: ticket.id, ticketNumber: ticket.number }),
        toPerson: {},
      },
    },
    toldAs: ({ id }) => id,
    wakes: ({ id }, told) => reminderDue.make({ ...told, aggregateId: id, data: {} }),
    // Until it has come up and its mail is through, in case that the message about it was lost.
    sleepsOn: (item, now) => (isThrough(item) ? undefined : new Date(now.getTime() + lookAgainMs)),
  },
  written: { parts: ['note'] },
});

/** After this, whoever was to deal with it has either done so or never heard of it. */
const lookAgainMs = 30 * 60_000;

export const reminderKey = ({ customerId, id: ticketId }: TicketRef, reminderId: string): ItemKey => ({
  pk: customerId,
  sk: `${reminderPrefix(ticketId)}${reminderId}`,
});

/** The key of a reminder that is known. */
export const keyOfReminder = ({ customerId, ticketId, id }: Pick<Reminder, 'customerId' | 'ticketId' | 'id'>): ItemKey =>
  reminderKey({ customerId, id: ticketId }, id);

/** What is stored of a new reminder, but for what its kind adds. */
export const reminderAttributes = ({ customerId, redacted: _, ...reminder }: Reminder) => ({
  ...keyOfReminder({ customerId, ...reminder }),
  ...reminder,
  gsi1pk: reminder.id,
  gsi1sk: 'reminder',
  ...asleep(reminder.id, new Date(reminder.at)),
});

/** The reminder in a stored item. */
export function reminderOf(item: Item): Reminder {
  const { pk, id, ticketId, ticketNumber, special, at, note, forAgent, byMail, setAt, setBy, cause, ...rest } = parseItem(reminderKind, item);
  const { firedAt, mail, mailClaimedAt, redactedBy } = rest;
  const said = { at, note, forAgent, byMail, setAt, setBy, cause, ...(redactedBy && { redacted: true as const }) };
  return { id, customerId: pk, ticketId, ticketNumber, special, ...said, firedAt, mail, mailClaimedAt };
}

/** A reminder for people to see; neither what is kept for the law only, nor what is being deleted. */
export const visibleReminder = (item: Item | undefined): Reminder | undefined => (item && !isHidden(item) ? reminderOf(item) : undefined);
