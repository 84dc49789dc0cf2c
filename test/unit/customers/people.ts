/** Made-up people for tests. */
import type { ContactPoint, NewCustomer } from '../../../shared/customers/new-customer.ts';

export const email = (address: string): ContactPoint => ({ channel: 'email', address, verifiedAt: '2026-03-01T09:00:00.000Z' });
export const sms = (address: string): ContactPoint => ({ channel: 'sms', address, verifiedAt: '2026-03-01T09:05:00.000Z' });

export const paula: NewCustomer = {
  givenName: 'Paula',
  familyName: 'Sommer',
  insuranceNumber: 'K-2026-000001',
  address: { street: 'Lindenstraße 7', postalCode: '50674', city: 'Köln', country: 'DE' },
  iban: 'DE89370400440532013000',
  contactPoints: [email('Paula.Sommer@example.org'), sms('+4915112345678')],
  notifyBy: 'sms',
  relationshipStartedOn: '2026-03-01',
};
