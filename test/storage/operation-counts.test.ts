import { beforeAll, describe, expect, it } from '@jest/globals';
import { operationCosts, type OperationCost } from '../bench/operations.ts';
import { describeStorage } from './harness.ts';

describeStorage('what operations ask of AWS', (storage) => {
  let costs: Record<string, OperationCost>;
  beforeAll(async () => {
    costs = await operationCosts(storage);
  });
  it('x', () => { for (const [n,c] of Object.entries(costs)) console.log(storage.engine, n, JSON.stringify(c)); expect(1).toBe(1); });
});
