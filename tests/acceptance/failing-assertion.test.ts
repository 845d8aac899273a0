import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RunReport } from '../../cli/run/report.ts';
import { crime, type ProcessResult } from './crime-process.ts';
import { copyProject, leaveOneUnitTest, leaveOut, leaveOutModelAssertions } from './project-copy.ts';

const assertion = `config { type: "assertion", name: "always_fails" }
SELECT offense_id FROM \${ref("fct_reports")} ORDER BY offense_id LIMIT 2
`;

describe('crime run, with an assertion that fails', function () {
  this.timeout(180_000);
  let directory: string;
  let result: ProcessResult;

  before(async () => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'crime-failing-')));
    copyProject(directory);
    leaveOneUnitTest(directory);
    leaveOutModelAssertions(directory);
    writeFileSync(join(directory, 'definitions/assertions/always_fails.sqlx'), assertion);
    result = await crime(['run', '--simulated-rows', '1000', '--no-serve', '--json'], directory);
  });

  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('exits with the code of assertions and prints the rows that failed', () => {
    expect(result.exitCode, result.stderr).to.equal(6);
    expect(result.stderr).to.match(
      /Assertion assertions\.always_fails failed: 2 failing rows\.\n {2}\{"offense_id":"\d+"\}\n {2}\{"offense_id":"\d+"\}/,
    );
  });

  it('reports the failure as JSON too', () => {
    const { assertions, failure } = JSON.parse(result.stdout) as RunReport;
    expect(failure?.message).to.include('always_fails');
    expect(assertions.filter(({ status }) => status === 'failed').map((failed) => failed.assertion)).to.deep.equal([
      'assertions.always_fails',
    ]);
  });

  it('keeps the failing rows', async () => {
    const kept = await crime(
      [
        'query',
        '--json',
        "select assertion, row_number, json_value(row_json, '$.offense_id') is not null as has_row from ops.assertion_failures order by row_number",
      ],
      directory,
    );
    expect(JSON.parse(kept.stdout)).to.deep.equal([
      { assertion: 'assertions.always_fails', row_number: 1, has_row: true },
      { assertion: 'assertions.always_fails', row_number: 2, has_row: true },
    ]);
  });
});

describe('crime run, with a model that fails', function () {
  this.timeout(180_000);

  it('exits with the code of the warehouse, naming model, reason and position', async () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'crime-broken-')));
    try {
      copyProject(directory);
      // Without a unit test either, which is no failure.
      leaveOut(directory, 'definitions/tests', 'definitions/assertions', 'definitions/mart');
      leaveOutModelAssertions(directory);
      mkdirSync(join(directory, 'definitions/mart'));
      writeFileSync(
        join(directory, 'definitions/mart/mart_broken.sqlx'),
        'config { type: "table", schema: "mart" }\nSELECT precint FROM ${ref("fct_reports")}\n',
      );
      const result = await crime(['run', '--simulated-rows', '1000', '--no-serve'], directory);
      expect(result.exitCode, result.stderr).to.equal(5);
      expect(result.stderr).to.match(
        /Models failed: mart\.mart_broken\.[^]*Unrecognized name: precint; Did you mean precinct\? at \[\d+:\d+\]/,
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
