import * as z from 'zod';
import { erasureLookDue } from '../../../events/erasure-look-due.ts';
import { dayOf } from '../../personal-data/calendar.ts';
import { customerData, technical } from '../../personal-data/classification.ts';
import { deletionClasses } from '../../personal-data/deletion-rules.ts';
import { customerKeys, headAttributes, itemKind } from '../../storage/item-kind.ts';
import { childKey } from '../../storage/item-writes.ts';
import type { ItemKey } from '../../storage/item.ts';
import { wakeAttributes } from '../../storage/wake-index.ts';
import { ErasureStatus, isLookedAt, nextLook, type ErasureRequest } from './erasure.ts';
import { countedInErasure, tallyAttributes, type TallySheet } from '../deletion/tally.ts';

const rights = 'Bearbeitung und Nachweis des Ersuchens';
const duty = '6(1)(c)' as const;

/** The file of an erasure request: `cus_… / era#era_…`. It outlives what it erases, by the limitation period. */
export const erasureRequestKind = itemKind({
  kind: 'erasure-request',
  table: 'privacy',
  title: 'Löschersuchen',
  sk: 'era#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('erasure-request'),
    id: customerData(z.string(), 'Kennung des Ersuchens', rights, duty),
    status: customerData(ErasureStatus.clone(), 'Bearbeitungsstand', rights, duty),
    receivedAt: customerData(z.iso.datetime(), 'Eingegangen am', rights, duty),
    requestedBy: technical(z.enum(['customer', 'officer']), 'Eingereicht durch (Rolle)'),
    replyTo: customerData(z.string(), 'E-Mail-Adresse für die Antwort, bis sie versandt ist', rights, duty).optional(),
    answerDueOn: technical(z.iso.date(), 'Antwort fällig am'),
    answeredAt: customerData(z.iso.datetime(), 'Beantwortet am', rights, duty).optional(),
    outcome: customerData(z.enum(['complete', 'partial']), 'Ergebnis', rights, duty).optional(),
    lines: z
      .array(
        z.strictObject({
          class: technical(z.enum(deletionClasses), 'Löschklasse'),
          title: technical(z.string(), 'Bezeichnung der Löschklasse'),
          result: customerData(z.enum(['deleted', 'retained', 'protected', 'refused']), 'Ergebnis je Löschklasse', rights, duty),
          count: customerData(z.number(), 'Anzahl der Einträge', rights, duty),
          ground: technical(z.string(), 'Rechtsgrund').optional(),
          endsOn: customerData(z.iso.date(), 'Ende der Aufbewahrung', rights, duty).optional(),
        }),
      )
      .optional(),
    answerMail: technical(z.enum(['claimed', 'sent', 'unknown', 'failed']), 'Versand der Antwort').optional(),
    answerClaimedAt: technical(z.iso.datetime(), 'Versand der Antwort begonnen am').optional(),
    gsi1pk: customerData(z.string(), 'Kennung des Ersuchens', rights, duty),
    gsi1sk: technical(z.string(), 'Sortierschlüssel des Index'),
    ...wakeAttributes,
    ...headAttributes,
  }),
  ending: {
    class: 'rights-request',
    recordedAt: (item) => item.receivedAt,
    // Answered in part is not answered yet: the rest is still to come.
    starts: (item) => (item.answeredAt && item.outcome === 'complete' ? { answered: dayOf(new Date(item.answeredAt)) } : {}),
    recordsErasure: true,
    toldAs: ({ id }) => id,
    wakes: ({ id, status }, told) => erasureLookDue.make({ ...told, aggregateId: id, data: { status } }),
    sleepsOn: (item, now) => (isLookedAt(item) ? nextLook(now) : undefined),
    // The answer goes out when everything else is gone, and may come back.
    outside: (item) => (item.replyTo ? [{ store: 'mail-suppression', reference: item.replyTo }] : []),
  },
});

/** What an erasure has deleted so far, and left in its place: counted with each deletion, so that the answer is right after any crash. */
export const erasureCountKind = itemKind({
  kind: 'erasure-count',
  table: 'privacy',
  title: 'Zählung zu einem Löschersuchen',
  sk: 'era#',
  foundBy: 'partition',
  schema: z.object({ ...customerKeys('erasure-count'), ...tallyAttributes(countedInErasure) }),
  ending: { withHead: erasureRequestKind.kind, under: ({ pk, sk }) => ({ pk, prefix: `${sk}#` }) },
});

export const erasureKey = (customerId: string, requestId: string): ItemKey => ({ pk: customerId, sk: `${erasureRequestKind.sk}${requestId}` });

/** Where deletions of an erasure are counted. */
export const erasureSheet = ({ customerId, id }: Pick<ErasureRequest, 'customerId' | 'id'>): TallySheet => ({
  kind: erasureCountKind,
  keyFor: (cls, table) => childKey(erasureCountKind, erasureKey(customerId, id), `${table}#${cls}`),
});

/** The request in a stored item. */
export function erasureRequestOf(item: z.infer<typeof erasureRequestKind.schema>): ErasureRequest {
  const { id, pk, status, receivedAt, requestedBy, replyTo, answerDueOn, answeredAt, outcome, lines, answerMail, answerClaimedAt } = item;
  return { id, customerId: pk, status, receivedAt, requestedBy, replyTo, answerDueOn, answeredAt, outcome, lines, answerMail, answerClaimedAt };
}
