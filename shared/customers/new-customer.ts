import { isValidIBAN } from 'ibantools';
import * as z from 'zod';
import { EmailAddress } from '../personal-data/email-address.ts';
import { oneLine } from '../personal-data/one-line.ts';
import { RelationshipDay, UtcInstant } from '../personal-data/plausible-days.ts';
import { LoginName } from './login-name.ts';
import { isMobileNumber } from './phone-number.ts';

/** A postal address as a letter needs it. */
export const Address = z.strictObject({
  street: oneLine(80),
  postalCode: z.string().regex(/^\d{4,5}$/, 'must be 4 or 5 digits'),
  city: oneLine(60),
  country: z.enum(['DE', 'AT', 'CH', 'LI']),
});
export type Address = z.infer<typeof Address>;

/** IBAN in the electronic form (ISO 13616): no spaces, check digits valid. Spaces typed by people are taken out. */
export const Iban = z
  .string()
  .max(42)
  .transform((text) => text.replace(/\s/g, '').toUpperCase())
  .refine(isValidIBAN, 'is not a valid IBAN');

/** Mobile number in E.164 form: an SMS to a landline or a service reaches nobody, or costs. Spaces around it are taken off. */
export const MobileNumber = z.string().max(20).trim().refine(isMobileNumber, 'must be a mobile number in international form, e.g. +49…');

/** A way to reach somebody, given by themselves and verified by whoever registers them. */
export const ContactPoint = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('sms'), address: MobileNumber, verifiedAt: UtcInstant }),
  z.strictObject({ channel: z.literal('email'), address: EmailAddress, verifiedAt: UtcInstant }),
]);
export type ContactPoint = z.infer<typeof ContactPoint>;

/** Master data of a customer, as the CRM or an agent hands it in. */
export const NewCustomer = z.strictObject({
  givenName: oneLine(80),
  familyName: oneLine(80),
  /** Upper-case letters and digits, as printed on the insurance card. */
  insuranceNumber: z.string().regex(/^[A-Z0-9-]{6,20}$/, 'must be 6 to 20 upper-case letters, digits or hyphens'),
  address: Address,
  iban: Iban,
  /** Where they can be told of something. Whoever has no e-mail address has no login: clerks act for them. */
  contactPoints: z
    .array(ContactPoint)
    .min(1)
    .max(2)
    .refine((points) => new Set(points.map((point) => point.channel)).size === points.length, 'at most one per channel'),
  notifyBy: z.enum(['sms', 'email']),
  relationshipStartedOn: RelationshipDay,
  login: LoginName.optional().describe(
    'How they log in: by their e-mail address, by their id with us (where the address is another’s login: couples, members of staff), or not at all. Left out: by e-mail if they have an address, else not',
  ),
});
export type NewCustomer = z.infer<typeof NewCustomer>;
