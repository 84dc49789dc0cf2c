import * as z from 'zod';
import { DomainError } from '../../domain-error.ts';
import { Tags } from '../../tickets/ticket.ts';
import { action, done } from '../action.ts';

/** Adds tags to a case, and takes others away. */
export const tag = action({
  deed: 'tag',
  schema: z.strictObject({ do: z.literal('tag'), add: Tags.default([]), remove: Tags.default([]) }),
  causes: 'tags-changed',
  leaves: ({ add, remove }) => ({ tagsOn: add, tagsOff: remove }),
  problems({ add, remove }) {
    if (add.length + remove.length === 0) return [{ path: ['add'], message: 'or remove is needed: name at least one tag' }];
    return add.some((one) => remove.includes(one)) ? [{ path: ['remove'], message: 'names a tag that is added by the same rule' }] : [];
  },
  does(draft, { add, remove }) {
    const before = draft.ticket.tags ?? [];
    const tags = [...before, ...add.filter((one) => !before.includes(one))].filter((one) => !remove.includes(one));
    if (tags.length === before.length && tags.every((one, index) => one === before[index])) return draft;
    if (!Tags.safeParse(tags).success) throw tooManyTags();
    return done(draft, 'tag', { ticket: { ...draft.ticket, tags }, steps: [...draft.steps, { content: { type: 'tags', tags } }] });
  },
});

const tooManyTags = (): DomainError => new DomainError('conflict', 'too-many-tags');
