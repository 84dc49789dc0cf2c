import { DomainError } from '../domain-error.ts';
import { check } from '../storage/item-writes.ts';
import type { Write } from '../storage/transact.ts';
import { agentKey, agentKind } from './agent-item.ts';

/**
 * Part of a change by which a member of staff gets something that ends with them: they work here. So nothing comes to be of who has left, whose deletion
 * may be under way.
 */
export const checkAgentHere = (agentId: string, refusal: () => DomainError = notHere): Write =>
  check(agentKind, agentKey(agentId), { if: { exists: true, absent: ['leftOn'] }, refusal });

/** Whoever asks is no member of staff, or has left. */
export const notHere = (): DomainError => new DomainError('forbidden', 'no-such-agent');
