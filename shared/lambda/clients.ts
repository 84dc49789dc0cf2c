import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { database, type Database } from '../storage/database.ts';
import { tablesOf, type Needs } from '../storage/needs.ts';
import { grantedTables } from './environment.ts';

/** The database of a function, for what it declared: the same that its role was granted. */
export function liveDatabase(needs: Needs): Database {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
  return database({ client, tableNames: grantedTables(tablesOf(needs)), needs });
}
