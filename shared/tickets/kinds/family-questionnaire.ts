import * as z from 'zod';
import { thirdPartyData } from '../../personal-data/classification.ts';
import { oneLine } from '../../personal-data/one-line.ts';
import { PlausibleDay, requirePastDay } from '../../personal-data/plausible-days.ts';
import { ticketDetails, ticketKind } from './ticket-kind.ts';

const purpose = 'Prüfung der Familienversicherung';
const duty = '6(1)(c)' as const;

/** Who is insured with the customer [Familienfragebogen; family insurance, SGB V § 10, which is also why relatives' data may be asked for]. */
export const familyQuestionnaire = ticketKind({
  name: 'family-questionnaire',
  title: 'Familienfragebogen',
  skill: 'service',
  countedAs: 'question',
  needs: 'details',
  details: ticketDetails({
    schema: z.strictObject({
      members: z
        .array(
          z.strictObject({
            name: thirdPartyData(oneLine(90), 'Name des Familienmitglieds', purpose, duty),
            bornOn: thirdPartyData(PlausibleDay, 'Geburtsdatum des Familienmitglieds', purpose, duty),
            relation: thirdPartyData(z.enum(['spouse', 'life-partner', 'child', 'stepchild', 'grandchild', 'foster-child']), 'Verwandtschaft', purpose, duty),
            insuredElsewhere: thirdPartyData(z.boolean(), 'Anderweitig versichert', purpose, duty),
            /** Regular income, by the month. */
            monthlyIncomeCents: thirdPartyData(z.int().min(0).max(100_000_000), 'Monatliches Einkommen des Familienmitglieds', purpose, duty).optional(),
          }),
        )
        .min(1)
        .max(15),
    }),
    example: { members: [{ name: 'Mia Weiß', bornOn: '2019-05-04', relation: 'child', insuredElsewhere: false }] },
    check({ members }, now) {
      for (const [index, { bornOn }] of members.entries()) requirePastDay(`body.details.members.${index}.bornOn`, bornOn, now);
    },
  }),
});
