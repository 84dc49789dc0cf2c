import { DomainError } from '../../domain-error.ts';

// In a file of their own: whoever makes letters visible says some of them, and needs nothing of what letters can say.

export const noSuchModule = (): DomainError => new DomainError('not-found', 'no-such-letter-module');

/** Somebody changed it since it was seen. */
export const moduleChanged = (): DomainError => new DomainError('stale', 'letter-module-changed');

export const codeTaken = (): DomainError =>
  new DomainError('conflict', 'letter-module-code-taken', [
    { field: 'body.code', problem: 'is the code of another module: change that, or take another code' },
  ]);

/** What comes with the release is changed by a release. */
export const moduleOfTheRelease = (): DomainError => new DomainError('conflict', 'letter-module-of-the-release');

export const secondPersonRequired = (): DomainError => new DomainError('forbidden', 'second-person-required');

export const notADraft = (): DomainError => new DomainError('conflict', 'letter-module-not-a-draft');

/** No version of it is in force today: none was approved for it, the last one ended, or was withdrawn. */
export const moduleNotInForce = (): DomainError => new DomainError('conflict', 'letter-module-not-in-force');

export const moduleWithdrawn = (): DomainError => new DomainError('conflict', 'letter-module-withdrawn');
