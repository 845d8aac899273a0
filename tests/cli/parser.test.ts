import { expect } from 'chai';
import { commandParser } from '../../cli/parser.ts';

const terminal = {
  print: () => undefined,
  drained: () => Promise.resolve(),
  log: () => undefined,
  progress: () => undefined,
};

/** What the parser says of a command line that it refuses before any work. */
async function refusal(...line: string[]): Promise<string> {
  try {
    const parser = await commandParser(line, { terminal }, { exitCode: undefined });
    await parser.parseAsync();
  } catch (error) {
    expect(error).to.have.property('name', 'UsageError');
    return (error as Error).message;
  }
  return expect.fail('it was taken');
}

describe('commandParser(argv, …)', () => {
  it('refuses an empty folder, which would be the present one', async () => {
    expect(await refusal('query', 'select 1', '--data-dir', '')).to.equal('--data-dir is empty.');
    expect(await refusal('run', '--junit=')).to.equal('--junit is empty.');
  });

  it('refuses an option that is given twice with two values', async () => {
    const message = await refusal('ingest', '--data-dir', 'a', '--data-dir', 'b');
    expect(message).to.equal('--data-dir can be given only once.');
  });

  it('refuses a lake that is none, and says how one is written', async () => {
    expect(await refusal('ingest', '--data-dir', '5', '--lake', 'bucket')).to.contain('write it as gs://BUCKET');
  });

  it('refuses options of a part of the models without one', async () => {
    expect(await refusal('run', '--include-deps')).to.equal('--include-deps goes with --models.');
    expect(await refusal('run', '--full-refresh')).to.equal('--full-refresh goes with --models or --changed-since.');
    expect(await refusal('run', '--models', 'mart_offense_mix', '--as-of', '2026-03-01')).to.contain('keeps the day');
    for (const other of ['--source', '--changed-since']) {
      expect(await refusal('run', '--models', 'dim_run', other, 'x')).to.contain('mutually exclusive');
    }
  });

  it('tells a command that there is not, and one that lacks something, in words', async () => {
    expect(await refusal('constructor')).to.equal('Unknown command: constructor');
    expect(await refusal('query')).to.equal(
      'The command lacks what goes behind its name (given: 0, needed: 1); crime COMMAND --help shows it.',
    );
  });

  it('refuses an --as-of that is no day', async () => {
    expect(await refusal('run', '--as-of', '2026-02-30')).to.equal(
      '--as-of 2026-02-30 is no day: write it as 2026-02-10.',
    );
  });
});
