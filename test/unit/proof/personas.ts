import { markersOf, persona, type Persona } from '../../../proof/markers.ts';

/** Two people of a proof, always the same. */
export const personaOf = (who: 'canary' | 'neighbour', run = 'unit'): Persona =>
  persona({ run, who, phoneIndex: who === 'canary' ? 42 : 141, mailbox: (name) => `${name}@proof.example` });

export const canary = markersOf(personaOf('canary'));
export const neighbour = markersOf(personaOf('neighbour'));
