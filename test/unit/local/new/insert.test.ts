import { describe, expect, it } from '@jest/globals';
import { behindLast, NoPlace, withElement, withImport, withStep } from '../../../../local/new/insert.ts';

describe('an import more', () => {
  const text = `import * as z from 'zod';\nimport type { Task } from '../a/task.ts';\nimport {\n  one,\n  two,\n} from '../b/both.ts';\nimport { own } from './own.ts';\n\nconst x = 1;\n`;

  it.each([
    ['before the first that comes after it', '../a/z.ts', "task.ts';\nimport { more } from '../a/z.ts';\nimport {\n  one"],
    ['before those of its own folder', '../c.ts', "both.ts';\nimport { more } from '../c.ts';\nimport { own }"],
    ['at the end', './views.ts', "own.ts';\nimport { more } from './views.ts';\n\nconst x"],
    ['never before packages', '../0.ts', "'zod';\nimport { more } from '../0.ts';\nimport type"],
    ['beside a type of the same file', '../a/task.ts', "import { more } from '../a/task.ts';\n"],
    ['in what is imported from the file already', '../b/both.ts', "two, more } from '../b/both.ts';\nimport { own }"],
  ])('stands %s', (_, from, expected) => {
    expect(withImport(text, 'more', from)).toContain(expected);
  });

  it('changes nothing where it is there', () => {
    expect(withImport(text, 'own', './own.ts')).toBe(text);
  });

  it('comes first where there is none', () => {
    expect(withImport('const x = 1;\n', 'more', './more.ts')).toBe("import { more } from './more.ts';\nconst x = 1;\n");
  });
});

describe('an element more', () => {
  it.each([
    ['at the end', 'const all = [a, b];', [], 'const all = [ a, b, c, ];'],
    ['at the end of lines', 'const all = [\n  a,\n  b,\n];', [], 'const all = [\na,\nb,\nc,\n];'],
    ['behind the last of these', 'const all = [a, b, d];', ['a', 'b'], 'const all = [ a, b, c, d, ];'],
    ['at the end where none of these is there', 'const all = [a];', ['z'], 'const all = [ a, c, ];'],
    ['in an empty list', 'const all = [];', [], 'const all = [ c, ];'],
  ])('stands %s', (_, text, behind, expected) => {
    expect(withElement(text, /const all = \[/, 'c', behind)).toBe(expected);
  });

  it('has no place where there is no such list', () => {
    expect(() => withElement('const all = [];', /const others = \[/, 'c')).toThrow(NoPlace);
  });
});

describe('a line more', () => {
  it('stands behind the last that looks so, or else the last of the next look', () => {
    const text = 'a1\nb1\na2\nb2\n';
    expect(behindLast(text, 'a', '!', /^a\d$/gm)).toBe('a1\nb1\na2!\nb2\n');
    expect(behindLast(text, 'c', '!', /^c\d$/gm, /^b\d$/gm)).toBe('a1\nb1\na2\nb2!\n');
    expect(() => behindLast(text, 'row of a queue', '!', /^c\d$/gm)).toThrow('found no row of a queue');
  });
});

describe('a step more', () => {
  const text =
    'class Stack {\n  constructor() {\n    if (x) {\n      y();\n    }\n    this.one();\n  }\n\n  one(): void {\n    z();\n  }\n}\n\nfunction after() {\n}\n';

  it('is called last by the constructor, and stands last in the class', () => {
    expect(withStep(text, 'this.two();', '\n  two(): void {}')).toBe(
      text.replace('this.one();\n', 'this.one();\n    this.two();\n').replace('z();\n  }\n', 'z();\n  }\n\n  two(): void {}\n'),
    );
  });

  it('has no place where there is no class', () => {
    expect(() => withStep('const x = 1;\n', 'this.two();', '')).toThrow(NoPlace);
  });
});
