import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { DomainError } from '../../../shared/domain-error.ts';
import { invalid, Problem, problemOf } from '../../../shared/lambda/problem.ts';

describe('problemOf', () => {
  it('says of an expected refusal what is wrong', () => {
    const problem = problemOf(new DomainError('conflict', 'ticket-closed', [{ field: 'body.a', problem: 'is closed' }]), 'r1');
    expect(problem).toEqual({
      type: 'urn:problem:schutzbrief:ticket-closed',
      title: 'The current state does not allow this',
      status: 409,
      code: 'ticket-closed',
      instance: 'urn:request:r1',
      errors: [{ field: 'body.a', problem: 'is closed' }],
    });
    expect(Problem.strict().parse(problem)).toEqual(problem);
  });

  it('has no list of errors when no field is to blame', () => {
    expect(problemOf(new DomainError('stale', 'ticket-changed'), 'r1')).not.toHaveProperty('errors');
  });

  it.each([new Error('Paula Sommer'), 'Paula Sommer', undefined, new z.ZodError([])])('says nothing of anything unexpected', (error) => {
    expect(problemOf(error, 'r1')).toEqual({
      type: 'urn:problem:schutzbrief:internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      instance: 'urn:request:r1',
    });
  });
});

describe('an error of a service', () => {
  const ofService = (name: string, httpStatusCode: number): Error => Object.assign(new Error('Paula Sommer'), { name, $metadata: { httpStatusCode } });

  it.each([
    ['ThrottlingException', 400],
    ['ProvisionedThroughputExceededException', 400],
    ['RequestLimitExceeded', 400],
    ['TooManyRequestsException', 400],
    ['TransactionInProgressException', 400],
    ['SlowDown', 503],
    ['InternalServerError', 500],
  ])('that may pass is a 503: %s', (name, status) => {
    expect(problemOf(ofService(name, status), 'r1')).toEqual({
      type: 'urn:problem:schutzbrief:service-busy',
      title: 'Please try again',
      status: 503,
      code: 'service-busy',
      instance: 'urn:request:r1',
    });
  });

  it.each([
    ['ValidationException', 400],
    ['AccessDeniedException', 400],
    ['ResourceNotFoundException', 400],
  ])('that is our fault stays a 500: %s', (name, status) => {
    expect(problemOf(ofService(name, status), 'r1')).toMatchObject({ status: 500, code: 'internal' });
  });
});

describe('invalid', () => {
  const fieldsOf = (schema: z.ZodType, value: unknown) => invalid(schema.safeParse(value).error!, 'body').fields;

  it('names fields by their path', () => {
    const schema = z.strictObject({ people: z.array(z.strictObject({ name: z.string().min(1, 'is empty') })) });
    expect(fieldsOf(schema, { people: [{ name: 'a' }, { name: '' }] })).toEqual([{ field: 'body.people.1.name', problem: 'is empty' }]);
  });

  it('names each unknown field, unless its name is a text', () => {
    expect(fieldsOf(z.strictObject({}), { iban: 1, 'DE89 3704': 2, ['x'.repeat(41)]: 3 })).toEqual([
      { field: 'body.iban', problem: 'unknown field' },
      { field: 'body.(unnamed)', problem: 'unknown field' },
      { field: 'body.(unnamed)', problem: 'unknown field' },
    ]);
  });

  it('says of a bound whether it is within', () => {
    const bounds = z.strictObject({ amount: z.int().positive(), share: z.number().lt(1), count: z.int().min(1).max(10) });
    expect(fieldsOf(bounds, { amount: 0, share: 1, count: 0 })).toEqual([
      { field: 'body.amount', problem: 'must be greater than 0' },
      { field: 'body.share', problem: 'must be less than 1' },
      { field: 'body.count', problem: 'must be at least 1' },
    ]);
    expect(fieldsOf(bounds, { amount: 1, share: 0, count: 11 })).toEqual([{ field: 'body.count', problem: 'must be at most 10' }]);
  });

  it('says which part of the request it speaks of', () => {
    expect(invalid(z.strictObject({}).safeParse({ a: 1 }).error!, 'query')).toMatchObject({ kind: 'invalid', code: 'invalid-query' });
  });
});
