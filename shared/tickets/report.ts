import * as z from 'zod';
import { CustomerId } from '../customers/customer-id.ts';
import { invalidField } from '../domain-error.ts';
import { dayOf } from '../personal-data/calendar.ts';
import { Country } from '../personal-data/country.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { PlausibleInstant, requireNear, requirePast } from '../personal-data/plausible-days.ts';
import { PostalCode, postalCodeProblem, withCanonicalCode } from '../personal-data/postal-code.ts';
import { severalLines } from '../personal-data/several-lines.ts';
import { kindOf, reportedKinds, type Matter } from './kinds/kinds.ts';
import type { TicketKind } from './kinds/ticket-kind.ts';

/** Somebody else who was in the accident; told within a month that we hold their data (Art. 14 GDPR). */
export const ThirdParty = z.strictObject({
  name: oneLine(120),
  contact: oneLine(200).optional(),
  role: z.enum(['opponent', 'witness', 'injured-party', 'owner']),
});

/** What happened [Schadenshergang]. */
export const Incident = z
  .strictObject({
    /** When it happened; not in the future, nor so long ago that nothing can follow from it any more. */
    at: PlausibleInstant.describe('Not in the future, not more than 30 years ago, and not more than a year before the customer first became one'),
    /** Abroad as well, and where nobody has an address: a description is enough. */
    place: z.strictObject({
      description: oneLine(300).describe('As one would tell it: `Feldweg bei Kürten, hinter der Brücke`'),
      postalCode: PostalCode.optional(),
      city: oneLine(60).optional(),
      country: Country.optional(),
    }),
    /** What was damaged, e.g. make and model of the bicycle. */
    object: oneLine(200),
    description: severalLines(4000),
    thirdParties: z.array(ThirdParty).max(10).default([]),
  })
  .meta({ id: 'Incident' });
export type Incident = z.infer<typeof Incident>;

/**
 * Somebody who reports for the customer: a relative of one who has died (BGB §§ 1922, 844), a parent (§ 1629), who has a power of attorney (§ 167), a legal
 * carer (§ 1823). Whether they may is for the clerk to see.
 */
export const ReportedBy = z
  .strictObject({
    name: oneLine(120),
    relation: z.enum(['parent', 'spouse', 'child', 'relative', 'guardian', 'heir', 'representative', 'other']),
    ground: z.enum(['deceased', 'minor', 'power-of-attorney', 'legal-care', 'other']),
    contact: oneLine(200).optional(),
  })
  .meta({ id: 'ReportedBy' });

/** The transparency notice as it was shown: evidence of information, not consent (Art. 13 GDPR). */
export const NoticeShown = z
  .strictObject({
    version: z.string().regex(/^[A-Za-z0-9.-]{1,40}$/),
    sha256: z.string().regex(/^[a-f0-9]{64}$/, 'must be a SHA-256 in lower-case hexadecimal'),
    channel: z.enum(['portal', 'phone', 'branch']),
  })
  .meta({ id: 'NoticeShown' });

/** What every report says, whatever it is of. */
export const reportFields = {
  subject: oneLine(120),
  message: severalLines(4000).optional(),
  incident: Incident.optional(),
  /** Who reports, and on what ground, where that is not the customer. */
  reportedBy: ReportedBy.optional().describe('Who reports, where that is not the customer; absent where it is'),
  /** The version of the profile (name, insurance number, address, phone, bank details) that the customer confirmed as correct. */
  confirmedProfileVersion: z.int().positive(),
  noticeShown: NoticeShown,
};

type Common = z.ZodObject<typeof reportFields>;
interface OfKind {
  readonly kind: Matter;
  /** What its kind asks for. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** A report of this kind, with these fields besides. */
function reportOf({ name, needs, details }: TicketKind, more: z.ZodRawShape) {
  const report = z.strictObject({
    kind: z.literal(name),
    ...reportFields,
    ...(needs === 'incident' && { incident: z.nonoptional(Incident.optional(), 'is required for a claim') }),
    // What a claim is about is in its incident: the rest may follow.
    ...(details && { details: needs === 'incident' ? details.schema.optional() : details.schema }),
    ...more,
  });
  if (needs !== 'message') return report;
  return (
    report
      .refine((value) => value.incident !== undefined || value.message !== undefined, { path: ['message'], message: 'is required without an incident' })
      // The same for the reference, which knows a schema and no code.
      .meta({ anyOf: [{ required: ['incident'] }, { required: ['message'] }] })
  );
}

/** A report of one of these kinds, which says what else it has: one schema for each. */
export function reportOfOne(kinds: readonly TicketKind[], more: z.ZodRawShape): z.ZodType {
  const [first, ...others] = kinds.map((kind) => reportOf(kind, more));
  return z.discriminatedUnion('kind', [first!, ...others]);
}

export type Report = z.infer<Common> & OfKind;
type ReportInput = z.input<Common> & OfKind;
interface ForSomebody {
  readonly customerId: string;
}

/** A report, as a customer hands it in. */
export const Report = reportOfOne(reportedKinds, {}) as z.ZodType<Report, ReportInput>;

/** A report that an agent hands in for somebody. */
export const ReportFor = reportOfOne(reportedKinds, { customerId: CustomerId }) as z.ZodType<Report & ForSomebody, ReportInput & ForSomebody>;

/** After so long every claim is barred, counted from what happened (BGB § 199 (2), (3) no. 2). */
const longestClaimYears = 30;

/**
 * A report as it is kept: its postal code as the post of the country writes it. Refused is what a schema cannot see: the future, a past too far, and
 * a postal code of another country.
 * @throws DomainError `invalid/invalid-body` naming the field.
 */
export function checkedReport<Said extends Report>(report: Said, now: Date): Said {
  const { incident, kind, details } = report;
  if (details) kindOf(kind).details?.check?.(details, now);
  if (!incident) return report;
  requirePast('body.incident.at', incident.at, now);
  requireNear('body.incident.at', dayOf(new Date(incident.at)), now, { yearsBack: longestClaimYears, yearsAhead: 1 });
  requirePlace(incident.place);
  return { ...report, incident: { ...incident, place: withCanonicalCode(incident.place) } };
}

/** Not part of the schema, by which reports are read too: what was taken in stays readable when the table of postal codes has changed. */
function requirePlace({ country, postalCode }: Incident['place']): void {
  const problem = country && postalCode && postalCodeProblem(country, postalCode);
  if (problem) throw invalidField('body.incident.place.postalCode', problem);
}
