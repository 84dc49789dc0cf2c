import { DomainError } from '../../shared/domain-error.ts';
import type { Caller } from '../../shared/lambda/caller.ts';

/** Administrators do it for everybody, others for themselves. @throws DomainError `forbidden/somebody-else` */
export function requireSelf(caller: Caller, agentId: string): void {
  if (!caller.roles.includes('admin') && caller.id !== agentId)
    throw new DomainError('forbidden', 'somebody-else', [{ field: 'path.agentId', problem: 'must be your own, unless you are an administrator' }]);
}
