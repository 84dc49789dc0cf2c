import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { serviceClient } from '../lambda/service-client.ts';
import { environment } from '../lambda/environment.ts';
import { cognitoLogins, loginsElsewhere, type Logins } from './logins.ts';

/** Where members of staff log in: as everybody does, unless they have an issuer of their own. */
export const staffLogins = (variables: NodeJS.ProcessEnv = process.env): Logins =>
  variables.STAFF_LOGINS === 'elsewhere' ? loginsElsewhere : liveLogins(variables);

/** The stage's logins: those of its Cognito user pool, unless it names another issuer. `LOGIN_INVITATION=none` sends no first password. */
export function liveLogins(variables: NodeJS.ProcessEnv = process.env): Logins {
  if (variables.IDENTITY_CLAIMS) return loginsElsewhere;
  const shape = { USER_POOL_ID: z.string().min(1), LOGIN_INVITATION: z.enum(['email', 'none']).default('email') };
  const { USER_POOL_ID, LOGIN_INVITATION } = environment(shape, variables);
  return cognitoLogins({ client: new CognitoIdentityProviderClient(serviceClient()), userPoolId: USER_POOL_ID, invite: LOGIN_INVITATION === 'email' });
}
