import * as z from 'zod';
import { customerData } from '../../personal-data/classification.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Verbesserung unserer Produkte';

/** What somebody thinks of a product, a tariff, a service [Rückmeldung]. */
export const productFeedback = ticketKind({
  name: 'product-feedback',
  title: 'Rückmeldung zu einem Produkt',
  skill: 'service',
  countedAs: 'question',
  priority: 'low',
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      product: customerData(oneLine(80), 'Bewertetes Produkt', purpose),
      /** 1 is worst, 5 is best. */
      rating: customerData(z.int().min(1).max(5), 'Bewertung', purpose),
    }),
    example: { product: 'Fahrradversicherung Komfort', rating: 4 },
  }),
});
