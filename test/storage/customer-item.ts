/** The stored master data of somebody, as it is when nothing has happened yet. */
export const customerItem = (id: string, status: 'active' | 'erasing' = 'active') => ({
  pk: id,
  sk: 'customer',
  kind: 'customer',
  givenName: 'Paula',
  familyName: 'Sommer',
  insuranceNumber: 'A123456789',
  address: { street: 'Gartenstraße 8', postalCode: '50678', city: 'Köln', country: 'DE' },
  iban: 'DE89370400440532013000',
  contactPoints: [{ channel: 'email', address: 'paula@sommer.example', verifiedAt: '2026-01-01T00:00:00.000Z' }],
  notifyBy: 'email',
  relationshipStartedOn: '2020-01-01',
  lookupKey: 'mac',
  status,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  dueOn: '2030-04-01',
});
