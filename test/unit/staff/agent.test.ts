import { describe, expect, it } from '@jest/globals';
import { employed, NewAgent } from '../../../shared/staff/agent.ts';

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
    expect(employed('agt_1', zoe, now)).toEqual({ ...zoe, id: 'agt_1', createdAt: '2026-03-15T10:00:00.000Z' });
    expect(employed('agt_1', { ...zoe, role: 'officer', skills: [] }, now).role).toBe('officer');
  });

  it('has no skills as an officer: tickets go to whom has the skill', () => {
    expect(() => employed('agt_1', { ...zoe, role: 'officer' }, now)).toThrow(
      expect.objectContaining({ kind: 'invalid', fields: [{ field: 'body.skills', problem: 'are for agents only' }] }),
    );
  });
});
