import * as z from 'zod';

/** What somebody types to log in. By id, mails go to their e-mail address all the same, but the address is no name of the login. */
export const LoginName = z.enum(['by-email', 'by-id', 'none']);
export type LoginName = z.infer<typeof LoginName>;
