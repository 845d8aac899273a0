import { expect } from 'chai';
import { loadInclude, normalized } from './load-include.ts';

const { add, addMissing, fill } = loadInclude('new_columns') as {
  add: (table: string, columns: Readonly<Record<string, string>>) => string;
  addMissing: (table: string, columns: Readonly<Record<string, string>>) => string;
  fill: (statements: string) => string;
};

describe('new_columns', () => {
  it('counts the columns that the table has in its own dataset and project', () => {
    const sql = normalized(add('`p.fact.orders`', { id: 'STRING', price: 'INT64' }));
    expect(sql).to.match(/^DECLARE has_new_columns BOOL DEFAULT/u);
    expect(sql).to.include('SELECT COUNT(*) < 2 FROM `p.fact.INFORMATION_SCHEMA.COLUMNS`');
    expect(sql).to.include("table_name = 'orders' AND column_name IN ('id', 'price')");
  });

  it('adds only what the table lacks', () => {
    expect(addMissing('`fact.orders`', { id: 'STRING', price: 'INT64' })).to.equal(
      'ALTER TABLE `fact.orders` ADD COLUMN IF NOT EXISTS id STRING, ADD COLUMN IF NOT EXISTS price INT64;',
    );
  });

  it('runs statements only where columns were new', () => {
    expect(fill('DELETE FROM t WHERE x;')).to.equal('IF has_new_columns THEN DELETE FROM t WHERE x; END IF;');
  });
});
