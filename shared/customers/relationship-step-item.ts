import * as z from 'zod';
import { customerData, staffData, technical } from '../personal-data/classification.ts';
import { customerKeys, headAttributes, itemKind } from '../storage/item-kind.ts';
import type { ItemKey } from '../storage/item.ts';
import { ChangeReason, changeNames } from './relationship.ts';

const purpose = 'Nachvollziehbarkeit der Vertragsdaten';

/** Who changed what of a recorded relationship, and why. Events tell of it by its id, so they need not name the customer. */
export const relationshipStepKind = itemKind({
  kind: 'relationship-step',
  table: 'customers',
  title: 'Änderungen an Beginn und Ende der Kundenbeziehung',
  sk: 'relationship#',
  foundBy: 'partition',
  schema: z.object({
    ...customerKeys('relationship-step'),
    id: technical(z.string(), 'Kennung der Änderung'),
    at: customerData(z.iso.datetime(), 'Zeitpunkt der Änderung', purpose),
    byId: staffData(z.string(), 'Wer (Kennung)', purpose),
    change: customerData(z.enum(changeNames), 'Art der Änderung', purpose),
    reason: customerData(ChangeReason.clone(), 'Grund der Änderung', purpose),
    startedBefore: customerData(z.iso.date(), 'Beginn vor der Änderung', purpose),
    endedBefore: customerData(z.iso.date(), 'Ende vor der Änderung', purpose).optional(),
    ...headAttributes,
  }),
  // When the relationship ended is found out anew by whoever asks: the step itself would tell what was true when it was written.
  ending: { class: 'customer-master-data', recordedAt: ({ at }) => at, toldAs: ({ id }) => id, dueId: ({ id }) => id },
});

export const relationshipStepKey = (customerId: string, stepId: string): ItemKey => ({ pk: customerId, sk: `${relationshipStepKind.sk}${stepId}` });
