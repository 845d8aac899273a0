import { basename } from 'node:path';
import { testedModel, testFiles } from './temporary-project.ts';

/** The model that each unit test tests, by the test's name, which is its file's: Dataform does not tell. */
export async function testedModels(): Promise<ReadonlyMap<string, string>> {
  const files = await testFiles();
  const pairs = await Promise.all(
    files.map(async (file) => {
      const model = await testedModel(file);
      return model === undefined ? [] : [[basename(file, '.sqlx'), model] as const];
    }),
  );
  return new Map(pairs.flat());
}
