import { PageOf, PageRequest } from '../../shared/lambda/cursor.ts';
import { endpoint } from '../../shared/lambda/endpoint.ts';
import { ModuleCode } from '../../shared/letters/modules/letter-module.ts';
import { letterModuleNeeds } from '../../shared/letters/modules/letter-module-table.ts';
import { releaseModules } from '../../shared/letters/modules/release-modules.ts';
import { dayOf } from '../../shared/personal-data/calendar.ts';
import { only, type Used } from '../../shared/storage/uses.ts';
import { entryOf, LetterModuleEntry, releaseEntry } from './module-views.ts';

const uses = { modules: only(letterModuleNeeds, 'list') };

interface ListLetterModulesDeps extends Used<typeof uses> {
  readonly now: () => Date;
}

export const listLetterModules = endpoint({
  method: 'GET',
  path: '/v1/letter-modules',
  allow: ['agent', 'admin'],
  summary: 'All letter modules by their codes, those of the company and those that come with the release; lags a little',
  query: PageRequest(ModuleCode),
  returns: PageOf(LetterModuleEntry),
  status: 200,
  uses,
  async handle({ query: { limit, cursor } }, { modules, now }: ListLetterModulesDeps) {
    const today = dayOf(now());
    const own = await modules.list(limit, cursor);
    const ofTheRelease = [...releaseModules.values()].filter(({ code }) => cursor === undefined || code > cursor);
    const both = [...own.items.map((head) => entryOf(head, today)), ...ofTheRelease.map(releaseEntry)].toSorted((one, other) =>
      one.code < other.code ? -1 : 1,
    );
    const items = both.slice(0, limit);
    const more = both.length > limit || own.next !== undefined;
    return { items, next: more ? items.at(-1)?.code : undefined };
  },
});
