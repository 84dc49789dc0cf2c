import * as z from 'zod';
import { customerData, technical } from '../personal-data/classification.ts';
import type { Condition } from './expression.ts';
import type { Item } from './item.ts';

/**
 * The states that a head can be in besides its own life, each independent of the others, and what each means for everybody who
 * reads, writes, sends or deletes. The one place where they are judged: predicates and write conditions come from this table.
 */
const states = {
  /** Art. 17(3) GDPR: kept for the law only. The due date runs on. */
  retainedSince: { hides: true, stopsWork: true, silences: true, keeps: false },
  /** Art. 18(1) GDPR: it is stored, and nothing else is done with it. The due date stops. */
  restrictedSince: { hides: false, stopsWork: true, silences: true, keeps: true },
  /** Legal hold: evidence. Work goes on, but nothing is sent, and the due date stops. */
  heldSince: { hides: false, stopsWork: false, silences: true, keeps: true },
  /** Its deletion has begun and will be finished, now or at the next run; a hold placed after this comes too late. */
  deletingSince: { hides: true, stopsWork: true, silences: true, keeps: false },
} as const satisfies Record<string, Effects>;

interface Effects {
  /** Nobody sees it any more. */
  readonly hides: boolean;
  /** Nobody of the company works with it; what the person themselves says is stored all the same. */
  readonly stopsWork: boolean;
  /** Nothing is sent to anybody because of it. */
  readonly silences: boolean;
  /** It is not deleted although it is due. */
  readonly keeps: boolean;
}

export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as StateName[];

const duty = '6(1)(c)' as const;

/** The states as every head's schema has them. */
export const stateAttributes = {
  retainedSince: customerData(z.iso.datetime(), 'Aufbewahrt nur noch kraft Gesetzes seit', 'Aufbewahrungspflicht', duty).optional(),
  restrictedSince: customerData(z.iso.datetime(), 'Verarbeitung eingeschränkt seit', 'Einschränkung', duty).optional(),
  deletingSince: technical(z.iso.datetime(), 'Löschung begonnen').optional(),
  heldSince: customerData(z.iso.datetime(), 'Löschsperre seit', 'Beweissicherung', '6(1)(f)').optional(),
} satisfies Record<StateName, z.ZodType>;

/** An item as far as its states are concerned; `undefined` for one that is not there. */
type InState = Partial<Record<StateName, unknown>> | Item | undefined;

const withEffect = (effect: keyof Effects): StateName[] => stateNames.filter((name) => states[name][effect]);
const judge = (effect: keyof Effects) => {
  const names = withEffect(effect);
  return {
    names,
    is: (item: InState): boolean => names.some((name) => item?.[name] !== undefined),
    /** As a condition of a write: none of these states. */
    not: { absent: names } as Condition & { readonly absent: readonly StateName[] },
  };
};

const hiding = judge('hides');
const stopping = judge('stopsWork');
const silencing = judge('silences');
const keeping = judge('keeps');

/** Nobody sees it: it is kept for the law only, or on its way out, and its file may be gone already. */
export const isHidden = hiding.is;
export const notHidden = hiding.not;

/** Its deletion has begun: what lies outside and goes with it may be gone already. */
export const isOnItsWayOut = (item: Item): boolean => item.deletingSince !== undefined;

/** Nobody of the company works with it. Hidden items are among them. */
export const isStopped = stopping.is;
export const notStopped = stopping.not;

/** Nobody is written to because of it. */
export const isSilenced = silencing.is;
export const notSilenced = silencing.not;

/** It must not be deleted although it is due. Of an item, of its case and of its person: see `registry/assessment.ts`. */
export const isKept = keeping.is;
export const notKept = keeping.not;

/** The condition that an item is in exactly the states in which it was read. */
export function sameStates(item: Item): Condition {
  const there = stateNames.filter((name) => item[name] !== undefined);
  return {
    equals: Object.fromEntries(there.map((name) => [name, String(item[name])])),
    absent: stateNames.filter((name) => item[name] === undefined),
  };
}

/** Both conditions at once. @throws Error where they cannot be told in one: neither may silently win over the other */
export function both(one: Condition, other: Condition): Condition {
  if (one.orBelow ?? other.orBelow) throw new Error('A condition with an alternative stands alone');
  return {
    ...together({ exists: one.exists }, { exists: other.exists }),
    ...((one.equals ?? other.equals) && { equals: together(one.equals ?? {}, other.equals ?? {}) }),
    ...((one.oneOf ?? other.oneOf) && { oneOf: together(one.oneOf ?? {}, other.oneOf ?? {}) }),
    ...((one.notAbove ?? other.notAbove) && { notAbove: together(one.notAbove ?? {}, other.notAbove ?? {}) }),
    ...((one.absent ?? other.absent) && { absent: [...new Set([...(one.absent ?? []), ...(other.absent ?? [])])] }),
  };
}

/** What both demand, by name. */
function together<T>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>): Record<string, T> {
  const all = Object.entries(one)
    .concat(Object.entries(other))
    .filter(([, demanded]) => demanded !== undefined);
  const merged = Object.fromEntries(all);
  const contradicted = all.find(([name, demanded]) => JSON.stringify(merged[name]) !== JSON.stringify(demanded));
  if (contradicted) throw new Error(`Two conditions demand different things of ${contradicted[0]}`);
  return merged;
}
