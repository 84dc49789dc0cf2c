import { endpoint } from '../../shared/lambda/endpoint.ts';
import type { CustomerDeps } from './deps.ts';
import { ownProfile } from './own-profile.ts';
import { CustomerView } from './views.ts';

export const getMe = endpoint({
  method: 'GET',
  path: '/v1/me',
  allow: ['customer'],
  summary: 'Your own master data; a report confirms it by its version',
  returns: CustomerView,
  status: 200,
  version: (customer) => customer.version,
  async handle({ caller }, { customers }: CustomerDeps) {
    return ownProfile(customers, caller.id);
  },
});
