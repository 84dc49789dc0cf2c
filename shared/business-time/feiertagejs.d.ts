/** What we use of the package, whose own declarations are of globals and so of no module. */
declare module 'feiertagejs' {
  export function getHolidays(year: number, region: string): { readonly name: string; readonly date: Date }[];
}
