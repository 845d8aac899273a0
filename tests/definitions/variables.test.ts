import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectDirectory } from './compiled-graph.ts';

describe('the variables of dataform.json', () => {
  it('are those that docs/analysts.md documents, with how to give each', () => {
    const { vars } = JSON.parse(readFileSync(join(projectDirectory, 'dataform.json'), 'utf8')) as { vars: object };
    const text = readFileSync(join(projectDirectory, 'docs/analysts.md'), 'utf8');
    const section = /^## Variables\n([^]*?)(?=^## |(?![^]))/m.exec(text)?.[1] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` .*--vars=(\w+)=/gm)].map(([, name, given]) => [name, given]);
    expect(rows).to.deep.equal(Object.keys(vars).map((name) => [name, name]));
  });
});
