import { describe, expect, it } from '@jest/globals';
import { AgentChange, changedAgent, departed, employed, loginOf, NewAgent } from '../../../shared/staff/agent.ts';

const zoe: NewAgent = { displayName: 'Zoë Brückner', email: 'zoe.brueckner@example.org', role: 'agent', team: 'schaden-koeln', skills: ['claims', 'service'] };

describe('NewAgent', () => {
  it('takes somebody as they are, without skills if none are named', () => {
    const { skills: _, ...without } = zoe;
    expect(NewAgent.parse(zoe)).toEqual(zoe);
    expect(NewAgent.parse(without).skills).toEqual([]);
  });

  it.each([
    ['the same skill twice', { skills: ['claims', 'claims'] }, 'skills'],
    ['an unknown skill', { skills: ['juggling'] }, 'skills.0'],
    ['an administrator', { role: 'admin' }, 'role'],
    ['a team with capitals', { team: 'Schaden Köln' }, 'team'],
    ['a name of blanks', { displayName: ' ' }, 'displayName'],
    ['no e-mail address', { email: 'zoe' }, 'email'],
  ])('refuses %s', (_what, change, path) => {
    expect(NewAgent.safeParse({ ...zoe, ...change }).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});

describe('employed', () => {
  const now = new Date('2026-03-15T10:00:00Z');

  it('is there from now on', () => {
    expect(employed('agt_1', zoe, now)).toEqual({ ...zoe, id: 'agt_1', createdAt: '2026-03-15T10:00:00.000Z', version: 1 });
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

  it('takes neither another address nor another role, and makes up nothing that was not said', () => {
    expect(AgentChange.parse({ team: 'leitung' })).toEqual({ team: 'leitung' });
    for (const change of [{ email: 'other@example.org' }, { role: 'officer' }]) expect(AgentChange.safeParse(change).success).toBe(false);
  });
});

describe('departed', () => {
  // Half past eleven at night in Berlin is another day than in Greenwich.
  const agent = employed('agt_1', zoe, new Date('2026-03-14T23:30:00Z'));
  const now = new Date('2026-03-20T23:30:00Z');

  it.each(['2026-03-15', '2026-03-20', '2026-03-21'])('leaves on %s', (leftOn) => {
    expect(departed(agent, leftOn, now)).toEqual({ ...agent, leftOn, version: 2 });
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
