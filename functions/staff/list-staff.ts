import * as z from 'zod';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { AgentId } from '../../shared/staff/agent.ts';
import { staffNeeds } from '../../shared/staff/staff-table.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { AgentView } from './views.ts';

const uses = { staff: only(staffNeeds, 'list') };

export const listStaff = endpoint({
  method: 'GET',
  path: '/v1/staff',
  allow: ['admin'],
  summary: 'Who works here, newest first, or who has left; lags a little',
  query: PageRequest(AgentId).extend({ left: z.enum(['true', 'false']).default('false').describe('true: those who have left, as long as they are kept') }),
  returns: PageOf(AgentView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, left } }, { staff }: Used<typeof uses>) {
    return staff.list(left === 'true', limit, cursor);
  },
});
