import type { Limit, LimitOfCaller } from '../storage/request-count.ts';
import type { Caller, Role } from './caller.ts';
import { rolesOf, routeKey, type Route } from './endpoint.ts';

/** How often who may do something, by role. A role that is not named has no limit of its own. */
export type Limits = Readonly<Partial<Record<Role, Limit>>>;

/** The limit that a caller is under here; none for who has also a role without one. */
export function limitOf(route: Pick<Route, 'method' | 'path' | 'allow' | 'limits'>, caller: Pick<Caller, 'id' | 'roles'>): LimitOfCaller | undefined {
  const held = rolesOf(route.allow).filter((role) => caller.roles.includes(role));
  const limits = held.map((role) => route.limits?.[role]);
  const [limit] = limits.includes(undefined) ? [] : limits.toSorted((a, b) => b!.most - a!.most);
  return limit && { ...limit, caller: caller.id, route: routeKey(route), isCustomer: caller.roles.includes('customer') };
}
