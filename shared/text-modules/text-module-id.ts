import { idOf } from '../id.ts';

export const TextModuleId = idOf('txt');
