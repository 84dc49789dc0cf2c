export default async function teardown(): Promise<void> {
  await (globalThis as { stopStorageEngines?: () => Promise<void> }).stopStorageEngines?.();
}
