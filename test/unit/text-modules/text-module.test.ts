import { describe, expect, it } from '@jest/globals';
import { addTextModule } from '../../../functions/text-modules/add-text-module.ts';
import {
  changedTextModule,
  newTextModule,
  NewTextModule,
  requireUsable,
  saysAlready,
  textIn,
  textModuleChanged,
  textModuleOfOtherKinds,
  textModuleRetired,
  WholeTextModule,
} from '../../../shared/text-modules/text-module.ts';

const by = { id: 'adm_01', at: new Date('2026-03-15T09:30:00Z') };
const later = { id: 'adm_02', at: new Date('2026-03-16T09:30:00Z') };
const content = NewTextModule.parse(addTextModule.example);
const module = newTextModule('txt_01', content, by);

/** Where a text module is wrong. */
const wrongIn = (body: object): string[] => NewTextModule.safeParse({ ...content, ...body }).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a text module', () => {
  it.each([
    [{ texts: { de: '{{salutation' } }, ['texts.de']],
    [{ texts: { de: 'Guten Tag', en: '{{ticket.number}}' } }, ['texts.en']],
    [{ texts: { en: 'Hello' } }, ['texts.de']],
    [{ texts: { de: '  \n ' } }, ['texts.de']],
    [{ texts: { de: 'x'.repeat(3501) } }, ['texts.de']],
    [{ texts: { de: 'x'.repeat(3500) } }, []],
    [{ title: 'Zu {{ticketNumber}}' }, ['title']],
    [{ title: '' }, ['title']],
    [{ kinds: [] }, ['kinds']],
    [{ kinds: ['theft', 'theft'] }, ['kinds']],
    [{ kinds: ['divorce'] }, ['kinds.0']],
    [{ kinds: undefined }, []],
    [{ sets: { status: 'assigned' } }, ['sets.status']],
    [{ sets: { status: 'waiting' } }, ['sets.waitingFor']],
    [{ sets: { status: 'waiting', waitingFor: 'customer', outcome: 'settled' } }, ['sets']],
    [{ sets: { status: 'closed', outcome: 'lost' } }, ['sets.outcome']],
    [{ addsTask: { title: 'Zu {ticketNumber}' } }, ['addsTask.title']],
    [{ addsTask: { title: 'Nachsehen', dueInDays: -1 } }, ['addsTask.dueInDays']],
    [{ addsTask: { title: 'Nachsehen', dueInDays: 0.5 } }, ['addsTask.dueInDays']],
    [{ addsTask: { title: 'Nachsehen', team: 'Schaden Köln' } }, ['addsTask.team']],
    [{ status: 'retired' }, ['']],
  ])('%j is wrong in %j', (body, fields) => {
    expect(wrongIn(body)).toEqual(fields);
  });

  it('has a version more with each change, of whoever made it', () => {
    const asked = WholeTextModule.parse({ ...content, title: 'Rechnung nachfordern', sets: undefined, status: 'active' });
    const changed = changedTextModule(module, asked, later);
    expect(changed).toMatchObject({ id: 'txt_01', version: 2, title: 'Rechnung nachfordern', changedBy: 'adm_02', changedAt: later.at.toISOString() });
    expect([changed.sets, changed.retiredAt]).toEqual([undefined, undefined]);
    expect([saysAlready(changed, asked), saysAlready(module, asked), saysAlready(module, { ...content, status: 'active' })]).toEqual([true, false, true]);
  });

  it('is out of use from the day on which it was retired first, until it is taken up again', () => {
    const retired = changedTextModule(module, { ...content, status: 'retired' }, by);
    const still = changedTextModule(retired, { ...content, title: 'Alt', status: 'retired' }, later);
    expect([retired.retiredAt, still.retiredAt]).toEqual([by.at.toISOString(), by.at.toISOString()]);
    expect(changedTextModule(still, { ...content, status: 'active' }, later).retiredAt).toBeUndefined();
  });

  it.each([
    [{}, 1, 'theft', undefined],
    [{ kinds: undefined }, 1, 'complaint', undefined],
    [{ version: 2 }, 1, 'theft', textModuleChanged()],
    [{ status: 'retired' }, 1, 'theft', textModuleRetired()],
    [{}, 1, 'complaint', textModuleOfOtherKinds()],
  ] as const)('%j, seen in version %d, answers a %s or not', (over, seen, matter, refused) => {
    const attempt = () => requireUsable({ ...module, ...over }, seen, matter);
    if (!refused) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code: refused.code }));
  });

  it('says it in German where there is no English', () => {
    expect(textIn({ texts: { de: 'Guten Tag', en: 'Hello' } }, 'en')).toEqual({ text: 'Hello', language: 'en' });
    expect(textIn({ texts: { de: 'Guten Tag' } }, 'en')).toEqual({ text: 'Guten Tag', language: 'de' });
  });
});
