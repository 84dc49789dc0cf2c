import * as z from 'zod';
import type { Day } from '../../shared/personal-data/calendar.ts';
import { LetterCategory, LetterImportance } from '../../shared/letters/letter-category.ts';
import { versionInForce } from '../../shared/letters/modules/in-force.ts';
import { InForce, LetterModuleContent, ModuleCode, type LetterModule } from '../../shared/letters/modules/letter-module.ts';
import type { ModuleHead } from '../../shared/letters/modules/letter-module-item.ts';
import { ModuleStatus } from '../../shared/letters/modules/module-status.ts';
import type { ReleaseModule } from '../../shared/letters/modules/release-modules.ts';

const common = {
  code: ModuleCode,
  origin: z.enum(['own', 'release']).describe('`release`: it came with the software, is always in force, and is changed by a release only'),
  version: z.int(),
  status: ModuleStatus,
  versionInForce: z.int().optional().describe('The version from which letters are written today; absent where there is none'),
  changedAt: z.iso.datetime().optional(),
  changedBy: z.string().optional(),
};

/** A module in a list of them; version and status are those of the latest version. */
export const LetterModuleEntry = z
  .object({ ...common, title: z.string(), importance: LetterImportance, category: LetterCategory })
  .meta({ id: 'LetterModuleEntry' });

/** A version of a letter module as people of the company see it. */
export const LetterModuleView = z
  .object({
    ...common,
    content: z.object(LetterModuleContent.shape),
    writers: z.array(z.string()).describe('Everybody who wrote on this version: none of them can approve it'),
    inForce: InForce.optional(),
    approvedAt: z.iso.datetime().optional(),
    approvedBy: z.string().optional(),
    withdrawnAt: z.iso.datetime().optional(),
    withdrawnBy: z.string().optional(),
    revision: z.int().describe('Of the module, in all its versions: what the ETag states, and changes are made under'),
  })
  .meta({ id: 'LetterModule' });

export const entryOf = ({ code, title, importance, category, version, status, periods, changedAt, changedBy }: ModuleHead, today: Day) => ({
  code,
  origin: 'own' as const,
  title,
  importance,
  category,
  version,
  status,
  versionInForce: versionInForce(periods, today),
  changedAt,
  changedBy,
});

export const releaseEntry = ({ code, version, content }: ReleaseModule) => ({
  code,
  origin: 'release' as const,
  title: content.texts.de.title,
  importance: content.importance,
  category: content.category,
  version,
  status: 'approved' as const,
  versionInForce: version,
});

export const viewOf = (module: LetterModule, { periods, revision }: Pick<ModuleHead, 'periods' | 'revision'>, today: Day) => ({
  ...module,
  writers: [...module.writers],
  origin: 'own' as const,
  versionInForce: versionInForce(periods, today),
  revision,
});

export const releaseView = ({ code, version, content }: ReleaseModule) => ({
  code,
  version,
  content,
  origin: 'release' as const,
  status: 'approved' as const,
  versionInForce: version,
  writers: [],
  revision: version,
});
