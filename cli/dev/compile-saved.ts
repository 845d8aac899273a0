import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { testedModel, testFiles, withSlice } from '../models/temporary-project.ts';
import { compileProject, projectGraph, type ProjectGraph } from '../run/compiled-graph.ts';
import { projectDirectory } from '../run/dataform.ts';
import { filesToCompile, withPart } from './part-graph.ts';

/**
 * Compiles the project after some files were saved: those files alone, where no other can differ, which takes a fraction
 * of the time; else, or where they do not compile, all.
 * @param last the project as it was compiled before, if it was.
 * @param parameters arguments of `dataform compile`.
 * @throws CliError with the compiler's own words where the project does not compile.
 */
export async function compileSaved(
  saved: readonly string[],
  last: ProjectGraph | undefined,
  parameters: readonly string[],
): Promise<ProjectGraph> {
  const part = last && (await compilePart(saved, last, parameters));
  return part ?? projectGraph(await compileProject(parameters));
}

async function compilePart(
  saved: readonly string[],
  last: ProjectGraph,
  parameters: readonly string[],
): Promise<ProjectGraph | undefined> {
  if (!saved.every((file) => existsSync(join(projectDirectory, file)))) return undefined;
  const tested = await testedModels().catch(() => undefined);
  const files = tested && filesToCompile(saved, last, tested);
  if (files === undefined) return undefined;
  const part = await withSlice(last.actions, files, (directory) => compileProject(parameters, directory)).catch(
    () => undefined,
  );
  return part && withPart(last, projectGraph(part), files);
}

/** The model that each unit test's file tests. */
async function testedModels(): Promise<ReadonlyMap<string, string>> {
  const files = await testFiles();
  return new Map(await Promise.all(files.map(async (file) => [file, await testedModel(file)] as const)));
}
