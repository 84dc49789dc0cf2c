import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { cognitoClaims, staffApart } from '../../../shared/lambda/caller.ts';
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

  const staff = { issuer: 'https://id.example', id: 'person', roles: 'roles', accessToken: { claim: 'typ', value: 'Bearer' } };
  const CUSTOMER_ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_x';

  it('are those of both issuers, where staff have one of their own', () => {
    const read = identityClaims({ STAFF_IDENTITY_CLAIMS: JSON.stringify(staff), CUSTOMER_ISSUER });
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(staffApart(CUSTOMER_ISSUER, staff))));
  });

  it.each([
    ['without the other issuer', { STAFF_IDENTITY_CLAIMS: JSON.stringify(staff) }, 'CUSTOMER_ISSUER'],
    ['without its own name', { STAFF_IDENTITY_CLAIMS: JSON.stringify({ ...staff, issuer: undefined }), CUSTOMER_ISSUER }, 'STAFF_IDENTITY_CLAIMS'],
    ['that is no JSON', { STAFF_IDENTITY_CLAIMS: '{', CUSTOMER_ISSUER }, 'STAFF_IDENTITY_CLAIMS'],
  ])('are not read %s', (_, variables, named) => {
    expect(() => identityClaims(variables)).toThrow(named);
  });
});
