import type { Announcement } from '../../../../shared/letters/imports/announcement.ts';

/** When all of these are announced. */
export const now = new Date('2026-03-15T09:30:00Z');

/** What a sender may say of a letter. */
export const announcement: Announcement = {
  reference: 'OMS-2026/000017',
  recipient: { customerId: 'cus_01JQ0000000000000000000000', familyName: 'Sommer', postalCode: '50667' },
  title: 'Ihre Beitragsrechnung',
  importance: 'important',
  category: 'payment',
  topic: 'annual-premium-invoice',
  issuedOn: '2026-03-13',
  post: 'replaced',
  sha256: 'ab'.repeat(32),
  sizeBytes: 48_211,
};
