import { Stack } from 'aws-cdk-lib';
import { outsideRoles, staffRoles } from '../../shared/lambda/caller.ts';
import { rolesOf, type Allow } from '../../shared/lambda/endpoint.ts';
import type { StageSettings } from '../stages.ts';
import type { Logins } from './logins.ts';

/** Whom an API lets in, and to what. */
export interface Door {
  readonly name: 'portal' | 'desk';
  readonly domain: StageSettings['apiDomain'];
  /** Whose tokens its one authorizer takes, and whom they must be for. */
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Whether an endpoint stands behind it, by whom that allows. */
  readonly leadsTo: (allow: Allow) => boolean;
}

/** The door of everybody; where staff have one of their own, of customers, machines, whoever signs, and anyone. */
export function portalDoor(settings: StageSettings, { pool, portalClient, machineClients }: Logins): Door {
  const cognito = {
    issuer: `https://cognito-idp.${Stack.of(pool).region}.amazonaws.com/${pool.userPoolId}`,
    audience: [portalClient, ...Object.values(machineClients)].map(({ userPoolClientId }) => userPoolClientId),
  };
  const { issuer, audience } = settings.identity ?? cognito;
  const leadsTo = (allow: Allow): boolean => {
    const roles = rolesOf(allow);
    return !settings.staffIdentity || roles.length === 0 || roles.some((role) => outsideRoles.includes(role));
  };
  return { name: 'portal', domain: settings.apiDomain, issuer, audience, leadsTo };
}

/** The door of staff, where they have an issuer of their own. */
export function deskDoor({ staffIdentity, deskDomain }: StageSettings): Door | undefined {
  if (!staffIdentity) return undefined;
  const { issuer, audience } = staffIdentity;
  return { name: 'desk', domain: deskDomain, issuer, audience, leadsTo: (allow) => rolesOf(allow).some((role) => staffRoles.includes(role)) };
}
