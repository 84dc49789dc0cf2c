import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { emulatorEnvironment } from '../../../local/emulator.ts';
import { prepareState, stateFolders } from '../../../local/state.ts';

describe('emulatorEnvironment', () => {
  const environment = emulatorEnvironment({ stateDir: '/data', endpoint: 'http://127.0.0.1:8420' }, 4321, {
    PATH: '/usr/bin',
    HOME: '/home/me',
    AWS_PROFILE: 'my-company',
    MY_SECRET: 'shh',
    USE_SSL: '1',
  });

  it('listens on loopback only, enforces IAM, keeps its data inside the state folder', () => {
    expect(environment).toMatchObject({
      BIND_HOST: '127.0.0.1',
      AUTH: 'true',
      GATEWAY_PORT: '4321',
      PERSIST_STATE: '1',
      STATE_DIR: '/data/emulator',
      S3_DATA_DIR: '/data/s3',
      TMPDIR: '/data/tmp',
      IOT_MTLS_ENABLED: '0',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:8420',
      MINISTACK_REGION: 'eu-central-1',
    });
  });

  it('puts our node first, for the Lambdas', () => {
    expect(environment['PATH']).toBe(`${dirname(process.execPath)}:/usr/bin`);
  });

  it('takes nothing of the user’s own along, as the Lambdas would inherit it', () => {
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(['MY_SECRET']));
    expect(environment['AWS_PROFILE']).toBeUndefined();
    expect(environment['USE_SSL']).toBeUndefined();
  });
});

describe('prepareState', () => {
  const withFolder = async (check: (folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'state-'));
    try {
      await check(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  it('begins anew when nothing was ever saved, even if objects are left', () =>
    withFolder(async (folder) => {
      const { objects } = stateFolders(folder);
      await mkdir(objects, { recursive: true });
      await writeFile(join(objects, 'left'), 'over');
      expect(await prepareState(folder)).toEqual({ fresh: true });
      expect(existsSync(join(objects, 'left'))).toBe(false);
    }));

  it('goes on with saved data, old worker folders gone', () =>
    withFolder(async (folder) => {
      const { services, objects, temp } = stateFolders(folder);
      for (const path of [services, objects, join(temp, 'worker')]) await mkdir(path, { recursive: true });
      await writeFile(join(services, 'cloudformation.json'), '{}');
      await writeFile(join(services, 'lambda.json'), '{"readers":1}');
      await writeFile(join(objects, 'letter'), 'kept');
      expect(await prepareState(folder)).toEqual({ fresh: false });
      expect(await readFile(join(services, 'lambda.json'), 'utf8')).toBe('{"readers":1}');
      expect([existsSync(join(objects, 'letter')), existsSync(join(temp, 'worker'))]).toEqual([true, false]);
    }));

  it('keeps the module type of our package.json away from the Lambdas', () =>
    withFolder(async (folder) => {
      await prepareState(folder);
      expect(JSON.parse(await readFile(join(stateFolders(folder).temp, 'package.json'), 'utf8'))).toEqual({ type: 'commonjs' });
    }));
});
