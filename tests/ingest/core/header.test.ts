import { expect } from 'chai';
import { firstRecord } from '../../../ingest/core/csv-header.ts';
import { FEED_SHAPES } from '../../../ingest/core/feed-shapes.ts';
import { type HeaderPlan, planHeader } from '../../../ingest/core/header.ts';
import { rawTable } from '../../../ingest/raw-tables.ts';
import { CURRENT_HEADER, LEGACY_HEADER } from '../feed-fixture.ts';

const plan = (header: string): HeaderPlan => {
  const found = planHeader(header.split(','));
  if ('explanation' in found) throw new Error(found.explanation);
  return found;
};

const fault = (header: string): string => {
  const found = planHeader(header.split(','));
  return 'explanation' in found ? found.explanation : '';
};

describe('planHeader(header)', () => {
  it('knows the older shape by its display names', () => {
    const { shape, columns } = plan(LEGACY_HEADER);
    expect(shape).to.equal('legacy');
    expect(columns.map(({ rawColumn }) => rawColumn)).to.deep.equal(FEED_SHAPES.legacy.required);
  });

  it('knows the present shape by its API names, the optional columns missing', () => {
    expect(plan(CURRENT_HEADER).shape).to.equal('current');
  });

  it('reads display names of the present shape, "Report DateTime" among them', () => {
    const display = CURRENT_HEADER.replace('report_date_time', 'Report DateTime').replace(
      'nibrs_group_a_b',
      'NIBRS Group A B',
    );
    const { shape, columns } = plan(display);
    expect(shape).to.equal('current');
    expect(columns.slice(0, 5).map(({ rawColumn }) => rawColumn)).to.deep.equal([
      'report_number',
      'report_date_time',
      'offense_id',
      'offense_date',
      'nibrs_group_a_b',
    ]);
  });

  it('takes the columns in any order', () => {
    const { columns } = plan(LEGACY_HEADER.split(',').reverse().join(','));
    expect(columns.at(-1)?.rawColumn).to.equal('report_number');
  });

  it('sends a column that nobody knows to _extra, and system fields to their own', () => {
    const { columns } = plan(`${CURRENT_HEADER},Moon Phase,:id,:updated_at`);
    expect(columns.slice(-3).map(({ rawColumn }) => rawColumn)).to.deep.equal([
      undefined,
      'socrata_id',
      'socrata_updated_at',
    ]);
  });

  it('names missing columns and what comes nearest', () => {
    const explanation = fault(LEGACY_HEADER.replace('Offense ID', 'Offence Id').replace(',MCPP', ''));
    expect(explanation).to.contain('offense_id (nearest: "Offence Id")');
    expect(explanation).to.contain('mcpp');
    expect(explanation).to.contain('legacy shape');
  });

  it('refuses a name that comes twice, and no others for looking alike', () => {
    expect(fault(`${LEGACY_HEADER},beat`)).to.contain('names "beat" twice');
    expect(fault(`${LEGACY_HEADER},x,x`)).to.contain('names "x" twice');
    const { columns } = plan(`${LEGACY_HEADER},日期,地点,:id,ID`);
    expect(columns.slice(-4).map(({ rawColumn }) => rawColumn)).to.deep.equal([
      ...[undefined, undefined, 'socrata_id', undefined],
    ]);
  });

  it('says what it found where nothing fits', () => {
    expect(fault('name,price')).to.contain('begins with "name", "price"');
  });

  it('refuses a name given twice', () => {
    expect(fault(`${LEGACY_HEADER},OFFENSE_ID`)).to.contain('"OFFENSE_ID" twice');
  });

  it('plans only columns that raw has', () => {
    const raw = new Set(rawTable('spd_offenses').columns.map(({ name }) => name));
    for (const shape of Object.values(FEED_SHAPES)) {
      for (const column of [...shape.required, ...shape.optional]) expect(raw.has(column), column).to.equal(true);
    }
  });
});

describe('firstRecord(text)', () => {
  it('reads quotes, doubled quotes, commas and line ends inside them', () => {
    expect(firstRecord('a,"b ""c"", d","e\nf",\r\n1')).to.deep.equal(['a', 'b "c", d', 'e\nf', '']);
  });

  it('wants the record to end', () => {
    expect(firstRecord('a,b')).to.equal(undefined);
    expect(firstRecord('a,"b\n')).to.equal(undefined);
  });
});
