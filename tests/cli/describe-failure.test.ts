import { expect } from 'chai';
import { describeFailure } from '../../cli/describe-failure.ts';
import { CliError } from '../../cli/errors.ts';
import { ExitCode } from '../../cli/exit-codes.ts';
import { StoppedError } from '../../cli/signals.ts';
import { StageError } from '../../cli/run/stages.ts';
import { SourceError } from '../../ingest/index.ts';
import { ServiceStartError } from '../../local/services.ts';

describe('describeFailure(error)', () => {
  it('says what to do about a full disk, whoever tells of it', () => {
    const told = [
      'ENOSPC: no space left on device, write',
      'IO Error: Could not write file "x": No space left on device',
    ];
    for (const message of told) {
      const { exitCode, lines } = describeFailure(new StageError('Ingest', new Error(message)));
      expect(exitCode).to.equal(1);
      expect(lines.join('\n')).to.contain('make room');
    }
  });

  it('says what to do about a folder that may not be written', () => {
    const { lines } = describeFailure(new Error("EACCES: permission denied, mkdir '/data/warehouse'"));
    expect(lines[1]).to.contain('name another folder');
  });

  it('takes a port in use for a fault of the command line', () => {
    const error = new ServiceStartError('listen EADDRINUSE: address already in use 127.0.0.1:9050', 'portInUse');
    const { exitCode, lines } = describeFailure(error);
    expect(exitCode).to.equal(2);
    expect(lines[1]).to.contain('another port');
  });

  it('says what to do about a damaged database file', () => {
    const { exitCode, lines } = describeFailure(new ServiceStartError('IO Error: … not valid', 'dataDamaged'));
    expect(exitCode).to.equal(5);
    expect(lines[1]).to.contain('Nothing was changed');
  });

  it('names the process that has a database open, whichever it is', () => {
    const text =
      'IO Error: Could not set lock on file "/data/portal.duckdb": Conflicting lock is held in /usr/bin/node (PID 4711). See also';
    const { exitCode, lines } = describeFailure(new Error(text));
    expect(exitCode).to.equal(7);
    expect(lines).to.deep.equal([
      '/data/portal.duckdb is in use by process 4711.',
      'Stop that, crime portal perhaps, or name another --data-dir.',
    ]);
  });

  it('does not tell to repeat a line that would be refused again', () => {
    const refused = new StageError('Ingest', new CliError('No such file.', ExitCode.usage, 'Name another.'));
    expect(describeFailure(refused).lines).to.deep.equal([
      'The stage "Ingest" failed.',
      'No such file.',
      'Name another.',
    ]);
    const failed = describeFailure(new StageError('Ingest', new CliError('No answer.', ExitCode.source)));
    expect(failed.lines.at(-1)).to.contain('goes on from here');
  });

  it('says in one line that a signal ended it', () => {
    const { exitCode, lines } = describeFailure(new StoppedError('SIGTERM'));
    expect(exitCode).to.equal(143);
    expect(lines).to.have.length(1);
  });

  it('leaves a source that may not be read to its own words', () => {
    const error = new SourceError('unreadable', 'EACCES.csv', 'it may not be read');
    expect(describeFailure(error)).to.deep.equal({ exitCode: 3, lines: [error.message] });
  });
});
