/** `npm run -s sbom > sbom.json`: the bill of materials, in CycloneDX's JSON, from the lock files. */
import { wholeBill } from './bill-of-materials.ts';

console.log(JSON.stringify(await wholeBill(), undefined, 2));
