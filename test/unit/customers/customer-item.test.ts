import { describe, expect, it } from '@jest/globals';
import { customerKey, customerKind, customerOf, loginKey, visibleCustomer, type CustomerItem } from '../../../shared/customers/customer-item.ts';
import { registered } from '../../../shared/customers/customer.ts';
import { lookupKeyOf } from '../../../shared/personal-data/lookup-partition.ts';
import { headEnding } from '../../../shared/storage/item-kind.ts';
import { email, paula, sms } from './people.ts';

const customer = registered('cus_1', paula, new Date('2026-03-15T10:00:00Z'));
const { id, ...data } = customer;
const item: CustomerItem = { ...customerKey(id), kind: 'customer', ...data, lookupKey: 'mac', dueOn: '2030-01-01', duePk: 'due#1', dueSk: '2030-01-01#cus_1' };

describe('keys', () => {
  it('lie in the partition of the customer, but for the lookups', () => {
    expect([customerKey('cus_1'), loginKey('cus_1'), lookupKeyOf('mac')]).toEqual([
      { pk: 'cus_1', sk: 'customer' },
      { pk: 'cus_1', sk: 'login' },
      { pk: 'lku#mac', sk: 'lookup' },
    ]);
  });
});

describe('customerOf', () => {
  it('is the customer, without anything of the storage', () => {
    const since = '2026-05-01T00:00:00Z';
    const marked = { ...item, retainedSince: since, restrictedSince: since, heldSince: since, deletingSince: since };
    expect(customerOf(customerKind.schema.parse(marked))).toEqual(customer);
  });
});

describe('the end of a customer', () => {
  it('takes their e-mail addresses off the list of those that mails came back from', () => {
    const contactPoints = [email('Paula.Sommer@example.org'), sms('+4915112345678'), email('paula@sommer.example')];
    expect(headEnding(customerKind)!.outside!({ ...item, contactPoints })).toEqual([
      { store: 'mail-suppression', reference: 'Paula.Sommer@example.org' },
      { store: 'mail-suppression', reference: 'paula@sommer.example' },
    ]);
  });
});

describe('visibleCustomer', () => {
  const since = '2026-05-01T00:00:00Z';
  it.each([
    ['an active customer', {}, true],
    ['one whose processing is restricted', { restrictedSince: since }, true],
    ['one under a legal hold', { heldSince: since }, true],
    ['one who is being erased', { status: 'erasing' }, false],
    ['one who is kept for the law only', { retainedSince: since }, false],
    ['one whose deletion has begun', { deletingSince: since }, false],
  ] as const)('%s', (_who, change, visible) => {
    expect(visibleCustomer({ ...item, ...change })).toEqual(visible ? customer : undefined);
  });
});
