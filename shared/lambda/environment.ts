import * as z from 'zod';
import { sectors, type Sector } from '../personal-data/deletion-rules.ts';
import { cognitoClaims, staffApart, type Identity } from './caller.ts';
import { tables, tableVariable, type TableName } from '../storage/tables.ts';

/**
 * Reads what infrastructure put into the environment, once, when a function starts.
 * @throws Error naming the variables that are missing or malformed, without their values.
 */
export function environment<Shape extends z.ZodRawShape>(shape: Shape, variables: NodeJS.ProcessEnv = process.env): z.infer<z.ZodObject<Shape>> {
  const read = z.object(shape).safeParse(variables);
  if (read.success) return read.data;
  throw new Error(`Environment: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
}

/** A variable that holds JSON of this shape. */
export const jsonOf = <T extends z.ZodType>(shape: T) => z.string().transform(parsed).pipe(shape);

function parsed(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}

/** Physical names of the tables that a function was granted: those that infrastructure named to it. */
export function grantedTables(variables: NodeJS.ProcessEnv = process.env): Partial<Record<TableName, string>> {
  const names = (Object.keys(tables) as TableName[]).filter((name) => variables[tableVariable(name)]);
  return Object.fromEntries(names.map((name) => [name, variables[tableVariable(name)]]));
}

/** The stage's line of business, which decides some retention periods. */
export const sector = (): Sector => environment({ SECTOR: z.enum(sectors) }).SECTOR;

const IdentityClaimNames = z.object({ id: z.string(), roles: z.string(), accessToken: z.object({ claim: z.string(), value: z.string() }) });

const StaffIdentity = { STAFF_IDENTITY_CLAIMS: jsonOf(IdentityClaimNames.extend({ issuer: z.url() })), CUSTOMER_ISSUER: z.url() };

/** Whose tokens count and how to read them: Cognito's, unless the stage names another issuer, or one for staff. */
export function identityClaims(variables: NodeJS.ProcessEnv = process.env): Identity {
  if (variables.STAFF_IDENTITY_CLAIMS) {
    const { STAFF_IDENTITY_CLAIMS, CUSTOMER_ISSUER } = environment(StaffIdentity, variables);
    return staffApart(CUSTOMER_ISSUER, STAFF_IDENTITY_CLAIMS);
  }
  return variables.IDENTITY_CLAIMS ? IdentityClaimNames.parse(JSON.parse(variables.IDENTITY_CLAIMS)) : cognitoClaims;
}
