import type { DomainError } from '../domain-error.ts';
import type { Once } from '../storage/idempotency.ts';
import type { InvitationTable } from './invitation-table.ts';
import type { Logins, NewLogin, Standing } from './logins.ts';
import { invitationsOff, loginInUse } from './refusals.ts';

export interface Invitation {
  /** A login that is in use is made anew: its password, and a second factor, are gone. */
  readonly anew: boolean;
  readonly once: Once;
  readonly now: Date;
}

export interface InviteDeps {
  readonly invitations: InvitationTable;
  readonly logins: Pick<Logins, 'standing' | 'ensure' | 'inviteAgain' | 'remove' | 'sendsInvitations'>;
}

/** How somebody gets a first password, by how their login stands. */
const ways: Readonly<Record<Standing, (login: NewLogin, logins: InviteDeps['logins']) => Promise<void>>> = {
  missing: (login, logins) => logins.ensure(login),
  unused: (login, logins) => logins.inviteAgain(login),
  async used(login, logins) {
    await logins.remove(login.username);
    await logins.ensure(login);
  },
};

/** Why somebody gets none, by the same: found out before anything is counted. */
const refusals: Readonly<Record<Standing, (login: NewLogin, anew: boolean, sendsInvitations: boolean) => DomainError | undefined>> = {
  missing: () => undefined,
  unused: (_login, _anew, sendsInvitations) => (sendsInvitations ? undefined : invitationsOff()),
  // Without a mail there would be no login left.
  used: ({ byEmail }, anew, sendsInvitations) =>
    anew ? (sendsInvitations ? undefined : invitationsOff()) : loginInUse([{ field: 'body.anew', problem: instead[byEmail ? 'byEmail' : 'byId'] }]),
};

/**
 * Invites somebody again who missed their invitation, or was never sent one. The mail is counted before it is sent, and noted as owed until
 * it was: a repeat of a request that failed between sends it, a repeat of one that did not sends none.
 * @throws DomainError `conflict/login-in-use`, `too-many/too-many-requests`, `conflict/invitations-off`, `conflict/logins-elsewhere`
 */
export async function invite(login: NewLogin, { anew, once, now }: Invitation, { invitations, logins }: InviteDeps): Promise<void> {
  const earlier = await invitations.invitedEarlier(login.username, once, now);
  if (earlier === 'sent') return;
  const standing = await logins.standing(login.username);
  const refusal = refusals[standing](login, anew, logins.sendsInvitations);
  if (refusal) throw refusal;
  if (earlier === 'no' && !(await invitations.beginInvitation(login.username, once, now))) return;
  await ways[standing](login, logins);
  await invitations.invitationSent(login.username);
}

/** What else there is for a login that is in use: reset codes go to verified addresses only. */
const instead = {
  byEmail: 'the login is in use: a forgotten password can be reset where people log in, or true makes the login anew',
  byId: 'the login is in use, and takes no reset code since its address is no name of it: true makes it anew, with a first password by e-mail',
} as const;
