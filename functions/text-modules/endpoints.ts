import { addTextModule } from './add-text-module.ts';
import { changeTextModule } from './change-text-module.ts';
import { getTextModule } from './get-text-module.ts';
import { listTextModules } from './list-text-modules.ts';

/** Everything that can be asked of text modules; a ticket is answered with one by an endpoint of tickets. */
export const textModuleEndpoints = [addTextModule, listTextModules, getTextModule, changeTextModule];
