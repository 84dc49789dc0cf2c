import { DomainError } from '../domain-error.ts';

/** `crm` is a machine client, recognised by scope; the others are people, recognised by group. */
export type Role = 'customer' | 'agent' | 'officer' | 'admin' | 'crm';

const people: readonly Role[] = ['customer', 'agent', 'officer', 'admin'];

/** Who calls. The id is the one the identity provider vouches for: `cus_…`, `agt_…`, or a machine's client id. */
export interface Caller {
  readonly id: string;
  readonly roles: readonly Role[];
  /** When the person logged in, as far as the token says. */
  readonly loggedInAt?: Date;
  readonly sourceIp?: string;
}

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
}

export const cognitoClaims: IdentityClaims = { id: 'username', roles: 'cognito:groups', accessToken: { claim: 'token_use', value: 'access' } };

/** The scope that lets a machine client act as the CRM. */
export const crmScope = 'schutzbrief/crm';

/** Claims as API Gateway's JWT authorizer hands them on: the token is verified, arrays have become text. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller whom verified claims speak of.
 * @throws DomainError `unauthenticated` for an ID token, or a token that names nobody we know.
 */
export function callerFrom(claims: Claims | undefined, names: IdentityClaims): Caller {
  if (!claims) throw new DomainError('unauthenticated', 'token-missing');
  if (claims[names.accessToken.claim] !== names.accessToken.value) throw new DomainError('unauthenticated', 'access-token-required');
  // The scope first: other issuers give machines a subject too.
  const client = claims.client_id ?? claims.azp;
  if (typeof client === 'string' && words(claims.scope).includes(crmScope)) return { id: client, roles: ['crm'] };
  const id = claims[names.id];
  if (typeof id === 'string' && id !== '') {
    const groups = words(claims[names.roles]);
    const loggedIn = Number(claims.auth_time);
    return {
      id,
      roles: people.filter((role) => groups.includes(role)),
      ...(Number.isFinite(loggedIn) && loggedIn > 0 && { loggedInAt: new Date(loggedIn * 1000) }),
    };
  }
  throw new DomainError('unauthenticated', 'token-names-nobody');
}

/** `"[customer agent]"`, `"[\"customer\"]"`, `"a b"` and arrays, as words. */
const words = (claim: unknown): string[] =>
  (Array.isArray(claim) ? claim.join(' ') : typeof claim === 'string' ? claim : '').split(/[\s,"[\]]+/).filter((word) => word !== '');
