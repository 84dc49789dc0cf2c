import { describe, expect, it } from '@jest/globals';
import { stores, typesWithoutData, type Store } from '../../infra/store-registry.ts';
import { tables } from '../../shared/storage/tables.ts';
import { resources, synthesised, type AppResource } from './synth.ts';

const app = await synthesised('prod');

const covers = (store: Store, { type, stack, name }: AppResource): boolean =>
  store.type === type && store.resources.some((pattern) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : pattern === `${stack}/${name}`));

const holding = resources(app).filter(({ type }) => !typesWithoutData.has(type));

describe('the registry of stores', () => {
  it.each(holding.map((resource) => [`${resource.type} ${resource.stack}/${resource.name}`, resource] as const))('has one row for %s', (_, resource) => {
    expect(stores.filter((store) => covers(store, resource)).map(({ title }) => title)).toHaveLength(1);
  });

  it.each(stores.flatMap((store) => store.resources.map((pattern) => [pattern, store] as const)))('has no row without a resource: %s', (pattern, store) => {
    expect(holding.filter((resource) => covers({ ...store, resources: [pattern] }, resource))).not.toHaveLength(0);
  });

  it.each(Object.entries(tables))('agrees with the description of the table %s on whether it is personal', (name, { personal }) => {
    const resource = `data/Tables${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const row = stores.find((store) => store.resources.includes(resource));
    expect(row?.personal === 'ja' || row?.personal === 'pseudonym' ? personal || row.personal === 'pseudonym' : !personal).toBe(true);
  });

  it('knows no type both with and without data', () => {
    expect(stores.filter(({ type }) => typesWithoutData.has(type))).toEqual([]);
  });
});
