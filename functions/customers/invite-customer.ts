import * as z from 'zod';
import { CustomerId } from '../../shared/customers/customer-id.ts';
import { loginOf, noLogin } from '../../shared/customers/customer.ts';
import { customerNeeds } from '../../shared/customers/customer-table.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { invite } from '../../shared/logins/invite.ts';
import type { Logins } from '../../shared/logins/logins.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { removeIfGone } from './customer-login.ts';

const uses = { customers: only(customerNeeds, 'own', 'invitedEarlier', 'beginInvitation', 'invitationSent') };

interface InviteCustomerDeps extends Used<typeof uses> {
  readonly logins: Logins;
  readonly now: () => Date;
}

export const inviteCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/{customerId}/login/invitation',
  allow: ['agent', 'crm'],
  summary: 'Invite a customer again: a new first password by e-mail, good for seven days, three times a day at most; a login that is missing is made',
  params: z.strictObject({ customerId: CustomerId }),
  body: z.strictObject({ anew: z.boolean().default(false).describe('Make a login that is in use anew: its password and second factor are gone') }),
  example: {},
  returns: 'nothing',
  status: 204,
  uses,
  async handle({ params: { customerId }, body: { anew }, once }, { customers, logins, now }: InviteCustomerDeps) {
    // An earlier try may have made a login after an erasure had looked for it.
    const login = loginOf(await removeIfGone(customerId, { customers, logins }));
    if (!login) throw noLogin();
    const made = { request: once, status: 204, madeId: customerId, subjectId: customerId };
    try {
      await invite(login, { anew, once: made, now: now() }, { invitations: customers, logins });
    } finally {
      await removeIfGone(customerId, { customers, logins });
    }
  },
});
