import { beforeEach, expect, it } from '@jest/globals';
import { lambdaEntries, type LambdaName } from '../../infra/lambda-entries.ts';
import { functionCourses } from './function-courses.ts';
import { describeOnOneEngine } from './harness.ts';
import { watchedDatabase } from './watched-database.ts';

describeOnOneEngine('what a function does to the tables', (storage) => {
  const courses = functionCourses(storage);
  beforeEach(() => storage.clear());

  it.each(Object.keys(lambdaEntries) as LambdaName[])('is what it declares, all of it and nothing else: %s', async (name) => {
    const { db, used, close } = watchedDatabase(storage);
    try {
      await courses[name](db);
    } finally {
      close();
    }
    expect(used()).toEqual(lambdaEntries[name].needs);
  });
});
