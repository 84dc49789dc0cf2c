/** Logs a demo person in, as the customer portal would. */
import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from './aws.ts';
import type { Login } from './logins.ts';
import type { Outputs } from './outputs.ts';

/** A fresh access token of the person. */
export async function accessToken(outputs: Outputs, { username, password }: Login): Promise<string> {
  const client = new CognitoIdentityProviderClient(clientSettings(outputs));
  try {
    const { AuthenticationResult } = await client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: outputs.clientId,
        AuthParameters: { USERNAME: username, PASSWORD: password },
      }),
    );
    const token = AuthenticationResult?.AccessToken;
    if (token === undefined) throw new Error(`The login of ${username} wants another step before it gives a token.`);
    return token;
  } finally {
    client.destroy();
  }
}
