import * as z from 'zod';
import { dayOf } from '../personal-data/calendar.ts';
import { customerData, staffData, technical } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { MoveReason } from './move-reason.ts';
import { Matter } from './ticket.ts';

const proof = 'Nachweis, was aus der Akte entfernt wurde, und einer Verletzung des Schutzes personenbezogener Daten';
const duty = '6(1)(c)' as const;

/**
 * That a case was in this person's file and went to another person's: `cus_… / dep#dep_…`. The proof of what was removed here, and what whoever answers for
 * data protection asks first (Art. 33(5) GDPR): since when it was here, and how often this person was written to about it. It names neither the case nor
 * whose it is.
 */
export const departureKind = itemKind({
  kind: 'ticket-departure',
  table: 'tickets',
  title: 'Nachweis über einen Vorgang, der zu einer anderen Person gehörte',
  sk: 'dep#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('ticket-departure'),
    id: technical(z.string(), 'Kennung des Nachweises'),
    matter: technical(Matter.clone(), 'Art des Anliegens'),
    openedAt: customerData(z.iso.datetime(), 'Eröffnet am', proof, duty),
    at: customerData(z.iso.datetime(), 'Aus der Akte genommen am', proof, duty),
    byId: staffData(z.string(), 'Von wem (Kennung)', proof, duty).optional(),
    moveReason: technical(MoveReason.clone(), 'Grund, aus dem er einer anderen Person zugeordnet wurde'),
    messages: customerData(z.number(), 'Nachrichten dazu an diese Person', proof, duty),
    notifications: customerData(z.number(), 'Benachrichtigungen dazu an diese Person', proof, duty),
    entries: technical(z.number(), 'Zahl der entfernten Einträge'),
    files: technical(z.number(), 'Zahl der entfernten Dateien'),
    completedAt: technical(z.iso.datetime(), 'Alles entfernt am').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'case-notes',
    recordedAt: (item) => item.at,
    starts: (item) => ({ 'case-closed': dayOf(new Date(item.at)) }),
  },
});

export const departureKey = (customerId: string, departureId: string): ItemKey => ({ pk: customerId, sk: `${departureKind.sk}${departureId}` });
