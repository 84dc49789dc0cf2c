import { invalidField } from '../../shared/domain-error.ts';
import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { addDays, dayOf } from '../../shared/personal-data/calendar.ts';
import { PlausibleDay } from '../../shared/personal-data/plausible-days.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { OwnTimePosition } from '../../shared/time/own-time-position.ts';
import { timeNeeds } from '../../shared/time/time-table.ts';
import { OwnTimeView } from './views.ts';

const uses = { times: only(timeNeeds, 'ofAgent') };

interface ListOwnTimeDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

const mostDays = 62;

export const listOwnTime = endpoint({
  method: 'GET',
  path: '/v1/time-entries',
  allow: ['agent'],
  summary: 'The time that you entered for a day, or the days of a period, latest day first; nobody else sees this list. Lags a little',
  query: PageRequest(OwnTimePosition).extend({
    from: PlausibleDay.optional().describe('The first day: today, as it is in Berlin, if left out'),
    to: PlausibleDay.optional().describe(`The last day, ${mostDays} days in all at most; the first one if left out`),
  }),
  returns: PageOf(OwnTimeView),
  status: 200,
  uses,
  async handle({ query: { limit, cursor, ...period }, caller }, { times, now }: ListOwnTimeDeps) {
    const from = period.from ?? period.to ?? dayOf(now());
    const to = period.to ?? from;
    if (to < from) throw invalidField('query.to', 'lies before the first day');
    if (to >= addDays(from, mostDays)) throw invalidField('query.to', `lies too far behind the first day: ${mostDays} days at most`);
    return times.ofAgent(caller.id, { from, to }, limit, cursor);
  },
});
