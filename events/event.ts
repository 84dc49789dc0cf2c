import * as z from 'zod';

/**
 * The envelope of every published event. Thin on purpose: who wants to know more reads the aggregate. It names the aggregate
 * and never the customer, and `data` holds codes only, so an event says nothing once the aggregate is gone.
 */
export interface DomainEvent<Data extends Record<string, unknown> = Record<string, unknown>> {
  /** `evt_` and a ULID; the same event always has the same id, so a consumer can recognise a repeat. */
  readonly id: string;
  /** `<aggregate>.<what happened>` */
  readonly type: string;
  /** Which version of its type's `data` it carries: 1, 2, … */
  readonly version: number;
  /** Id of the aggregate that changed. */
  readonly aggregateId: string;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly data: Data;
}

/** A type of event: builds events and reads them back from the bus. */
export interface EventType<Data extends Record<string, unknown>> {
  readonly type: string;
  readonly summary: string;
  /** The newest version, the only one that is written. */
  readonly version: number;
  /** An event of the newest version as it is published; strict, so that nothing undeclared is. To read events, there is `reads`. */
  readonly published: z.ZodType<DomainEvent<Data>>;
  /** The version before, which may still lie in a table or a queue, as it was published. Absent for version 1. */
  readonly before?: z.ZodType<DomainEvent>;
  /** Reads an event of the newest version or of the one before, which it raises to the newest. */
  readonly reads: z.ZodType<DomainEvent<Data>>;
  /** @throws ZodError for what the schema does not take, a free text in the place of a code for instance. */
  make(fields: { id: string; aggregateId: string; at: Date; data: Data }): DomainEvent<Data>;
}

/** The id of an aggregate, by its prefix; a customer is no aggregate that events tell of. */
export const idWith = <Prefix extends string>(prefix: Prefix extends 'cus' ? never : Prefix): z.ZodType<string> => z.string().regex(pattern(prefix));

/** A word of ours or a provider's, `bicycle-accident`: nothing that somebody typed fits in. New words are no new version. */
export const code = (): z.ZodType<string> =>
  z
    .string()
    .max(80)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const pattern = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`);

interface Definition<Shape extends z.ZodRawShape> {
  readonly type: string;
  readonly summary: string;
  /** The schema of the aggregate's id. */
  readonly aggregate: z.ZodType<string>;
  readonly data: z.ZodObject<Shape>;
}

/**
 * The versions of a type. `version` is raised with every change of `data`, by one; then `previous` says what the version before
 * carried and how that becomes the newest: a pure function of the old data. It stays until the next version.
 */
type Versions<Data, Before extends z.ZodRawShape> =
  | { readonly version?: never; readonly previous?: never }
  | {
      readonly version: number;
      readonly previous: { readonly data: z.ZodObject<Before>; readonly upgrade: (data: z.infer<z.ZodObject<Before>>) => Data };
    };

/** Declares a type of event, at version 1 unless it says otherwise. */
export function eventType<Shape extends z.ZodRawShape, Before extends z.ZodRawShape = z.ZodRawShape>(
  definition: Definition<Shape> & Versions<z.infer<z.ZodObject<Shape>>, Before>,
): EventType<z.infer<z.ZodObject<Shape>>> {
  type Data = z.infer<z.ZodObject<Shape>>;
  const { type, summary, version = 1, previous } = definition;
  if (previous ? !(Number.isInteger(version) && version > 1) : version !== 1) throw new Error(`${type}: version ${version} does not fit what was before it`);
  const envelope = (of: number, data: z.ZodObject) =>
    z.strictObject({
      id: z.string().regex(pattern('evt')),
      type: z.literal(type),
      version: z.literal(of),
      aggregateId: definition.aggregate,
      at: z.iso.datetime(),
      data: data.strict(),
    });
  const published = envelope(version, definition.data) as unknown as z.ZodType<DomainEvent<Data>>;
  const before = previous && (envelope(version - 1, previous.data) as unknown as z.ZodType<DomainEvent<z.infer<z.ZodObject<Before>>>>);

  const raised = (value: unknown, context: z.RefinementCtx): unknown => {
    const event = versioned(value);
    if (isAhead(event, type, version)) context.addIssue({ code: 'custom', message: 'a later version', params: { [ahead]: true } });
    const old = before?.safeParse(event);
    return old?.success ? { ...old.data, version, data: previous!.upgrade(old.data.data) } : event;
  };
  return {
    type,
    summary,
    version,
    published,
    ...(before && { before }),
    reads: z.preprocess(raised, published),
    make: ({ at, ...fields }) => published.parse({ ...fields, type, version, at: at.toISOString() }),
  };
}

/** Events were written without a version once; that is version 1. */
const versioned = (value: unknown): unknown => (typeof value === 'object' && value !== null && !('version' in value) ? { ...value, version: 1 } : value);

const Stated = z.looseObject({ type: z.string(), version: z.int() });

function isAhead(event: unknown, type: string, version: number): boolean {
  const stated = Stated.safeParse(event);
  return stated.success && stated.data.type === type && stated.data.version > version;
}

const ahead = 'versionAhead';

/** Whether an event was refused since it is of a later version than this code knows: code that knows it is being deployed. */
export const isVersionAhead = (error: z.ZodError): boolean => error.issues.some(saysAhead);

function saysAhead(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'invalid_union') return issue.errors.flat().some(saysAhead);
  return issue.code === 'custom' && issue.params?.[ahead] === true;
}
