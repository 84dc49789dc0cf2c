import * as z from 'zod';
import { customerData, technical } from '../../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind } from '../../storage/item-kind.ts';
import type { ItemKey } from '../../storage/item.ts';

/**
 * The privacy ledger: what was promised to people, in a table that no restore touches. Pointers, no values; written before the
 * first effect, and replayed before a restored table takes traffic.
 */
export const ledgerKind = itemKind({
  kind: 'ledger-entry',
  table: 'ledger',
  title: 'Eintrag im Datenschutz-Register',
  sk: 'led#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('ledger-entry'),
    type: technical(z.enum(['erasure']), 'Art der Zusage'),
    scope: technical(z.enum(['everything', 'what-nothing-protects']), 'Umfang'),
    requestId: customerData(z.string(), 'Kennung des Ersuchens', 'Wiederholung nach einer Wiederherstellung', '6(1)(c)'),
    recordedOn: customerData(z.iso.date(), 'Eingetragen am', 'Wiederholung nach einer Wiederherstellung', '6(1)(c)'),
    lastEffectOn: customerData(z.iso.date(), 'Letzte Wirkung am', 'Ende des Eintrags', '6(1)(c)').optional(),
    ...headAttributes,
  }),
  ending: {
    class: 'privacy-ledger',
    recordedAt: (item) => item.recordedOn,
    starts: (item) => (item.lastEffectOn ? { 'last-effect': item.lastEffectOn } : {}),
    recordsErasure: true,
    dueId: (item) => item.requestId,
  },
});

export const ledgerKey = (customerId: string, requestId: string): ItemKey => ({ pk: customerId, sk: `${ledgerKind.sk}${requestId}` });
