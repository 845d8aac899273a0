import { expect } from 'chai';
import { Evaluator } from './evaluate.ts';
import { loadInclude } from './load-include.ts';

type Expression = (value: string) => string;

const values = loadInclude('feed_values') as Readonly<
  Record<'text' | 'capitals' | 'label' | 'datetime' | 'precinct' | 'sector' | 'beat' | 'neighborhood' | 'category', Expression>
> & {
  readonly locationStatus: (longitude: string, latitude: string) => string;
  readonly isReportable: (code: string, against: string) => string;
  readonly notReportableReason: (code: string, against: string) => string;
};

describe('feed_values', () => {
  let sql: Evaluator;

  before(async () => {
    sql = await Evaluator.open();
  });

  it('text(value) trims and makes blanks null', async () => {
    expect(await sql.map(values.text('x'), [' a ', '  ', '', null])).to.deep.equal(['a', null, null, null]);
  });

  it('label(value) knows the words for nothing', async () => {
    const words = ['-', '<NULL>', 'UNKNOWN', 'REDACTED', 'FK ERROR', 'NORTHGATE', null];
    expect(await sql.map(values.label('x'), words)).to.deep.equal([null, null, null, null, null, 'NORTHGATE', null]);
  });

  it('datetime(value) reads the three formats of the exports, and nothing else', async () => {
    const texts = [
      '10/04/2014 12:26:00 AM',
      '10/04/2014 12:26:00 PM',
      '2015 Jun 08 09:39:00 AM',
      '2026-04-20T08:28:24.000',
      '2026-04-20T08:28:24',
      '02/30/2014 12:26:00 AM',
      'yesterday',
      '',
      null,
    ];
    expect(await sql.map(`CAST(${values.datetime('x')} AS STRING)`, texts)).to.deep.equal([
      '2014-10-04 00:26:00',
      '2014-10-04 12:26:00',
      '2015-06-08 09:39:00',
      '2026-04-20 08:28:24',
      '2026-04-20 08:28:24',
      null,
      null,
      null,
      null,
    ]);
  });

  it('precinct(value) gives letters and names one name', async () => {
    const texts = ['N', 'NORTH', 'SW', 'SOUTHWEST', 'OOJ', 'UNKNOWN', '-', '99', null];
    expect(await sql.map(values.precinct('x'), texts)).to.deep.equal([
      'North',
      'North',
      'Southwest',
      'Southwest',
      'OOJ',
      'Unknown',
      'Unknown',
      'Unknown',
      'Unknown',
    ]);
  });

  it('sector(value) and beat(value) know those of the map only', async () => {
    expect(await sql.map(values.sector('x'), ['K', 'SE', '1700', 'OOJ', null])).to.deep.equal([
      'K',
      'Unknown',
      'Unknown',
      'OOJ',
      'Unknown',
    ]);
    expect(await sql.map(values.beat('x'), ['K3', 'K4', 'H2', '99', null])).to.deep.equal([
      'K3',
      'Unknown',
      'H2',
      'Unknown',
      'Unknown',
    ]);
  });

  it('neighborhood(value) keeps a name it does not list', async () => {
    expect(await sql.map(values.neighborhood('x'), ['ALKI', 'NEW PLACE', '-', null])).to.deep.equal([
      'ALKI',
      'NEW PLACE',
      'Unknown',
      'Unknown',
    ]);
  });

  it('locationStatus(longitude, latitude) tells masked, missing and impossible places apart', async () => {
    const pairs = [
      ['-122.3', '47.6'],
      ['REDACTED', 'REDACTED'],
      ['-1.0', '-1.0'],
      ['0', '0'],
      ['', '47.6'],
      ['89.99998854', '-54.907955'],
      ['east', 'north'],
    ];
    const list = pairs.map(([x, y]) => `STRUCT('${x ?? ''}' AS x, '${y ?? ''}' AS y)`).join(', ');
    const rows = await sql.rows(
      `SELECT ${values.locationStatus('x', 'y')} AS status FROM UNNEST([${list}]) WITH OFFSET AS i ORDER BY i`,
    );
    expect(rows.flat()).to.deep.equal(['given', 'masked', 'masked', 'masked', 'missing', 'impossible', 'impossible']);
  });

  it('category(value) follows the rule of the city', async () => {
    expect(await sql.map(values.category('x'), ['ROBBERY', 'ARSON', 'DUI', null])).to.deep.equal([
      'VIOLENT CRIME',
      'PROPERTY CRIME',
      'ALL OTHER',
      'ALL OTHER',
    ]);
  });

  it('notReportableReason(code, against) tells why, and only where isReportable leaves an offense out', async () => {
    const reason = (against: string): string => values.notReportableReason('x', against);
    const codes = ['999', '-', '09C', '120', null];
    expect(await sql.map(reason(`'NOT_A_CRIME'`), codes)).to.deep.equal([
      'not_reportable_to_nibrs',
      'not_told',
      'not_a_crime',
      'not_a_crime',
      'not_a_crime',
    ]);
    expect(await sql.map(reason('CAST(NULL AS STRING)'), codes)).to.deep.equal(['not_reportable_to_nibrs', 'not_told', null, null, null]);
  });

  it('isReportable(code, against) leaves out what is no crime and what is not told', async () => {
    const reportable = (code: string): string => values.isReportable(code, 'NULL');
    expect(await sql.map(reportable('x'), ['120', '999', '-', 'Unknown', null])).to.deep.equal([
      'true',
      'false',
      'false',
      'true',
      'true',
    ]);
    expect(await sql.map(values.isReportable(`'09C'`, 'x'), ['NOT_A_CRIME', 'PERSON'])).to.deep.equal(['false', 'true']);
  });
});
