import { describe, expect, it } from '@jest/globals';
import { type Call, signedHeaders } from '../../../client/signed-call.ts';

/** The published example keys of the AWS signature test suite. */
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const now = new Date('2015-08-30T12:36:00Z');
const call: Call = {
  endpoint: 'https://example.amazonaws.com',
  service: 'service',
  region: 'us-east-1',
  method: 'POST',
  path: '/',
  contentType: 'application/x-www-form-urlencoded',
  body: 'Param1=value1',
};

describe('signedHeaders', () => {
  it('signs as the AWS test suite says (post-x-www-form-urlencoded)', () => {
    expect(signedHeaders(call, credentials, now)['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    );
  });

  it('signs a session token along', () => {
    expect(signedHeaders(call, { ...credentials, sessionToken: 'token' }, now)['authorization']).toContain('host;x-amz-date;x-amz-security-token');
  });
});
