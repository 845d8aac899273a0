import { basename } from 'node:path';
import { testedModel, testFiles } from './temporary-project.ts';

/** The model that each unit test tests, by the test's name, which is its file's: Dataform does not tell. */
export async function testedModels(): Promise<ReadonlyMap<string, string>> {
  const files = await testFiles();
  return new Map(
    await Promise.all(files.map(async (file) => [basename(file, '.sqlx'), await testedModel(file)] as const)),
  );
}
