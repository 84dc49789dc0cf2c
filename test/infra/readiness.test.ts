import { describe, expect, it } from '@jest/globals';
import { lacks, type Sight } from '../../infra/readiness.ts';
import { stageSettings, type StageSettings } from '../../infra/stages.ts';

const prod: StageSettings = { ...stageSettings('prod'), account: '111122223333' };
const dev: StageSettings = { ...stageSettings('dev'), account: '111122223333' };
const ready: Sight = {
  account: '111122223333',
  bootstrapped: true,
  mailSandbox: false,
  identityVerified: true,
  smsSandbox: false,
  smsSpendLimitUsd: 100_000,
};
const said = (settings: StageSettings, change: Partial<Sight>) =>
  lacks(settings, { ...ready, ...change }).map(({ stops, says }) => `${stops ? 'stops' : 'warns'}: ${says}`);

describe('an account', () => {
  it('that has everything lacks nothing', () => {
    expect([lacks(prod, ready), lacks(dev, ready)]).toEqual([[], []]);
  });

  it.each([
    ['is not prepared for the CDK', prod, { bootstrapped: false }, /^stops: .*cdk bootstrap aws:\/\/111122223333\/eu-central-1 -c stage=prod/],
    ['is another one', prod, { account: '999988887777' }, /^stops: .*999988887777.*111122223333/],
    ['may not send mail before the login is made', prod, { identityVerified: false }, /^stops: .*musterschutz\.example/],
    ['may not send mail yet', dev, { identityVerified: false }, /^warns: .*schutzbrief-dev-mail/],
    [
      'waits for its DNS',
      dev,
      { identityVerified: false, dkimTokens: ['t1', 't2'] },
      /^warns: .*t1\._domainkey\.musterschutz\.example CNAME t1\.dkim\.amazonses\.com, t2/,
    ],
    ['sends with a configuration set that nobody named', prod, { configurationSet: 'tracking' }, /^stops: .*tracking.*mailConfigurationSet/],
    ['is in the sandbox of SES', prod, { mailSandbox: true }, /^warns: SES/],
    ['takes fewer mails in a second than the stage sends', prod, { mailsPerSecond: 1 }, /^warns: SES takes 1 mails a second, the stage sends 14/],
    ['is in the sandbox of SMS', prod, { smsSandbox: true }, /^warns: SMS/],
    [
      'has a log of SMS deliveries of somebody else',
      prod,
      { foreignSmsLogs: ['sns/eu-central-1/1/DirectPublishToPhoneNumber'] },
      /^stops: .*DirectPublishToPhoneNumber/,
    ],
    ['may not spend enough on SMS', prod, { smsSpendLimitUsd: 1 }, /^warns: .* 1 USD/],
  ] as const)('that %s', (_, settings, change, words) => {
    expect(said(settings, change)).toEqual([expect.stringMatching(words)]);
  });

  it('whose log of SMS deliveries another stage keeps lacks nothing', () => {
    expect(said(dev, { foreignSmsLogs: ['sns/eu-central-1/1/DirectPublishToPhoneNumber'] })).toEqual([]);
  });

  it('whose configuration set is named lacks nothing', () => {
    expect(said({ ...prod, mailConfigurationSet: 'tracking' }, { configurationSet: 'tracking' })).toEqual([]);
  });

  it('must be named for data that is kept, and should be for any', () => {
    const { account: _p, ...nowhere } = prod;
    const { account: _d, ...anywhere } = dev;
    expect(said(nowhere, {})).toEqual([expect.stringMatching(/^stops: .*account/)]);
    expect(said(anywhere, {})).toEqual([expect.stringMatching(/^warns: .*account/)]);
  });

  it('that may not be looked into is said to be so, by what', () => {
    expect(lacks(dev, {})).toEqual([{ stops: false, says: expect.stringMatching(/CDK.*SES.*SMS/) }]);
  });

  it('is told what stops it first', () => {
    expect(said(prod, { mailSandbox: true, smsSandbox: true, configurationSet: 'tracking' }).map((line) => line.slice(0, 5))).toEqual([
      'stops',
      'warns',
      'warns',
    ]);
  });
});
