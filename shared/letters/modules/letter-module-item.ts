import * as z from 'zod';
import { dayOf } from '../../personal-data/calendar.ts';
import { staffData, technical } from '../../personal-data/classification.ts';
import { headAttributes, itemKind } from '../../storage/item-kind.ts';
import type { ItemKey } from '../../storage/item.ts';
import { LetterCategory, LetterImportance } from '../letter-category.ts';
import { lastDay, type Period } from './in-force.ts';
import type { LetterModule } from './letter-module.ts';
import { ModuleStatus } from './module-status.ts';

const writing = 'Briefbausteine und ihre Freigabe';

/** What a module is at the moment: which version came last, and which ones count when. What versions say stands with them. */
export interface ModuleHead {
  readonly code: string;
  /** Of the latest version, in German. */
  readonly title: string;
  readonly importance: LetterImportance;
  readonly category: LetterCategory;
  /** The latest version, and how far it is. */
  readonly version: number;
  readonly status: ModuleStatus;
  /** When approved versions count, as far as days from its last change on depend on them. */
  readonly periods: readonly Period[];
  /** Counts every change, whichever version it was of: what is seen is that. */
  readonly revision: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

/** A letter module as it is now: `letter-module#claim-settlement / letter-module`. Its code is its key: there is one of each. */
export const letterModuleKind = itemKind({
  kind: 'letter-module',
  table: 'staff',
  title: 'Briefbaustein',
  sk: 'letter-module',
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kürzel des Briefbausteins'),
    sk: technical(z.literal('letter-module'), 'Sortierschlüssel'),
    kind: technical(z.literal('letter-module'), 'Art des Eintrags'),
    code: technical(z.string(), 'Kürzel des Briefbausteins'),
    title: technical(z.string(), 'Briefbaustein: Titel der Briefe'),
    importance: technical(LetterImportance.clone(), 'Briefbaustein: Wichtigkeit'),
    category: technical(LetterCategory.clone(), 'Briefbaustein: Bereich'),
    version: technical(z.number(), 'Briefbaustein: letzte Fassung'),
    status: technical(ModuleStatus.clone(), 'Briefbaustein: Stand der letzten Fassung'),
    periods: z.array(
      z.strictObject({
        version: technical(z.number(), 'Freigegebene Fassung'),
        from: technical(z.iso.date(), 'Gültig ab'),
        to: technical(z.iso.date(), 'Gültig bis').optional(),
        withdrawnOn: technical(z.iso.date(), 'Zurückgezogen am').optional(),
      }),
    ),
    endsOn: technical(z.iso.date(), 'Letzter Tag, an dem etwas aus dem Baustein geschrieben wird').optional(),
    revision: technical(z.number(), 'Zählung der Änderungen'),
    changedAt: staffData(z.iso.datetime(), 'Zuletzt geändert am', writing, '6(1)(f)'),
    changedBy: staffData(z.string(), 'Zuletzt geändert von (Kennung)', writing, '6(1)(f)'),
    gsi1pk: technical(z.literal('letter-modules'), 'Liste der Briefbausteine'),
    gsi1sk: technical(z.string(), 'Kürzel des Briefbausteins'),
    ...headAttributes,
  }),
  ending: {
    class: 'letter-module',
    recordedAt: (item) => item.changedAt,
    starts: ({ endsOn }) => (endsOn === undefined ? {} : { 'last-effect': endsOn }),
  },
});

const versionPrefix = 'letter-version#';

/** What it says in each of its versions, and who approved that: `letter-module#… / letter-version#00001`. */
export const letterModuleVersionKind = itemKind({
  kind: 'letter-module-version',
  table: 'staff',
  title: 'Fassung eines Briefbausteins',
  sk: versionPrefix,
  foundBy: 'none',
  schema: z.object({
    pk: technical(z.string(), 'Kürzel des Briefbausteins'),
    sk: technical(z.string(), 'Sortierschlüssel'),
    kind: technical(z.literal('letter-module-version'), 'Art des Eintrags'),
    code: technical(z.string(), 'Kürzel des Briefbausteins'),
    version: technical(z.number(), 'Fassung'),
    status: technical(ModuleStatus.clone(), 'Fassung: Entwurf, freigegeben oder zurückgezogen'),
    // As JSON: what texts can hold is said in one place, and looked at again when letters are written.
    content: technical(z.string(), 'Fassung: Felder und Texte mit Platzhaltern (JSON)'),
    from: technical(z.iso.date(), 'Gültig ab').optional(),
    to: technical(z.iso.date(), 'Gültig bis').optional(),
    writers: z.array(staffData(z.string(), 'Geschrieben von (Kennungen)', writing, '6(1)(f)')),
    changedAt: staffData(z.iso.datetime(), 'Geschrieben am', writing, '6(1)(f)'),
    changedBy: staffData(z.string(), 'Zuletzt geschrieben von (Kennung)', writing, '6(1)(f)'),
    approvedAt: staffData(z.iso.datetime(), 'Freigegeben am', writing, '6(1)(f)').optional(),
    approvedBy: staffData(z.string(), 'Freigegeben von (Kennung)', writing, '6(1)(f)').optional(),
    withdrawnAt: staffData(z.iso.datetime(), 'Zurückgezogen am', writing, '6(1)(f)').optional(),
    withdrawnBy: staffData(z.string(), 'Zurückgezogen von (Kennung)', writing, '6(1)(f)').optional(),
  }),
  ending: { withHead: letterModuleKind.kind, under: ({ pk }) => ({ pk, prefix: versionPrefix }) },
});

/** Under this the index lists them, by code. */
export const letterModuleList = 'letter-modules' as const;

export const letterModuleKey = (code: string): ItemKey => ({ pk: `letter-module#${code}`, sk: 'letter-module' });
/** Under what a version lies: numbers sort as they count. */
export const versionSuffix = (version: number): string => String(version).padStart(5, '0');

/** From when on the module is nobody's any more: a draft is somebody's work, what counts without an end is in use. */
export function endOfUse({ status, periods, changedAt }: Pick<ModuleHead, 'status' | 'periods' | 'changedAt'>): string | undefined {
  if (status === 'draft') return undefined;
  return periods.length === 0 ? dayOf(new Date(changedAt)) : lastDay(periods);
}

/** What is stored of a module, but for what its kind adds. */
export const headAttributesOf = (head: ModuleHead) => ({
  ...letterModuleKey(head.code),
  sk: 'letter-module' as const,
  ...head,
  periods: [...head.periods],
  endsOn: endOfUse(head),
  gsi1pk: letterModuleList,
  gsi1sk: head.code,
});

/** What is stored of a version, but for keys. */
export const versionAttributesOf = ({ inForce, content, writers, ...version }: LetterModule) => ({
  ...version,
  content: JSON.stringify(content),
  writers: [...writers],
  from: inForce?.from,
  to: inForce?.to,
});
