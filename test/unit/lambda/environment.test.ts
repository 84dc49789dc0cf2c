import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { cognitoClaims } from '../../../shared/lambda/caller.ts';
import { environment, grantedTables, identityClaims } from '../../../shared/lambda/environment.ts';

describe('environment', () => {
  it('reads what is asked for', () => {
    expect(environment({ EVENT_BUS: z.string() }, { EVENT_BUS: 'bus', OTHER: 'x' })).toEqual({ EVENT_BUS: 'bus' });
  });

  it('names what is missing or wrong, without its value', () => {
    const read = () => environment({ EVENT_BUS: z.string(), SECTOR: z.enum(['insurer']) }, { SECTOR: 'secret' });
    expect(read).toThrow(/EVENT_BUS .*; SECTOR /);
    expect(read).not.toThrow(/secret/);
  });
});

describe('grantedTables', () => {
  it('gives the physical names of the tables that were named, and of no others', () => {
    expect(grantedTables({ TABLE_TICKETS: 't-1', TABLE_EVENTS: 'e-1', TABLE_NOBODYS: 'x' })).toEqual({ tickets: 't-1', events: 'e-1' });
    expect(grantedTables({})).toEqual({});
  });
});

describe('identityClaims', () => {
  it('are those of Cognito, unless the stage names another issuer', () => {
    expect(identityClaims({})).toEqual(cognitoClaims);
    const elsewhere = { id: 'person', roles: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
    expect(identityClaims({ IDENTITY_CLAIMS: JSON.stringify(elsewhere) })).toEqual(elsewhere);
    expect(() => identityClaims({ IDENTITY_CLAIMS: '{"id":"person","roles":"roles"}' })).toThrow();
  });
});
