/** Under which everything lies that is found by a keyed hash (`lookup-keys.ts`), whoever it leads to. */
export const lookupPartition = (mac: string): string => `lku#${mac}`;

/**
 * Where what only one may have is taken: an insurance number, or an address to log in with, of customers and staff together, since one
 * user pool holds the logins of both. Whoever writes it in their transaction has it, of any number at once.
 */
export const lookupKeyOf = (mac: string) => ({ pk: lookupPartition(mac), sk: 'lookup' as const });
