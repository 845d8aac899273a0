import { expect } from 'chai';
import { toWarehouseError } from '../../../../local/bigquery/engine/duckdb-errors.ts';
import { WarehouseError } from '../../../../local/bigquery/errors.ts';
import { GoogleSqlError } from '../../../../local/bigquery/googlesql/errors.ts';
import { installFunctions } from '../../../../local/bigquery/googlesql/functions/install.ts';
import { tokenize } from '../../../../local/bigquery/googlesql/lexer.ts';
import { compileStatement, parseScript } from '../../../../local/bigquery/googlesql/index.ts';
import { send, startTestWarehouse } from '../test-warehouse.ts';
import { recordedAnswers } from '../googlesql/recorded-answers.ts';
import { MiniWarehouse } from '../googlesql/mini-warehouse.ts';
import { seededRandom } from './seeded-random.ts';

/** Not every recording: a new one would change what the seeds come to. */
const recordings = ['aggregates-and-windows', 'casts-and-strings', 'dates-and-json', 'edges', 'operators-and-math'];
const texts = recordings
  .flatMap(recordedAnswers)
  .map(({ text }) => (/^(?:select|with|from)\b/iu.test(text) ? text : `select ${text} as x`));

const wordsOf = (text: string): string[] =>
  tokenize(text)
    .filter(({ type }) => type !== 'end')
    .map(({ position, end }) => text.slice(position.offset, end));

/** Statements that no one would write, made from those whose answers are recorded. */
function mutations(seed: number, count: number): readonly string[] {
  const { below, pick } = seededRandom(seed);
  const words = texts.flatMap(wordsOf);
  const change = (statement: string[]): void => {
    const at = below(statement.length + 1);
    const change = below(5);
    if (change === 0) statement.splice(at, 1);
    else if (change === 1) statement.splice(at, 1, pick(words));
    else if (change === 2) statement.splice(at, 0, pick(words));
    else if (change === 3) statement.splice(at, 0, statement[at] ?? '');
    else statement.splice(at, 1, ...wordsOf(pick(texts)).slice(0, 1 + below(12)));
  };
  return Array.from({ length: count }, () => {
    const statement = wordsOf(pick(texts));
    for (let left = 1 + below(3); left > 0; left -= 1) change(statement);
    return statement.join(' ');
  });
}

/** Words of a fault of our own, or of DuckDB's that nobody asked for. */
const leaks =
  /undefined|\[object|Binder|Catalog Error|Parser Error|INTERNAL|Candidate functions|internal error|\n\s+at /;

describe('mutated statements', () => {
  it('compile, or are refused in words of GoogleSQL', async () => {
    const { context } = await MiniWarehouse.open();
    for (const text of mutations(20_080_101, 20_000)) {
      try {
        for (const statement of parseScript(text).statements) compileStatement(statement, context);
      } catch (error) {
        expect(error, `${text}: ${String(error)}`).to.be.instanceOf(GoogleSqlError);
        expect((error as Error).message, text).not.to.match(/undefined|\[object/);
      }
    }
  }).timeout(60_000);

  it('run, or fail in words of BigQuery', async () => {
    const warehouse = await MiniWarehouse.open(installFunctions);
    const unforeseen: string[] = [];
    for (const text of mutations(20_250_701, 2000)) {
      const isCompiled = (): boolean => {
        try {
          return warehouse.compile(text).every(({ kind }) => kind === 'query');
        } catch {
          return false;
        }
      };
      if (!isCompiled()) continue;
      const interrupt = setTimeout(() => {
        warehouse.connection.interrupt();
      }, 2000);
      try {
        await warehouse.run(text);
      } catch (error) {
        const told = toWarehouseError(error);
        const isInterrupted = /Interrupted/.test(String(error));
        if (!isInterrupted && (!(told instanceof WarehouseError) || leaks.test(told.message))) {
          unforeseen.push(`${text}\n   ${String(told)}`);
        }
      } finally {
        clearTimeout(interrupt);
      }
    }
    expect(unforeseen).to.deep.equal([]);
  }).timeout(60_000);

  it('leave the server at work, whatever it answers', async () => {
    const warehouse = await startTestWarehouse();
    try {
      for (const text of mutations(42, 300)) {
        const body = JSON.stringify({ query: text, useLegacySql: false, jobTimeoutMs: '2000' });
        const answer = await send(`${warehouse.url}/projects/p/queries`, { method: 'POST', body });
        expect(answer.status, text).to.be.oneOf([200, 400, 404]);
        expect(JSON.stringify(answer.body['error'] ?? ''), text).not.to.match(leaks);
      }
      expect(await warehouse.query('select 1 as one')).to.deep.equal([{ one: 1 }]);
    } finally {
      await warehouse.close();
    }
  }).timeout(60_000);
});
