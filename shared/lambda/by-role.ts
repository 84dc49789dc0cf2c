import type * as z from 'zod';
import type { Role } from './caller.ts';

/** One shape for each of the roles that may call. */
type Shapes = Readonly<Partial<Record<Role, z.ZodType>>>;

/** A body or a query that differs by who asks. */
export interface ByRole<S extends Shapes = Shapes> {
  readonly byRole: S;
}

/** What an endpoint declares of a body or a query: one shape for all who may call, or one by role. */
export type RequestShape = z.ZodType | ByRole;

/**
 * Declares one shape per role, so that what is for some alone is said, checked and refused by the schema. Who has several of the roles
 * is asked for the first of theirs, in the order of declaration.
 */
export const byRole = <const S extends Shapes>(shapes: S): ByRole<S> => ({ byRole: shapes });

export const isByRole = (shape: RequestShape): shape is ByRole => 'byRole' in shape;

/** What somebody with these roles sends. @throws Error where the declaration forgets a role that may call */
export function shapeFor(shape: RequestShape, roles: readonly Role[]): z.ZodType {
  if (!isByRole(shape)) return shape;
  const found = Object.entries(shape.byRole).find(([role]) => (roles as readonly string[]).includes(role));
  if (!found) throw new Error('No shape is declared for the role of the caller');
  return found[1];
}

/** All shapes, each with its role where it has one. */
export const shapesOf = (shape: RequestShape): { readonly role?: Role; readonly schema: z.ZodType }[] =>
  isByRole(shape) ? (Object.entries(shape.byRole) as [Role, z.ZodType][]).map(([role, schema]) => ({ role, schema })) : [{ schema: shape }];

/** What a handler gets of it. */
export type OutputOf<S> = S extends z.ZodType ? z.output<S> : S extends ByRole<infer R> ? z.output<Extract<R[keyof R], z.ZodType>> : undefined;

/** An example of it, or one per role. */
export type ExampleOf<S> = S extends z.ZodType
  ? z.input<S>
  : S extends ByRole<infer R>
    ? { readonly [K in keyof R]: z.input<Extract<R[K], z.ZodType>> }
    : never;

/** The example of what somebody with this role sends. */
export const exampleFor = ({ body, example }: { readonly body?: RequestShape; readonly example?: unknown }, role: Role): unknown =>
  body && isByRole(body) ? (example as Partial<Record<Role, unknown>>)[role] : example;
