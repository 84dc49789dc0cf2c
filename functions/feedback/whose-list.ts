import type { Caller } from '../../shared/lambda/caller.ts';
import { notHere } from '../../shared/staff/agent-check.ts';
import type { StaffReader } from '../../shared/staff/staff-reader.ts';
import { askerOf } from './asker.ts';

/** The team that is meant: the one that an administrator names, or the own one. @throws DomainError `forbidden/no-such-agent` for who is in none */
export async function teamOf(named: string | undefined, caller: Caller, staff: Pick<StaffReader, 'agent'>): Promise<string> {
  const team = named ?? (await askerOf(caller, staff)).team;
  if (team === undefined) throw notHere();
  return team;
}
