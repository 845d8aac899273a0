import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

const terminalModule = resolve(import.meta.dirname, '../../cli/terminal.ts');

describe('processTerminal()', () => {
  it('ends without a word where nobody reads the results any more', async function () {
    this.timeout(20_000);
    const script = `
      const { processTerminal } = await import(${JSON.stringify(terminalModule)});
      const terminal = processTerminal();
      setInterval(() => terminal.print('row'), 1);`;
    const root = join(import.meta.dirname, '../..');
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { cwd: root });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [exitCode] = (await once(child, 'close')) as [number];
    expect({ exitCode, errors }).to.deep.equal({ exitCode: 141, errors: '' });
  });
});
