import { addLetterModule } from './add-letter-module.ts';
import { approveLetterModule } from './approve-letter-module.ts';
import { changeLetterModule } from './change-letter-module.ts';
import { getLetterModule } from './get-letter-module.ts';
import { listLetterModules } from './list-letter-modules.ts';
import { previewLetterModule } from './preview-letter-module.ts';
import { withdrawLetterModule } from './withdraw-letter-module.ts';

/** Everything that can be asked of letter modules. One Lambda answers it: previews need fonts and the code for PDF. */
export const letterModuleEndpoints = [
  addLetterModule,
  listLetterModules,
  getLetterModule,
  changeLetterModule,
  previewLetterModule,
  approveLetterModule,
  withdrawLetterModule,
];
