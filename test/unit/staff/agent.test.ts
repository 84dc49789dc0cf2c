import { describe, expect, it } from '@jest/globals';
import { absentOn, AgentChange, changedAgent, departed, employed, inStatus, isAlready, loginOf, NewAgent } from '../../../shared/staff/agent.ts';

const zoe: NewAgent = {
  displayName: 'Zoë Brückner',
  email: 'zoe.brueckner@example.org',
  role: 'agent',
  team: 'schaden-koeln',
  skills: [
    { skill: 'claims', level: 4 },
    { skill: 'service', level: 1 },
  ],
  languages: ['de', 'tr'],
  workingHours: [
    { day: 'monday', from: '08:00', to: '12:00' },
    { day: 'monday', from: '12:30', to: '16:45' },
  ],
  capacity: 30,
};

describe('NewAgent', () => {
  it('takes somebody as they are, without skills if none are named', () => {
    const { skills: _, languages: __, workingHours: ___, capacity: ____, ...without } = zoe;
    expect(NewAgent.parse(zoe)).toEqual(zoe);
    expect(NewAgent.parse(without)).toEqual({ ...without, skills: [], languages: [], workingHours: [] });
  });

  it.each([
    ['the same skill twice', { skills: [1, 5].map((level) => ({ skill: 'claims', level })) }, 'skills'],
    ['an unknown skill', { skills: [{ skill: 'juggling', level: 5 }] }, 'skills.0.skill'],
    ['a skill without its level', { skills: [{ skill: 'claims' }] }, 'skills.0.level'],
    ['a level above 5', { skills: [{ skill: 'claims', level: 6 }] }, 'skills.0.level'],
    ['a level between two', { skills: [{ skill: 'claims', level: 2.5 }] }, 'skills.0.level'],
    ['a language in words', { languages: ['Deutsch'] }, 'languages.0'],
    ['the same language twice', { languages: ['de', 'de'] }, 'languages'],
    ['room for nothing', { capacity: 0 }, 'capacity'],
    ['hours that end before they begin', { workingHours: [{ day: 'monday', from: '22:00', to: '06:00' }] }, 'workingHours.0.to'],
    ['hours of no length', { workingHours: [{ day: 'monday', from: '08:00', to: '08:00' }] }, 'workingHours.0.to'],
    ['hours twice', { workingHours: [...zoe.workingHours, { day: 'monday', from: '11:00', to: '13:00' }] }, 'workingHours.2.from'],
    ['an hour that no clock has', { workingHours: [{ day: 'monday', from: '08:60', to: '24:01' }] }, 'workingHours.0.from workingHours.0.to'],
    ['an administrator', { role: 'admin' }, 'role'],
    ['a team with capitals', { team: 'Schaden Köln' }, 'team'],
    ['a name of blanks', { displayName: ' ' }, 'displayName'],
    ['no e-mail address', { email: 'zoe' }, 'email'],
  ])('refuses %s', (_what, change, path) => {
    expect(NewAgent.safeParse({ ...zoe, ...change }).error?.issues.map((issue) => issue.path.join('.'))).toEqual(path.split(' '));
  });
});

describe('employed', () => {
  const now = new Date('2026-03-15T10:00:00Z');

  it('is there from now on', () => {
    expect(employed('agt_1', zoe, now)).toEqual({ ...zoe, id: 'agt_1', createdAt: '2026-03-15T10:00:00.000Z', status: 'available', absences: [], version: 1 });
    expect(employed('agt_1', { ...zoe, role: 'officer', skills: [] }, now).role).toBe('officer');
  });

  it('has no skills as an officer: tickets go to whom has the skill', () => {
    expect(() => employed('agt_1', { ...zoe, role: 'officer' }, now)).toThrow(
      expect.objectContaining({ kind: 'invalid', fields: [{ field: 'body.skills', problem: 'are for agents only' }] }),
    );
  });
});

describe('changedAgent', () => {
  const agent = employed('agt_1', zoe, new Date('2026-03-15T10:00:00Z'));

  it('is the same but for what was put right, in another version', () => {
    expect(changedAgent(agent, { displayName: 'Zoe Brückner' })).toEqual({ ...agent, displayName: 'Zoe Brückner', version: 2 });
    expect(changedAgent(agent, { skills: [], team: 'leitung' })).toEqual({ ...agent, skills: [], team: 'leitung', version: 2 });
  });

  it('has no limit any more where it is taken away, and is the same where nothing is', () => {
    expect(changedAgent(agent, { capacity: null }).capacity).toBeUndefined();
    expect(changedAgent(agent, { capacity: 12 }).capacity).toBe(12);
    expect([
      isAlready(agent, { capacity: 30 }),
      isAlready(agent, { capacity: null }),
      isAlready({ ...agent, capacity: undefined }, { capacity: null }),
    ]).toEqual([true, false, true]);
  });

  it('is in another status, and has other absences, while they are here', () => {
    const absences = [{ id: 'abs_1', from: '2026-08-03', to: '2026-08-14' }];
    expect(inStatus(agent, 'away')).toEqual({ ...agent, status: 'away', version: 2 });
    expect(absentOn(agent, absences)).toEqual({ ...agent, absences, version: 2 });
    const left = { ...agent, leftOn: '2026-03-16' };
    for (const change of [() => inStatus(left, 'busy'), () => absentOn(left, [])]) expect(change).toThrow(expect.objectContaining({ code: 'agent-left' }));
  });

  it('takes neither another address nor another role, and makes up nothing that was not said', () => {
    expect(AgentChange.parse({ team: 'leitung' })).toEqual({ team: 'leitung' });
    for (const change of [{ email: 'other@example.org' }, { role: 'officer' }]) expect(AgentChange.safeParse(change).success).toBe(false);
  });
});

describe('departed', () => {
  // Half past eleven at night in Berlin is another day than in Greenwich.
  const agent = employed('agt_1', zoe, new Date('2026-03-14T23:30:00Z'));
  const now = new Date('2026-03-20T23:30:00Z');

  /** What goes at once: nobody plans with them any more. */
  const planned = { languages: [], workingHours: [], capacity: undefined, absences: [] };

  it.each(['2026-03-15', '2026-03-20', '2026-03-21'])('leaves on %s', (leftOn) => {
    expect(departed(agent, leftOn, now)).toEqual({ ...agent, ...planned, leftOn, version: 2 });
  });

  it.each([
    ['2026-03-22', 'lies in the future: record it when the day has come'],
    ['2026-03-14', 'lies before the day on which they were taken in'],
  ])('does not leave on %s', (leftOn, problem) => {
    expect(() => departed(agent, leftOn, now)).toThrow(expect.objectContaining({ kind: 'invalid', fields: [{ field: 'body.leftOn', problem }] }));
  });

  it('is the very same again on the day that is recorded, and another on another day', () => {
    const left = departed(agent, '2026-03-16', now);
    expect(departed(left, '2026-03-16', now)).toBe(left);
    expect(departed(left, '2026-03-17', now)).toEqual({ ...left, leftOn: '2026-03-17', version: 3 });
  });

  it('has a login by their address while they are here', () => {
    expect(loginOf(agent)).toEqual({ username: 'agt_1', email: zoe.email, byEmail: true, group: 'agent' });
  });
});
