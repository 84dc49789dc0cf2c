import { startEngines } from './engines.ts';

/** Once for the whole suite, and only when a storage test is to run. */
export default async function setup(): Promise<void> {
  (globalThis as { stopStorageEngines?: () => Promise<void> }).stopStorageEngines = await startEngines();
}
