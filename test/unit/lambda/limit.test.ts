import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../../shared/lambda/caller.ts';
import { limitOf } from '../../../shared/lambda/limit.ts';

const route = {
  method: 'POST',
  path: '/v1/tickets',
  allow: ['customer', 'agent', 'crm'],
  limits: { customer: { most: 10, per: 'day' }, agent: { most: 300, per: 'hour' } },
} as const;

describe('the limit of a caller', () => {
  const limit = (...roles: Role[]) => limitOf(route, { id: 'x', roles })?.most;
  it.each<[string, Role[], number | undefined]>([
    ['a customer', ['customer'], 10],
    ['a clerk', ['agent'], 300],
    ['who is both', ['customer', 'agent'], 300],
    ['who has also a role without one', ['customer', 'crm'], undefined],
    ['a role that does not count here', ['customer', 'admin'], 10],
  ])('of %s', (_who, roles, most) => expect(limit(...roles)).toBe(most));

  it('is of the person, for what they do, and goes with a customer', () => {
    expect(limitOf(route, { id: 'cus_1', roles: ['customer'] })).toEqual({
      most: 10,
      per: 'day',
      caller: 'cus_1',
      route: 'POST /v1/tickets',
      isCustomer: true,
    });
    expect(limitOf(route, { id: 'agt_1', roles: ['agent'] })).toMatchObject({ isCustomer: false });
    expect(limitOf({ ...route, limits: undefined }, { id: 'cus_1', roles: ['customer'] })).toBeUndefined();
  });
});
