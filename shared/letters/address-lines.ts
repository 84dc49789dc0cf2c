import { formatAddress, type Address as PostalParts } from 'localized-address-format';
import type { Country } from '../personal-data/country.ts';
import type { LetterRecipient } from './typesetting/content.ts';

/** Where our letters are posted. */
const home: Country = 'DE';

/** Whose posts read an address from its last lines, street and place: what is more stands above them. */
const additionAboveStreet: readonly Country[] = ['DE', 'AT', 'CH', 'LI'];

/** What there is of these, with a space between. */
export const joined = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' ');

const titled = { frau: 'Frau', herr: 'Herrn', neutral: undefined };

/**
 * The address as DIN 5008 has it: firm, form of address with the name, c/o, street, postal code and place, country in capitals. From the street on
 * it follows the country that the letter goes to, as its post wants it.
 */
export function addressLines(recipient: LetterRecipient): string[] {
  const { form, title, givenName, familyName, organisation, careOf, country } = recipient;
  const name = joined(titled[form], title, givenName, familyName);
  const abroad = country === home ? undefined : inCapitals(germanNameOf(country));
  // A place that is called like its country is said once.
  const names = [recipient.city, recipient.region];
  const place = placeLines(recipient).filter((line) => !names.includes(line) || inCapitals(line) !== abroad);
  return [organisation, name, careOf && `c/o ${careOf}`, ...place, abroad].filter((line) => line !== undefined);
}

const inCapitals = (text: string): string => text.toLocaleUpperCase('de');

type Place = Pick<LetterRecipient, 'street' | 'addition' | 'postalCode' | 'city' | 'region' | 'country'>;

function placeLines(place: Place): string[] {
  const { street, addition, postalCode, city, region, country } = place;
  const first = additionAboveStreet.includes(country) ? [addition, street] : [street, addition];
  const lines = first.filter((line) => line !== undefined);
  const known = formatted({ addressLines: lines, locality: city, postalCode, administrativeArea: region }, country);
  return known ?? [...lines, joined(postalCode, city), region].filter((line) => line !== undefined);
}

/**
 * The lines in the order of the country; `undefined` where the library's form has no place for one of them. Where it has none for a city but one for
 * what is above it, as of the emirates, the city is meant by that. A line of the form's own, which has nothing of the address (`JERSEY`), names what
 * the line of the country says.
 */
function formatted({ locality, ...parts }: PostalParts, country: Country): string[] | undefined {
  const cityOnly = parts.administrativeArea === undefined && !takes(country, 'locality') ? 'administrativeArea' : 'locality';
  const address = Object.fromEntries(Object.entries({ ...parts, [cityOnly]: locality }).filter(([, part]) => part !== undefined)) as PostalParts;
  if (!Object.keys(address).every((part) => takes(country, part as keyof PostalParts))) return undefined;
  const ofTheFormAlone = formatAddress({ postalCountry: country }, 'latin');
  return formatAddress({ ...address, postalCountry: country }, 'latin')
    .filter((line) => line === locality || !ofTheFormAlone.includes(line))
    .map((line) => withoutPrefix(line, address.postalCode));
}

/** Stands for a part in the question whether a country's form has it. */
const asked = '\u{fffd}';

const takes = (country: Country, part: keyof PostalParts): boolean =>
  part === 'addressLines' || formatAddress({ postalCountry: country, [part]: asked }, 'latin').some((line) => line.includes(asked));

/** A postal code without the letters of its country before it (`CH-8001`): abroad the country's name says it (DIN 5008). */
const withoutPrefix = (line: string, code: string | undefined): string =>
  code !== undefined && line.includes(code)
    ? line.replace(/^[A-Z]{1,3}[- ]?(?=\S)/, (prefix) => (line.slice(prefix.length).startsWith(code) ? '' : prefix))
    : line;

let names: Intl.DisplayNames | undefined;

/** What a country is called in German. */
export function germanNameOf(country: Country): string {
  names ??= new Intl.DisplayNames('de', { type: 'region' });
  return names.of(country)!;
}
