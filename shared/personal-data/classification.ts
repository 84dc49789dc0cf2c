import * as z from 'zod';

/** Legal grounds of Art. 6(1) GDPR, by letter; `none` for data that says nothing about a person. */
export type LegalGround = '6(1)(a)' | '6(1)(b)' | '6(1)(c)' | '6(1)(f)' | 'none';

/**
 * What we declare of every stored attribute. `what` and `purpose` are German: the customer's data map, the deletion concept
 * and the answer to an access request print them as they stand.
 */
export interface Classification {
  /** Whose data it is. Pseudonymous ids are personal data as long as the mapping exists. */
  readonly subject: 'customer' | 'third-party' | 'staff' | 'none';
  readonly what: string;
  readonly purpose: string;
  readonly art6: LegalGround;
  /** Art. 9 GDPR: what the attribute may hold, not what it does hold. */
  readonly special: 'none' | 'health';
  /** A key that leads to its person by way of another item only: personal data as long as that is there. */
  readonly pseudonymous?: true;
  /** Measures how somebody on the staff works (BetrVG § 87 (1) no. 6). */
  readonly performance?: true;
}

const registry = z.registry<Classification>();

/**
 * Puts an attribute on record. The schema is cloned first: a zod schema used in two places is two attributes, and registering
 * one instance twice would silently overwrite the first entry. What is derived from it (`.min()`, `.meta()`) inherits the entry.
 */
function classify<T extends z.ZodType>(schema: T, classification: Classification): T {
  const leaf = schema.clone();
  registry.add(leaf, classification);
  return leaf;
}

type Ground = Exclude<LegalGround, 'none'>;

/** An attribute about the customer. Default ground: performance of the contract. */
export const customerData = <T extends z.ZodType>(schema: T, what: string, purpose: string, art6: Ground = '6(1)(b)'): T =>
  classify(schema, { subject: 'customer', what, purpose, art6, special: 'none' });

/** An attribute about somebody who is neither customer nor staff. Default ground: legitimate interest. */
export const thirdPartyData = <T extends z.ZodType>(schema: T, what: string, purpose: string, art6: Ground = '6(1)(f)'): T =>
  classify(schema, { subject: 'third-party', what, purpose, art6, special: 'none' });

/** An attribute about a clerk, officer or administrator. */
export const staffData = <T extends z.ZodType>(schema: T, what: string, purpose: string, art6: Ground = '6(1)(b)'): T =>
  classify(schema, { subject: 'staff', what, purpose, art6, special: 'none' });

/** A key that names something of a customer's and never the customer. Default ground: legitimate interest. */
export const pseudonym = <T extends z.ZodType>(schema: T, what: string, purpose: string, art6: Ground = '6(1)(f)'): T =>
  classify(schema, { subject: 'customer', what, purpose, art6, special: 'none', pseudonymous: true });

/** Of a classified attribute: people may write of somebody's health in it, or its being there says something of it. */
export const mayTellOfHealth = <T extends z.ZodType>(attribute: T): T => marked(attribute, { special: 'health' });

/** Of a classified attribute: it measures the work of somebody on the staff. */
export const measuresWork = <T extends z.ZodType>(attribute: T): T => marked(attribute, { performance: true });

/** @throws Error for what nobody has classified: a mark alone says nothing of whose it is. */
function marked<T extends z.ZodType>(attribute: T, mark: Partial<Classification>): T {
  const known = registry.get(attribute);
  if (!known) throw new Error('A mark on an attribute that is not classified');
  return classify(attribute, { ...known, ...mark });
}

/** An attribute that says nothing about a person: a code, a count, a version. */
export const technical = <T extends z.ZodType>(schema: T, what: string): T =>
  classify(schema, { subject: 'none', what, purpose: 'Betrieb', art6: 'none', special: 'none' });

/** An attribute path (`accident.place.city`, arrays as `[]`) with its classification. */
export interface ClassifiedAttribute {
  readonly path: string;
  readonly classification: Classification;
}

/**
 * Every attribute of a stored item's schema with its classification, in the order of declaration.
 * @throws Error naming the path of the first attribute that nobody classified.
 */
export function classifiedAttributes(schema: z.ZodType): ClassifiedAttribute[] {
  return walk(schema, '');
}

function walk(schema: z.core.$ZodType, path: string): ClassifiedAttribute[] {
  const classification = registry.get(schema as z.ZodType);
  if (classification) return [{ path, classification }];
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape as Record<string, z.core.$ZodType>).flatMap(([key, value]) => walk(value, path === '' ? key : `${path}.${key}`));
    case 'array':
      return walk(def.element as z.core.$ZodType, `${path}[]`);
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return walk(def.innerType as z.core.$ZodType, path);
    case 'union':
      return unique((def.options as z.core.$ZodType[]).flatMap((option) => walk(option, path)));
    default:
      throw new Error(`Unclassified attribute: ${path || '(root)'} (${def.type})`);
  }
}

/** An attribute that several options of a union have, once. They must agree: the stricter classification would be lost. */
function unique(attributes: ClassifiedAttribute[]): ClassifiedAttribute[] {
  const byPath = new Map<string, ClassifiedAttribute>();
  for (const attribute of attributes) {
    const known = byPath.get(attribute.path);
    if (known && JSON.stringify(known.classification) !== JSON.stringify(attribute.classification)) {
      throw new Error(`Attribute classified in two ways: ${attribute.path}`);
    }
    byPath.set(attribute.path, attribute);
  }
  return [...byPath.values()];
}
