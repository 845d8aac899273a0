import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
const folders = ['cli', 'dashboard', 'ingest', 'local', 'definitions', 'includes'];
const parts = [...folders, 'dataform.json', 'package.json', 'tsconfig.json'];

/** A copy of the project in `directory`, which a test may break. The packages are links, but for the one that Dataform wants as files. */
export function copyProject(directory: string): void {
  for (const part of parts) cpSync(join(project, part), join(directory, part), { recursive: true });
  const packages = join(project, 'node_modules');
  const copies = join(directory, 'node_modules');
  mkdirSync(join(copies, '@dataform'), { recursive: true });
  cpSync(join(packages, '@dataform/core'), join(copies, '@dataform/core'), { recursive: true });
  symlinkSync(join(packages, '@dataform/cli'), join(copies, '@dataform/cli'), 'junction');
  for (const name of readdirSync(packages)) {
    if (name !== '@dataform' && !name.startsWith('.'))
      symlinkSync(join(packages, name), join(copies, name), 'junction');
  }
}

const oneUnitTest = 'reports_name_their_most_serious_offense.sqlx';

/** Leaves one unit test, of a fact, to a copied project: all of them are a third of a small run. */
export function leaveOneUnitTest(directory: string): void {
  const tests = join(directory, 'definitions/tests');
  for (const name of readdirSync(tests)) if (name !== oneUnitTest) rmSync(join(tests, name));
}

/** Takes away parts of a copied project that a test is not about. */
export function leaveOut(directory: string, ...parts: readonly string[]): void {
  for (const part of parts) rmSync(join(directory, part), { recursive: true });
}

/** Leaves no assertion of the models themselves to a copied project: Dataform sends 30 statements a second, most of them these. */
export function leaveOutModelAssertions(directory: string): void {
  const definitions = join(directory, 'definitions');
  for (const name of readdirSync(definitions, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.sqlx')) continue;
    const path = join(definitions, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/^ {2}assertions: \{(?:.*\},?\n|[^]*?^ {2}\},?\n)/m, ''));
  }
}

/** Gives variables of a copied project another value. */
export function setVariables(directory: string, variables: Readonly<Record<string, string>>): void {
  const path = join(directory, 'dataform.json');
  const settings = JSON.parse(readFileSync(path, 'utf8')) as { readonly vars: object };
  writeFileSync(path, JSON.stringify({ ...settings, vars: { ...settings.vars, ...variables } }));
}
