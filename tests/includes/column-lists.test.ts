import { expect } from 'chai';
import { loadInclude } from './load-include.ts';

type Columns = Readonly<Record<string, string>>;

const lists = loadInclude('column_lists') as {
  readonly definitions: (columns: Columns) => string;
  readonly names: (columns: Columns, prefix?: string) => string;
  readonly differ: (columns: Columns, one: string, other: string) => string;
  readonly renamed: (columns: Columns, from: string, to: string) => string;
  readonly prefixed: (columns: Columns, prefix: string) => Columns;
  readonly nulls: (columns: Columns) => string;
};
const rows = loadInclude('test_rows') as {
  readonly select: (columns: Columns, given: readonly string[], rows: readonly (readonly (string | null)[])[]) => string;
};
const columns = { id: 'STRING', is_new: 'BOOL', hits: 'INT64' };

describe('column_lists', () => {
  it('lists columns for CREATE TABLE, SELECT and comparison', () => {
    expect(lists.definitions(columns)).to.equal('id STRING, is_new BOOL, hits INT64');
    expect(lists.names(columns, 'a.')).to.equal('a.id, a.is_new, a.hits');
    expect(lists.renamed({ id: 'STRING', hits: 'INT64' }, 'a.', 'old_')).to.equal('a.id AS old_id, a.hits AS old_hits');
    expect(lists.prefixed({ id: 'STRING' }, 'old_')).to.deep.equal({ old_id: 'STRING' });
    expect(lists.nulls({ id: 'STRING' })).to.equal('CAST(NULL AS STRING) AS id');
    expect(lists.differ({ id: 'STRING', hits: 'INT64' }, 'a', 'b')).to.equal(
      'a.id IS DISTINCT FROM b.id OR a.hits IS DISTINCT FROM b.hits',
    );
  });
});

describe('test_rows.select(columns, given, rows)', () => {
  it('makes what is not given null, or false', () => {
    expect(rows.select(columns, ['hits'], [['1'], []])).to.equal(
      "SELECT CAST(NULL AS STRING) AS id, CAST('false' AS BOOL) AS is_new, CAST('1' AS INT64) AS hits UNION ALL " +
        "SELECT CAST(NULL AS STRING) AS id, CAST('false' AS BOOL) AS is_new, CAST(NULL AS INT64) AS hits",
    );
  });

  it('refuses a column that is none', () => {
    expect(() => rows.select(columns, ['hit'], [['1']])).to.throw('No column "hit" in id, is_new, hits.');
  });
});
