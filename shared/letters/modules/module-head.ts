import type { Day } from '../../personal-data/calendar.ts';
import { periodOf, withPeriod } from './in-force.ts';
import type { ModuleHead } from './letter-module-item.ts';
import type { By, LetterModule } from './letter-module.ts';

/** A module whose first version this is. */
export const headFor = (module: LetterModule): ModuleHead => ({
  ...latest(module),
  periods: [],
  revision: 1,
  changedAt: module.changedAt,
  changedBy: module.changedBy,
});

/** The module after something was done to a version of it. @throws DomainError `conflict/too-many-ahead` */
export function headAfter(head: ModuleHead, module: LetterModule, by: By, today: Day): ModuleHead {
  return {
    ...head,
    ...(module.version >= head.version && latest(module)),
    periods: module.inForce ? withPeriod(head.periods, periodOf(module), today) : head.periods,
    revision: head.revision + 1,
    changedAt: by.at.toISOString(),
    changedBy: by.id,
  };
}

const latest = ({ code, version, status, content: { importance, category, texts } }: LetterModule) => ({
  code,
  title: texts.de.title,
  importance,
  category,
  version,
  status,
});
