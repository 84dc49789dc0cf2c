/** A number however people write it: capitals, without spaces, hyphens, slashes. */
export const foldedNumber = (value: string): string => value.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
