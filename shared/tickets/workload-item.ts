import * as z from 'zod';
import { measuresWork, staffData, technical } from '../personal-data/classification.ts';
import { itemKind } from '../storage/item-kind.ts';
import type { Item, ItemKey } from '../storage/item.ts';

/**
 * How many tickets a clerk has: written with each assignment, so that the next one goes to whom has least. It lies here, for only
 * tickets write it, in a partition of the clerk's id; and goes with the clerk, whose head lies in the table of staff.
 */
export const workloadKind = itemKind({
  kind: 'workload',
  table: 'tickets',
  title: 'Arbeitslast einer Sachbearbeitung',
  sk: 'workload',
  foundBy: 'none',
  schema: z.object({
    pk: staffData(z.string(), 'Kennung der Sachbearbeitung', 'Zuteilung'),
    sk: technical(z.literal('workload'), 'Sortierschlüssel'),
    kind: technical(z.literal('workload'), 'Art des Eintrags'),
    leftAt: staffData(z.iso.datetime(), 'Ausgeschieden, keine Zuteilung mehr seit', 'Zuteilung').optional(),
    assigned: measuresWork(staffData(z.number(), 'Offene Vorgänge', 'Zuteilung')),
  }),
  ending: { withHead: 'agent', under: ({ pk }) => ({ pk, prefix: 'workload' }) },
});

/** Whose load it is. */
export const clerkOf = ({ pk }: Item): string => String(pk);

export const workloadKey = (agentId: string): ItemKey => ({ pk: agentId, sk: 'workload' });
