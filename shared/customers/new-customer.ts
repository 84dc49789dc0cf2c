import { isValidIBAN } from 'ibantools';
import * as z from 'zod';
import { EmailAddress } from '../personal-data/email-address.ts';
import { PlausibleDay, UtcInstant } from '../personal-data/plausible-days.ts';
import { LoginName } from './login-name.ts';
import { nameCanBePrinted, nameFields } from './name.ts';
import { InsuranceNumber } from './insurance-number.ts';
import { inE164, isMobileNumber } from './phone-number.ts';
import { Address } from './postal-address.ts';

/** IBAN in the electronic form (ISO 13616): no spaces, check digits valid. Spaces typed by people are taken out. */
export const Iban = z
  .string()
  .max(42)
  .meta({ format: 'iban' })
  .transform((text) => text.replace(/\s/g, '').toUpperCase())
  .refine(isValidIBAN, 'is not a valid IBAN');

/**
 * Mobile number, kept in E.164 form however it is written: an SMS to a landline or a service reaches nobody, or costs. In a body no plus gets lost, so a
 * space in front is none.
 */
export const MobileNumber = z
  .string()
  .max(30)
  .overwrite((text) => inE164(text.trim()) ?? text)
  .refine(isMobileNumber, 'must be a mobile number in international form, e.g. +49…')
  .meta({ format: 'mobile-number' });

/** A way to reach somebody, given by themselves and verified by whoever registers them. */
export const ContactPoint = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('sms'), address: MobileNumber, verifiedAt: UtcInstant }),
  z.strictObject({ channel: z.literal('email'), address: EmailAddress, verifiedAt: UtcInstant }),
]);
export type ContactPoint = z.infer<typeof ContactPoint>;

/** One of a channel at most, in JSON Schema. */
const oneAtMost = (channel: ContactPoint['channel']) => ({
  contains: { type: 'object', properties: { channel: { const: channel } }, required: ['channel'] },
  minContains: 0,
  maxContains: 1,
});

const masterDataFields = {
  ...nameFields,
  insuranceNumber: InsuranceNumber,
  address: Address,
  iban: Iban,
  /** Where they can be told of something. Whoever has no e-mail address has no login: clerks act for them. */
  contactPoints: z
    .array(ContactPoint)
    .min(1)
    .max(2)
    .refine((points) => new Set(points.map((point) => point.channel)).size === points.length, 'at most one per channel')
    // The same for the reference, which knows a schema and no code.
    .meta({ allOf: [oneAtMost('email'), oneAtMost('sms')] }),
  notifyBy: z.enum(['sms', 'email']),
  login: LoginName.optional().describe(
    'How they log in: by their e-mail address, by their id with us (where the address is another’s login: couples, members of staff), or not at all. Left out: as before; of somebody new, by e-mail if they have an address, else not',
  ),
};

/** Master data of a customer. When the relationship began and ended is put right by endpoints of its own. */
export const MasterData = z.strictObject(masterDataFields).superRefine(nameCanBePrinted);
export type MasterData = z.infer<typeof MasterData>;
export type MasterDataField = keyof typeof masterDataFields;
export const masterDataNames = Object.keys(masterDataFields) as MasterDataField[];

/** A new customer, as the CRM or an agent hands them in. */
export const NewCustomer = z.strictObject({ ...masterDataFields, relationshipStartedOn: PlausibleDay }).superRefine(nameCanBePrinted);
export type NewCustomer = z.infer<typeof NewCustomer>;
