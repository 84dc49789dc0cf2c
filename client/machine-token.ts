/** Machine clients: how another system gets a token of its own (OAuth 2.0 client credentials, RFC 6749 §4.4). */
import { CognitoIdentityProviderClient, DescribeUserPoolClientCommand, DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { machineScopes, type MachineRole } from '../shared/lambda/caller.ts';
import { clientSettings } from './aws.ts';
import type { Outputs } from './outputs.ts';

/**
 * A fresh access token of the machine client with this role, from the token endpoint of the local cloud, or of the pool's domain.
 * @throws Error when the stage has no such client, or the endpoint refuses it.
 */
export async function machineToken(outputs: Outputs, role: MachineRole = 'crm'): Promise<string> {
  const { userPoolId } = outputs;
  const clientId = outputs.machineClients[role];
  if (clientId === undefined) throw new Error('There is no machine client.');
  const pool = new CognitoIdentityProviderClient(clientSettings(outputs));
  try {
    const { UserPoolClient } = await pool.send(new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId }));
    const credentials = Buffer.from(`${clientId}:${UserPoolClient?.ClientSecret ?? ''}`).toString('base64');
    const response = await fetch(`${await tokenHost(outputs, pool)}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: machineScopes[role] }),
    });
    const answer = (await response.json()) as { access_token?: string };
    if (!response.ok || answer.access_token === undefined) throw new Error(`The token endpoint answered ${response.status}.`);
    return answer.access_token;
  } finally {
    pool.destroy();
  }
}

async function tokenHost({ endpoint, userPoolId, region }: Outputs, pool: CognitoIdentityProviderClient): Promise<string> {
  if (endpoint !== undefined) return endpoint;
  const { UserPool } = await pool.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
  return `https://${UserPool?.Domain ?? ''}.auth.${region}.amazoncognito.com`;
}
