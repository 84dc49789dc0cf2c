import { mostInvitations } from '../shared/logins/invitation-table.ts';
import { rolesOf, routeKey, type Route } from '../shared/lambda/endpoint.ts';
import type { Limits } from '../shared/lambda/limit.ts';
import { machineRoles, type Role } from '../shared/lambda/caller.ts';
import type { Limit } from '../shared/storage/request-count.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endpointCatalogue } from './endpoint-catalogue.ts';

const often = ({ most, per }: Limit): string => `${most} ${per === 'hour' ? 'an hour' : 'a day'}`;

const entries = (limits: Limits, as?: Role): [Role, Limit][] => (Object.entries(limits) as [Role, Limit][]).filter(([role]) => as === undefined || role === as);

/** How often an operation may be called, in words, and as data; of all roles, or of one. Nothing where nobody has a limit. */
export function limitsOf({ limits = {} }: Pick<Route, 'limits'>, as?: Role): { description?: string; 'x-limits'?: Limits } {
  const those = entries(limits, as);
  if (those.length === 0) return {};
  const words = those.map(([role, limit]) => `${often(limit)} as ${role}`).join(', ');
  return { description: `At most ${words}; then 429 with Retry-After.`, 'x-limits': Object.fromEntries(those) };
}

/** Between these lines of the README stands what is written here. */
const [begin, end] = ['<!-- begin: limits, by npm run generate -->', '<!-- end: limits -->'];

const readme = join(import.meta.dirname, '../README.md');

/** The README with the limits as they are. @throws Error where it has no place for them */
export async function readmeWithLimits(): Promise<string> {
  const text = readFileSync(readme, 'utf8');
  const [before, rest, ...more] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined || more.length > 0) throw new Error('The README has no place for the limits of callers');
  return `${before}${begin}\n${limitsTable((await endpointCatalogue()).map(({ route }) => route))}\n${end}${after}`;
}

/** A row for each operation that somebody has a limit on. */
function limitsTable(routes: readonly Route[]): string {
  const limited = routes.filter(({ limits }) => limits !== undefined);
  const cell = ({ limits, allow }: Route, role: Role): string => {
    const limit = limits?.[role];
    if (limit) return often(limit);
    return rolesOf(allow).includes(role) ? 'no limit' : '–';
  };
  const roles = (['customer', 'agent', 'officer', ...machineRoles] as const).filter((role) => limited.some(({ allow }) => rolesOf(allow).includes(role)));
  return [
    '',
    `| | ${roles.join(' | ')} |`,
    `|---|${roles.map(() => '---').join('|')}|`,
    ...limited.map((route) => `| \`${routeKey(route)}\` | ${roles.map((role) => cell(route, role)).join(' | ')} |`),
    '',
    `Besides, nobody is invited to log in more than ${often(mostInvitations).replace(' ', ' times ')}.`,
    '',
  ].join('\n');
}
