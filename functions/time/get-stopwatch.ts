import * as z from 'zod';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { stopwatchNeeds } from '../../shared/time/stopwatch-table.ts';
import { StopwatchView } from './views.ts';

const uses = { stopwatches: only(stopwatchNeeds, 'ofAgent') };

export const getStopwatch = endpoint({
  method: 'GET',
  path: '/v1/stopwatch',
  allow: ['agent'],
  summary: 'Your stopwatch, if it runs',
  returns: z.object({ stopwatch: StopwatchView.optional().describe('Absent while none runs') }),
  status: 200,
  uses,
  async handle({ caller }, { stopwatches }: Used<typeof uses>) {
    const stopwatch = await stopwatches.ofAgent(caller.id);
    return { ...(stopwatch && { stopwatch }) };
  },
});
