import * as z from 'zod';
import { envelopeLine, isForEnvelopes } from '../letters/printable-line.ts';
import { oneLine } from '../personal-data/one-line.ts';

/** How somebody is addressed, if they said so: `Sehr geehrte Frau …`, `Sehr geehrter Herr …`; of all others letters are neutral. */
export const Salutation = z.enum(['frau', 'herr']);

/** A name in Latin letters, and such as our letters print. */
const LatinName = z.strictObject({ givenName: envelopeLine(80).optional(), familyName: envelopeLine(80) });

/** What somebody is called, as it stands in their papers. */
export const nameFields = {
  salutation: Salutation.optional(),
  /** Academic, or of nobility, in front of the name: `Prof. Dr.` */
  title: envelopeLine(40).optional(),
  givenName: oneLine(80).optional().describe('All of them; absent of somebody with one name'),
  familyName: oneLine(80).describe('Of somebody with one name, that'),
  latinName: LatinName.optional().describe('The same name as letters print it: needed where the original is in letters that are not Latin, or that they lack'),
  organisation: envelopeLine(80).optional().describe('For whom they are written to: stands above the name on letters'),
};

/** A name, as far as it is one. */
export interface PersonName {
  readonly givenName?: string | undefined;
  readonly familyName: string;
  readonly latinName?: PersonName | undefined;
}

/** The whole name in one line, as it was given. */
export const nameOf = ({ givenName, familyName }: Pick<PersonName, 'givenName' | 'familyName'>): string =>
  givenName === undefined ? familyName : `${givenName} ${familyName}`;

/** The name that letters print: the Latin one where there is one. */
export const printedName = ({ latinName, givenName, familyName }: PersonName): PersonName => latinName ?? { givenName, familyName };

/** A check of a schema: the name can stand on an envelope, or its Latin form beside it can. */
export function nameCanBePrinted(name: PersonName, context: z.core.$RefinementCtx<PersonName>): void {
  if (name.latinName) return;
  for (const part of ['givenName', 'familyName'] as const) {
    if (isForEnvelopes(name[part] ?? '')) continue;
    context.addIssue({ code: 'custom', path: [part], message: 'has letters that are not Latin, or that our letters cannot print; give latinName beside it' });
  }
}
