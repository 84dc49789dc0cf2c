/** What must hold for a write: all of it. An absent attribute equals nothing. */
export interface Condition {
  readonly exists?: boolean;
  readonly equals?: Readonly<Record<string, string | number | boolean>>;
  readonly oneOf?: Readonly<Record<string, readonly (string | number)[]>>;
  readonly absent?: readonly string[];
  /** Each is absent, or not above this value; texts are compared as they sort. */
  readonly notAbove?: Readonly<Record<string, string | number>>;
  /** Or else: this number attribute is below that value, whatever the rest says. */
  readonly orBelow?: { readonly attribute: string; readonly value: number };
}

/** Changes to an item: attributes set, removed, and numbers added to. `setOnce` leaves an existing value alone. */
export interface Changes {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly setOnce?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly add?: Readonly<Record<string, number>>;
}

/** Collects placeholders, so that no attribute name can collide with a reserved word. */
export class ExpressionNames {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};
  private readonly byName = new Map<string, string>();

  name(attribute: string): string {
    const known = this.byName.get(attribute);
    if (known) return known;
    const placeholder = `#n${this.byName.size}`;
    this.byName.set(attribute, placeholder);
    this.names[placeholder] = attribute;
    return placeholder;
  }

  value(value: unknown): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  /** The two request members, left out where empty as DynamoDB demands. */
  get members(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Record<string, unknown> } {
    return {
      ...(Object.keys(this.names).length > 0 && { ExpressionAttributeNames: this.names }),
      ...(Object.keys(this.values).length > 0 && { ExpressionAttributeValues: this.values }),
    };
  }
}

/** The condition as a DynamoDB expression; `undefined` where nothing is demanded. */
export function conditionExpression(condition: Condition, names: ExpressionNames): string | undefined {
  const parts: string[] = [];
  if (condition.exists !== undefined) parts.push(`attribute_${condition.exists ? '' : 'not_'}exists(${names.name('pk')})`);
  for (const [attribute, value] of Object.entries(condition.equals ?? {})) parts.push(`${names.name(attribute)} = ${names.value(value)}`);
  for (const [attribute, allowed] of Object.entries(condition.oneOf ?? {})) {
    parts.push(`${names.name(attribute)} IN (${allowed.map((value) => names.value(value)).join(', ')})`);
  }
  for (const attribute of condition.absent ?? []) parts.push(`attribute_not_exists(${names.name(attribute)})`);
  for (const [attribute, value] of Object.entries(condition.notAbove ?? {})) {
    parts.push(`(attribute_not_exists(${names.name(attribute)}) OR ${names.name(attribute)} <= ${names.value(value)})`);
  }
  if (parts.length === 0) return undefined;
  const all = parts.join(' AND ');
  return condition.orBelow ? `(${all}) OR ${names.name(condition.orBelow.attribute)} < ${names.value(condition.orBelow.value)}` : all;
}

/** The changes as a DynamoDB update expression. `undefined` values are not written. */
export function updateExpression(changes: Changes, names: ExpressionNames): string {
  const set = [
    ...Object.entries(changes.set ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([attribute, value]) => `${names.name(attribute)} = ${names.value(value)}`),
    ...Object.entries(changes.setOnce ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([attribute, value]) => `${names.name(attribute)} = if_not_exists(${names.name(attribute)}, ${names.value(value)})`),
  ];
  const remove = (changes.remove ?? []).map((attribute) => names.name(attribute));
  const add = Object.entries(changes.add ?? {}).map(([attribute, value]) => `${names.name(attribute)} ${names.value(value)}`);
  return [set.length > 0 && `SET ${set.join(', ')}`, remove.length > 0 && `REMOVE ${remove.join(', ')}`, add.length > 0 && `ADD ${add.join(', ')}`]
    .filter(Boolean)
    .join(' ');
}
