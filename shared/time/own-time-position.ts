import * as z from 'zod';

/** Where a list of one's own time goes on: behind a day and an entry. No sign in it needs another spelling in a URL. */
export const OwnTimePosition = z.string().regex(/^\d{4}-\d\d-\d\d~tim_[0-9A-HJKMNP-TV-Z]{26}$/, 'is no position in this list');
