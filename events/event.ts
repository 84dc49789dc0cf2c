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
  /** The envelope with this type's data; strict, so that nothing undeclared is published. */
  readonly schema: z.ZodType<DomainEvent<Data>>;
  make(fields: { id: string; aggregateId: string; at: Date; data: Data }): DomainEvent<Data>;
}

/** Declares a type of event. `aggregate` is the schema of the aggregate's id. */
export function eventType<Shape extends z.ZodRawShape>(definition: {
  type: string;
  summary: string;
  aggregate: z.ZodType<string>;
  data: z.ZodObject<Shape>;
}): EventType<z.infer<z.ZodObject<Shape>>> {
  type Data = z.infer<z.ZodObject<Shape>>;
  const schema = z.strictObject({
    id: z.string().regex(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/),
    type: z.literal(definition.type),
    aggregateId: definition.aggregate,
    at: z.iso.datetime(),
    data: definition.data.strict(),
  }) as unknown as z.ZodType<DomainEvent<Data>>;
  return {
    type: definition.type,
    summary: definition.summary,
    schema,
    make: ({ id, aggregateId, at, data }) => ({ id, type: definition.type, aggregateId, at: at.toISOString(), data }),
  };
}
