import { together, type Needs, type NeedsOf } from './needs.ts';

/** Something that code works with, with what that does to the tables. Of the thing itself only the type is known here. */
export interface Dependency<Thing> {
  readonly needs: Needs;
  readonly thing?: Thing;
}

/** What an endpoint or a worker works with, by the names that its dependencies have. */
export type Uses = Readonly<Record<string, Dependency<unknown>>>;

/** The dependencies themselves: `handle` and workers get these, and no other method of a table module. */
export type Used<U extends Uses> = { readonly [Name in keyof U]: U[Name] extends Dependency<infer Thing> ? Thing : never };

/** What of such dependencies may be declared: each does at least what is asked of it by that name. */
export type UsesOf<Deps> = { readonly [Name in keyof Deps]?: Dependency<Deps[Name]> };

/** Some methods of a table module. */
export const only = <Methods, Method extends keyof Methods>(needs: NeedsOf<Methods>, ...methods: readonly Method[]): Dependency<Pick<Methods, Method>> => ({
  needs: together(...methods.map((method) => needs[method])),
});

/** Anything else that works on the tables, with what it does to them. */
export const doing = <Thing>(...needs: readonly Needs[]): Dependency<Thing> => ({ needs: together(...needs) });

/** What all of this does to the tables. */
export const needsOf = (...all: readonly (Uses | undefined)[]): Needs =>
  together(...all.flatMap((uses) => Object.values(uses ?? {}).map(({ needs }) => needs)));
