import * as z from 'zod';
import type { Language } from '../language.ts';
import { customerData, staffData, technical } from '../personal-data/classification.ts';
import { joined } from './address-lines.ts';
import type { LetterRecipient, LetterReference, LetterSender, LetterSignatory } from './typesetting/content.ts';
import { formatDay } from './typesetting/text.ts';

/** Whom a letter is from and to, and what it is filed under. `date` is the day it carries (`2026-03-15`). */
export interface LetterParties {
  readonly recipient: LetterRecipient;
  readonly reference: LetterReference;
  readonly date: string;
  readonly sender: LetterSender;
  readonly signatory: LetterSignatory;
}

interface BuiltIn {
  readonly of: (parties: LetterParties, language: Language) => string | undefined;
  /** What it holds, on record as attributes of items are. */
  readonly holds: z.ZodType;
  /** Not every letter has one: texts use it in a section of its own name. */
  readonly atTimes?: true;
}

const centre = 'Zustellung im Briefcenter';

/** What texts of every letter may use besides values that are filled in; names begin with the person's title. */
export const builtIns: Readonly<Record<string, BuiltIn>> = {
  // A number is read in one piece: no line ends at its hyphens.
  reference: { of: ({ reference }) => reference.ours.replaceAll('-', '\u2011'), holds: customerData(z.string(), 'Vorgangsnummer', centre) },
  letterDate: { of: ({ date }, language) => formatDay(date, language), holds: customerData(z.string(), 'Datum des Briefs', centre) },
  fullName: {
    of: ({ recipient }) => joined(recipient.title, recipient.givenName, recipient.familyName),
    holds: customerData(z.string(), 'Titel, Vor- und Nachname', centre),
  },
  familyName: { of: ({ recipient }) => joined(recipient.title, recipient.familyName), holds: customerData(z.string(), 'Titel und Nachname', centre) },
  company: { of: ({ sender }) => sender.company, holds: technical(z.string(), 'Unternehmen') },
  signatoryName: { of: ({ signatory }) => signatory.name, holds: staffData(z.string(), 'Name der Sachbearbeitung', centre) },
  portal: { of: ({ sender }) => sender.portal, holds: technical(z.string(), 'Adresse des Kundenportals'), atTimes: true },
  givenName: { of: ({ recipient }) => recipient.givenName, holds: customerData(z.string(), 'Vorname', centre), atTimes: true },
  organisation: { of: ({ recipient }) => recipient.organisation, holds: customerData(z.string(), 'Firma oder Einrichtung', centre), atTimes: true },
  insuranceNumber: { of: ({ reference }) => reference.insuranceNumber, holds: customerData(z.string(), 'Versicherungsnummer', centre), atTimes: true },
};

const namesOf = (atTimes: true | undefined): string[] => Object.keys(builtIns).filter((name) => builtIns[name]!.atTimes === atTimes);

/** Those of every letter, and those that some have. */
export const builtInNames = { always: namesOf(undefined), atTimes: namesOf(true) };

/** As this letter prints them. */
export const builtInView = (parties: LetterParties, language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(builtIns).flatMap(([name, { of }]) => {
      const value = of(parties, language);
      return value === undefined ? [] : [[name, value]];
    }),
  );
