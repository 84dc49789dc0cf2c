/** Whether SMS of a stage go to a number; `prefixes`: of the countries that they go to, in E.164 form. A number that costs a fortune is not called by mistake. */
export const smsGoesTo =
  (prefixes: readonly string[]) =>
  (number: string): boolean =>
    prefixes.some((prefix) => number.startsWith(prefix));
