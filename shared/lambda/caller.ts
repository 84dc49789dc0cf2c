import * as z from 'zod';
import { DomainError } from '../domain-error.ts';
import { idOf } from '../id.ts';

/** Machine clients are recognised by scope, people by group. */
export type Role = 'customer' | 'agent' | 'officer' | 'admin' | MachineRole;
/** The CRM; the platform to which devices report; output management, which hands in letters that it prints. */
export const machineRoles = ['crm', 'device', 'oms'] as const;
export type MachineRole = (typeof machineRoles)[number];

/** Those who work here. */
export const staffRoles: readonly Role[] = ['agent', 'officer', 'admin'];

/** Customers, and machines. */
export const outsideRoles: readonly Role[] = ['customer', ...machineRoles];

const people: readonly Role[] = ['customer', ...staffRoles];

/** Who calls. The id is the one the identity provider vouches for: `cus_…`, `agt_…`, or a machine's client id. */
export interface Caller {
  readonly id: string;
  readonly roles: readonly Role[];
  /** When the person logged in, as far as the token says. */
  readonly loggedInAt?: Date;
  readonly sourceIp?: string;
}

/** Whether somebody works on cases, and is not here for data protection. */
export const isAgent = (caller: Caller): boolean => caller.roles.includes('agent') && !caller.roles.includes('officer');

/** Whether somebody calls on behalf of the company: such people see what is not shown to customers. */
export const isStaff = (caller: Caller): boolean => caller.roles.includes('agent') || caller.roles.includes('officer');

/** The caller is known, and is not one of those who may do this. */
export const roleNotAllowed = (): DomainError => new DomainError('forbidden', 'role-not-allowed');

/** Where an issuer's access tokens say what we need. The default is Cognito's. */
export interface IdentityClaims {
  readonly id: string;
  readonly roles: string;
  /** A claim by which an access token can be told from an ID token; Cognito: `token_use` = `access`. */
  readonly accessToken: { readonly claim: string; readonly value: string };
  /** Names in the claim of roles never have spaces, so a space always divides two. */
  readonly namesWithoutSpaces?: boolean;
}

export const cognitoClaims: IdentityClaims = {
  id: 'username',
  roles: 'cognito:groups',
  accessToken: { claim: 'token_use', value: 'access' },
  namesWithoutSpaces: true,
};

/** An issuer beside others. */
export interface Issuer extends IdentityClaims {
  /** The `iss` of its tokens, sign by sign. */
  readonly issuer: string;
  /** No other role of its tokens counts. */
  readonly vouchesFor: readonly Role[];
  /** The ids of its people: a token of anybody else names nobody. */
  readonly ids: z.ZodType<string>;
}

/** Whose tokens count: those of one issuer for everybody, or each of several for its own people. */
export type Identity = IdentityClaims | { readonly issuers: readonly Issuer[] };

/** Customers and the CRM in Cognito, by the `iss` of its tokens; staff at an issuer of their own. */
export const staffApart = (cognito: string, staff: IdentityClaims & Pick<Issuer, 'issuer'>): Identity => ({
  issuers: [
    { ...cognitoClaims, issuer: cognito, vouchesFor: outsideRoles, ids: idOf('cus') },
    { ...staff, vouchesFor: staffRoles, ids: z.union([idOf('agt'), idOf('adm')]) },
  ],
});

/** The scope that lets a machine client act in a role. */
export const machineScopes: Readonly<Record<MachineRole, string>> = { crm: 'schutzbrief/crm', device: 'schutzbrief/devices', oms: 'schutzbrief/oms' };

/** What a machine of a role may do, for whoever gives it its secret. */
export const machineTasks: Readonly<Record<MachineRole, string>> = {
  crm: 'Act as the CRM',
  device: 'Report for devices',
  oms: 'Hand in letters that were printed elsewhere',
};

/** Whether a role is one of machines. */
export const isMachineRole = (role: string | undefined): role is MachineRole => (machineRoles as readonly (string | undefined)[]).includes(role);

/** Claims as API Gateway's JWT authorizer hands them on: the token is verified, and arrays have become text, `[a b]`. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller whom verified claims speak of.
 * @throws DomainError `unauthenticated` for an ID token, a token of an issuer that is none of ours, or one that names nobody we know.
 */
export function callerFrom(claims: Claims | undefined, identity: Identity): Caller {
  if (!claims) throw new DomainError('unauthenticated', 'token-missing');
  if (!('issuers' in identity)) return callerNamed(claims, identity);
  const issuer = identity.issuers.find((one) => one.issuer === claims.iss);
  if (!issuer) throw new DomainError('unauthenticated', 'token-of-another-issuer');
  const caller = callerNamed(claims, issuer);
  // Machines have ids that their issuer makes.
  const machine = caller.roles.find(isMachineRole);
  const known = machine ? issuer.vouchesFor.includes(machine) : issuer.ids.safeParse(caller.id).success;
  if (!known) throw namesNobody();
  return { ...caller, roles: caller.roles.filter((role) => issuer.vouchesFor.includes(role)) };
}

function callerNamed(claims: Claims, names: IdentityClaims): Caller {
  if (claims[names.accessToken.claim] !== names.accessToken.value) throw new DomainError('unauthenticated', 'access-token-required');
  // The scope first: other issuers give machines a subject too.
  const client = claims.client_id ?? claims.azp;
  const scopes = namesIn(claims.scope);
  const machine = machineRoles.filter((role) => scopes.includes(machineScopes[role]));
  if (typeof client === 'string' && machine.length > 0) return { id: client, roles: machine };
  const id = claims[names.id];
  if (typeof id === 'string' && id !== '') {
    const loggedIn = Number(claims.auth_time);
    return {
      id,
      roles: rolesIn(claims[names.roles], names),
      ...(Number.isFinite(loggedIn) && loggedIn > 0 && { loggedInAt: new Date(loggedIn * 1000) }),
    };
  }
  throw namesNobody();
}

const namesNobody = (): DomainError => new DomainError('unauthenticated', 'token-names-nobody');

/**
 * The roles that a claim names, each by its whole name. Where names may have spaces, `[Team admin]` may be one: several words are
 * several names only if all of them are roles of ours, and else none is.
 */
function rolesIn(claim: unknown, { namesWithoutSpaces = false }: IdentityClaims): Role[] {
  const names = namesIn(claim);
  const certain = namesWithoutSpaces || Array.isArray(claim) || names.length === 1 || names.every((name) => (people as readonly unknown[]).includes(name));
  return certain ? people.filter((role) => names.includes(role)) : [];
}

/** Nothing but a space divides names; all other signs are part of one. */
const namesIn = (claim: unknown): readonly unknown[] =>
  Array.isArray(claim) ? claim : typeof claim === 'string' ? (/^\[(.*)\]$/s.exec(claim)?.[1] ?? claim).split(' ') : [];
