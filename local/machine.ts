/** The CRM's machine client: how another system gets a token of its own (OAuth 2.0 client credentials, RFC 6749 §4.4). */
import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { crmScope } from '../shared/lambda/caller.ts';
import { clientSettings } from '../client/aws.ts';
import type { Outputs } from '../client/outputs.ts';

/**
 * A fresh access token of the machine client, from the local cloud's token endpoint.
 * @throws Error when the stage has no machine client, or the endpoint refuses it.
 */
export async function machineToken(outputs: Outputs): Promise<string> {
  const { machineClientId, userPoolId, endpoint } = outputs;
  if (machineClientId === undefined || endpoint === undefined) throw new Error('There is no machine client, or no token endpoint to ask.');
  const pool = new CognitoIdentityProviderClient(clientSettings(outputs));
  try {
    const { UserPoolClient } = await pool.send(new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: machineClientId }));
    const credentials = Buffer.from(`${machineClientId}:${UserPoolClient?.ClientSecret ?? ''}`).toString('base64');
    const response = await fetch(`${endpoint}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: crmScope }),
    });
    const answer = (await response.json()) as { access_token?: string };
    if (!response.ok || answer.access_token === undefined) throw new Error(`The token endpoint answered ${response.status}.`);
    return answer.access_token;
  } finally {
    pool.destroy();
  }
}
