import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { database, type Database } from '../storage/database.ts';
import { serviceClient } from './service-client.ts';
import { grantedTables } from './environment.ts';

/** The database of a function, with the tables that it was granted. */
export function liveDatabase(): Database {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(serviceClient()), { marshallOptions: { removeUndefinedValues: true } });
  return database({ client, tableNames: grantedTables() });
}
