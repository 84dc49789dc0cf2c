import type { StageSettings } from './stages.ts';

/** Why a stage is not destroyed, in plain words; `undefined` where it may be. */
export function keptBecause({ name, retain }: Pick<StageSettings, 'name' | 'retain'>): string | undefined {
  if (name === 'prod') return 'prod is not destroyed by a command: people’s data is in it, and the law asks for some of it for years.';
  if (retain) return `${name} keeps its data (retain in infra/stages.ts): set that to false and deploy, if it really is to go.`;
  return undefined;
}

/** Whether somebody who was asked meant this stage. */
export const isMeant = ({ name }: Pick<StageSettings, 'name'>, answer: string): boolean => answer.trim() === name;
