import { expect, it } from '@jest/globals';
import { fileLinks } from '../../../shared/files/file-links.ts';
import { signing } from '../../../shared/files/live-file-links.ts';

const key = 'letters/cus_01JQ0000000000000000000000/let_01JQ0000000000000000000000.pdf';
const now = new Date('2026-11-15T10:00:00.900Z');
const lambda = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'to+ken/=' };

it('leads to one version of one file on AWS, for five minutes from the second on', async () => {
  const { url, expiresAt } = await fileLinks({ bucket: 'letters-1', ...signing(lambda) }).link(key, 'v.1-_', now);
  const { origin, pathname, searchParams } = new URL(url);
  expect({ origin, pathname }).toEqual({ origin: 'https://letters-1.s3.eu-central-1.amazonaws.com', pathname: `/${key}` });
  expect(Object.fromEntries(searchParams)).toMatchObject({
    versionId: 'v.1-_',
    'X-Amz-Date': '20261115T100000Z',
    'X-Amz-Expires': '300',
    'X-Amz-Credential': 'AKIDEXAMPLE/20261115/eu-central-1/s3/aws4_request',
    'X-Amz-Security-Token': 'to+ken/=',
    'X-Amz-SignedHeaders': 'host',
  });
  expect(expiresAt).toBe('2026-11-15T10:05:00.000Z');
});

it('leads to another S3, where the environment names one', async () => {
  const { url } = await fileLinks({ bucket: 'letters-1', ...signing({ ...lambda, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }) }).link(key, 'v', now);
  expect(new URL(url).href).toContain(`http://127.0.0.1:4566/letters-1/${key}?`);
});

it('has a file shown instead of saved, under a name, as part of what is signed', async () => {
  const links = fileLinks({ bucket: 'letters-1', ...signing(lambda) });
  const [shown, saved] = await Promise.all([links.link(key, 'v', now, 'brief-1.pdf'), links.link(key, 'v', now)]);
  const of = ({ url }: { url: string }, name: string) => new URL(url).searchParams.get(name);
  expect([of(shown, 'response-content-disposition'), of(saved, 'response-content-disposition')]).toEqual(['inline;filename="brief-1.pdf"', null]);
  expect(of(shown, 'X-Amz-Signature')).not.toBe(of(saved, 'X-Amz-Signature'));
  // A plus is a space to some and none to others.
  expect(shown.url).not.toContain('+');
});

it('uses the credentials of the moment', async () => {
  const variables: Record<string, string> = { ...lambda };
  const links = fileLinks({ bucket: 'letters-1', ...signing(variables) });
  const before = await links.link(key, 'v', now);
  variables.AWS_ACCESS_KEY_ID = 'AKIDROTATED';
  const after = await links.link(key, 'v', now);
  expect([before, after].map(({ url }) => new URL(url).searchParams.get('X-Amz-Credential')!.split('/')[0])).toEqual(['AKIDEXAMPLE', 'AKIDROTATED']);
});
