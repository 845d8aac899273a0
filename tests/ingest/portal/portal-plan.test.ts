import { expect } from 'chai';
import { FEED_SHAPES } from '../../../ingest/core/feed-shapes.ts';
import { parseMapping } from '../../../ingest/portal/column-mapping.ts';
import { describeDrift, printDrift } from '../../../ingest/portal/drift.ts';
import {
  type ColumnMapping,
  type PortalPlan,
  planPortal,
  schemaFingerprint,
} from '../../../ingest/portal/portal-plan.ts';
import type { PortalColumn } from '../../../ingest/portal/portal.ts';

const columnsNamed = (names: readonly string[]): PortalColumn[] =>
  names.map((fieldName) => ({ fieldName, name: fieldName, type: 'text' }));
const CURRENT = [...FEED_SHAPES.current.required, ...FEED_SHAPES.current.optional];
const LEGACY = FEED_SHAPES.legacy.required;

const plan = (names: readonly string[], mapping?: ColumnMapping): PortalPlan => {
  const found = planPortal(columnsNamed(names), mapping);
  if ('explanation' in found) throw new Error(found.explanation);
  return found;
};
const fault = (names: readonly string[], mapping?: ColumnMapping): string => {
  const found = planPortal(columnsNamed(names), mapping);
  return 'explanation' in found ? found.explanation : '';
};
const without = (names: readonly string[], ...gone: string[]): string[] => names.filter((name) => !gone.includes(name));

describe('planPortal(columns, mapping)', () => {
  for (const [shape, names, start, report] of [
    ['current', CURRENT, 'offense_date', 'report_date_time'],
    ['legacy', LEGACY, 'offense_start_datetime', 'report_datetime'],
  ] as const) {
    it(`knows the ${shape} shape and asks for its columns by name`, () => {
      const found = plan(names);
      expect(found.shape).to.equal(shape);
      expect(found.select).to.deep.equal([':id', ':created_at', ':updated_at', ...names]);
      expect(found.keySelect).to.deep.equal([':id', ':created_at', ':updated_at', 'offense_id', report]);
      expect(found.columns.map(({ rawColumn }) => rawColumn)).to.deep.equal([...names]);
      expect([found.missing, found.warnings, found.startField]).to.deep.equal([[], [], start]);
    });
  }

  it('sends a new column to _extra and says so', () => {
    const { columns, warnings } = plan([...CURRENT, 'moon_phase']);
    expect(columns.at(-1)).to.deep.equal({ name: 'moon_phase', rawColumn: undefined, type: 'text' });
    expect(warnings).to.deep.equal(['columns that the feed did not have go to _extra: moon_phase']);
  });

  it('does without columns that are no keys, and reports those it should have', () => {
    const { missing, warnings } = plan(without(CURRENT, 'beat', 'census_block_2020'));
    expect(missing).to.deep.equal(['beat', 'census_block_2020']);
    expect(warnings).to.deep.equal(['columns of the current shape are missing and null: beat']);
  });

  it('stops at a missing key, wanted and found side by side', () => {
    const explanation = fault([...without(CURRENT, 'offense_id', 'report_number'), 'offence_id']);
    expect(explanation).to.match(/offense_id +missing \(nearest: "offence_id"\)/);
    expect(explanation).to.match(/offense_date +found/);
    expect(explanation).to.contain('It has: offense_date, report_date_time').and.contain('--mapping FILE');
  });

  it('takes the name that the other shape has for a column', () => {
    const { shape, columns } = plan([...without(CURRENT, 'nibrs_offense_code'), 'offense_code']);
    expect([shape, columns.at(-1)?.rawColumn]).to.deep.equal(['current', 'nibrs_offense_code']);
  });

  it('keeps a column of the other shape apart where the own one is there', () => {
    expect(plan([...CURRENT, 'offense_code']).columns.at(-1)?.rawColumn).to.equal('offense_code');
  });

  it('takes other names by a mapping', () => {
    const names = CURRENT.map((name) => (name === 'offense_id' ? 'oid' : name));
    const found = plan(names, new Map([['oid', 'offense_id']]));
    expect(found.select).to.include('oid').and.not.include('offense_id');
    expect(found.keySelect.at(-2)).to.equal('oid');
    expect(found.columns[1]).to.deep.equal({ name: 'oid', rawColumn: 'offense_id', type: 'text' });
  });

  it('says which names of a mapping nobody knows', () => {
    const explanation = fault(CURRENT, new Map([['beet', 'offence_id']]));
    expect(explanation).to.contain('the dataset has no column "beet" (nearest: "beat")');
    expect(explanation).to.contain('the feed has no column "offence_id" (nearest: "offense_id")');
  });

  it('refuses two columns for one place', () => {
    expect(fault([...CURRENT, 'x'], new Map([['x', 'beat']]))).to.contain('two columns of the dataset are beat');
  });
});

describe('schemaFingerprint(columns)', () => {
  it('changes with a name or a type, not with the order', () => {
    const [a, b] = columnsNamed(['a', 'b']) as [PortalColumn, PortalColumn];
    expect(schemaFingerprint([a, b]))
      .to.equal(schemaFingerprint([b, a]))
      .and.match(/^[0-9a-f]{64}$/);
    expect(schemaFingerprint([a, { ...b, type: 'number' }])).not.to.equal(schemaFingerprint([a, b]));
  });
});

describe('describeDrift(previous, now)', () => {
  it('tells added, removed, renamed and retyped columns apart', () => {
    const was = ['mcpp', 'beat', 'gone'].map((name) => ({ name, type: 'text' }));
    const now = [
      { name: 'neighborhood', type: 'text' },
      { name: 'beat', type: 'number' },
      { name: 'new', type: 'text' },
    ];
    expect(printDrift(describeDrift(was, now))).to.deep.equal([
      'column mcpp is now neighborhood',
      'column beat is now number, was text',
      'column new is new',
      'column gone is gone',
    ]);
    expect(printDrift(describeDrift(was, [...was].reverse()))).to.deep.equal([]);
  });
});

describe('parseMapping(text)', () => {
  it('reads names', () => {
    expect(parseMapping('{"columns": {"oid": "offense_id"}}')).to.deep.equal(new Map([['oid', 'offense_id']]));
  });

  it('says what is expected of one that is none', () => {
    for (const text of ['{', '[]', '{"columns": []}', '{"columns": {"a": 1}}']) {
      expect(parseMapping(text), text).to.contain('expected is {"columns"');
    }
  });
});
