import type { Customer } from '../customers/customer.ts';
import type { LetterField, LetterValues } from './letter-field.ts';
import type { LetterTemplate } from './letter-template.ts';

/** Fields that come from the master data, whatever the template: nobody types a customer's bank details, and more than this is never used. */
const fromMasterData: Readonly<Record<string, (customer: Customer) => string>> = {
  ibanEnd: ({ iban }) => iban.slice(-4),
};

/** The fields of a template that somebody fills in. */
export const filledInFields = ({ fields }: Pick<LetterTemplate, 'fields'>): LetterField[] => fields.filter(({ name }) => !Object.hasOwn(fromMasterData, name));

/** All values that the template needs: those that were filled in, and those from the master data that it has a field for. */
export function valuesFor(template: LetterTemplate, values: LetterValues, customer: Customer): LetterValues {
  const known = template.fields.flatMap(({ name }) => (Object.hasOwn(fromMasterData, name) ? [[name, fromMasterData[name]!(customer)]] : []));
  return { ...values, ...Object.fromEntries(known) };
}
