/** Jest on ESM TypeScript as it stands. Each project starts only what it needs: unit tests nothing at all. */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local', '<rootDir>/.bundles'],
};

const project = (name, more = {}) => ({ ...common, displayName: name, testMatch: [`<rootDir>/test/${name}/**/*.test.ts`], ...more });

/** Amazon's DynamoDB Local and the emulator's DynamoDB, empty. */
const engines = { globalSetup: '<rootDir>/test/storage/global-setup.ts', globalTeardown: '<rootDir>/test/storage/global-teardown.ts' };

/** A local cloud of the tests' own, deployed; the projects that need it share one. */
const cloud = { globalSetup: '<rootDir>/test/system/cloud.ts', globalTeardown: '<rootDir>/test/system/cloud.ts' };

export default {
  rootDir: import.meta.dirname,
  maxWorkers: 2,
  // Modules that a test loaded stay in a worker's memory; one that is full is slow long before it fails.
  workerIdleMemoryLimit: '1GB',
  // Nothing waits by the clock; this only ends what hangs. A machine that others keep busy is no failure.
  testTimeout: 1_200_000,
  projects: [project('unit'), project('storage', engines), project('infra'), project('system', cloud), project('security', cloud)],
};
