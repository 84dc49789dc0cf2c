import { emailAddress, smsNumber } from '../../shared/customers/customer.ts';
import type { Lookups } from '../../shared/customers/customer-lookups.ts';
import type { MasterData } from '../../shared/customers/new-customer.ts';
import type { LookupKeys } from '../../shared/personal-data/lookup-keys.ts';

/** The keyed hashes under which somebody with this master data is found. */
export async function lookupsOf(data: Pick<MasterData, 'insuranceNumber' | 'contactPoints'>, keys: LookupKeys): Promise<Lookups> {
  const hashed = (value: string | undefined, hash: (value: string) => Promise<string>) => (value === undefined ? undefined : hash(value));
  const [insuranceNumber, email, phone] = await Promise.all([
    keys.insuranceNumber(data.insuranceNumber),
    hashed(emailAddress(data), keys.email),
    hashed(smsNumber(data), keys.phone),
  ]);
  return { insuranceNumber, email, phone };
}
