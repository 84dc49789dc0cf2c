import * as z from 'zod';

/** What a letter is about, by the name that the topic has: `annual-premium-invoice`. Its explanation stands elsewhere, under this name. */
export const TopicName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be small letters and digits, words parted by single hyphens, like annual-premium-invoice')
  .meta({ example: 'annual-premium-invoice' });
