import { expect } from 'chai';
import {
  openEditableDataset,
  type EditableDataset,
  type EditableOptions,
  type RowText,
} from '../../../local/portal/editable-dataset.ts';

describe('openEditableDataset(options)', () => {
  let dataset: EditableDataset;

  afterEach(() => dataset.close());

  it('starts with rows, identifiers and times, and the same calls give the same', async () => {
    dataset = await openFrozen({
      shape: 'legacy',
      rows: [{ offense_id: '1', longitude: '-122.33' }, { offense_id: '2' }],
    });
    const first = await dataset.rows();
    await dataset.close();
    dataset = await openFrozen({
      shape: 'legacy',
      rows: [{ offense_id: '1', longitude: '-122.33' }, { offense_id: '2' }],
    });

    expect(await dataset.rows()).to.deep.equal(first);
    expect(cells(first, 'offense_id', 'longitude', ':updated_at')).to.have.deep.members([
      ['1', '-122.33', '2026-07-01 13:00:00'],
      ['2', null, '2026-07-01 13:00:00'],
    ]);
    expect(first[0]?.[':id']).to.match(/^row-[0-9a-z]{4}\.[0-9a-z]{4}_[0-9a-z]{4}$/);
  });

  it('gives changed rows the clock’s time and leaves the others', async () => {
    dataset = await openFrozen({ rows: [{ offense_id: '1' }, { offense_id: '2' }] });
    const [id = ''] = await dataset.insert([{ offense_id: '3', report_date_time: '2026-06-30T10:20:00.000' }]);
    dataset.clock.set(new Date('2026-07-02T00:00:00.250Z'));

    await dataset.update([id], { offense_id: 'three', beat: null });

    expect(
      cells(await dataset.rows(), 'offense_id', ':created_at', ':updated_at', 'report_date_time'),
    ).to.have.deep.members([
      ['1', '2026-07-01 13:00:00', '2026-07-01 13:00:00', null],
      ['2', '2026-07-01 13:00:00', '2026-07-01 13:00:00', null],
      ['three', '2026-07-01 13:00:00', '2026-07-02 00:00:00.25', '2026-06-30 10:20:00'],
    ]);
    expect(dataset.describe().rowsUpdatedAt.toISOString()).to.equal('2026-07-02T00:00:00.250Z');
  });

  it('removes rows', async () => {
    dataset = await openFrozen({});
    const ids = await dataset.insert([{ offense_id: '1' }, { offense_id: '2' }]);

    await dataset.remove(ids.slice(0, 1));

    expect(cells(await dataset.rows(), 'offense_id')).to.deep.equal([['2']]);
  });

  it('republishes: new times, and new identifiers where asked', async () => {
    dataset = await openFrozen({ rows: [{ offense_id: '1' }, { offense_id: '2' }] });
    const before = await dataset.rows();
    dataset.clock.set(new Date('2026-07-03T00:00:00Z'));

    await dataset.republish();
    const touched = await dataset.rows();
    await dataset.republish({ renewsIds: true });
    const [next] = await dataset.insert([{ offense_id: '3' }]);
    await dataset.remove([next ?? '']);
    const renewed = await dataset.rows();

    expect(cells(touched, ':id', ':created_at')).to.deep.equal(cells(before, ':id', ':created_at'));
    expect(cells(touched, ':updated_at')).to.deep.equal([['2026-07-03 00:00:00'], ['2026-07-03 00:00:00']]);
    expect(cells(renewed, ':id')).not.to.have.deep.members(cells(before, ':id'));
    expect(cells(renewed, ':id')).not.to.deep.include([next]);
    expect(cells(renewed, 'offense_id')).to.have.deep.members(cells(before, 'offense_id'));
  });

  it('renames the legacy columns as the city did, keeping what they hold', async () => {
    dataset = await openFrozen({
      shape: 'legacy',
      rows: [{ offense_id: '1', mcpp: 'BALLARD', latitude: '47.5', report_datetime: '2025-02-01T01:02:03.000' }],
    });
    const before = await dataset.rows();

    await dataset.renameToCurrent();

    const after = await dataset.rows();
    expect(
      cells(after, 'offense_id', 'neighborhood', 'latitude', 'report_date_time', 'census_block_2020'),
    ).to.deep.equal([['1', 'BALLARD', '47.5', '2025-02-01 01:02:03', null]]);
    expect(after[0]?.[':id']).not.to.equal(before[0]?.[':id']);
    expect(dataset.describe().columns.map(({ fieldName }) => fieldName)).to.include('nibrs_offense_code');
  });

  it('adds, renames and drops columns', async () => {
    dataset = await openFrozen({ rows: [{ offense_id: '1', beat: 'K1' }] });

    await dataset.addColumn({ name: 'Council District', fieldName: 'council_district', dataTypeName: 'text' }, '7');
    await dataset.renameColumn('beat', { name: 'Police Beat', fieldName: 'police_beat' });
    await dataset.dropColumn('sector');

    expect(cells(await dataset.rows(), 'council_district', 'police_beat')).to.deep.equal([['7', 'K1']]);
    expect(dataset.describe().columns.map(({ fieldName }) => fieldName))
      .to.include.members(['council_district', 'police_beat'])
      .and.not.include.members(['sector']);
  });

  it('undoes a change that fails and names unknown columns', async () => {
    dataset = await openFrozen({ rows: [{ offense_id: '1' }] });

    const error: unknown = await dataset
      .insert([{ offense_id: '2' }, { colour: 'red' }])
      .catch((caught: unknown) => caught);
    await dataset.insert([{ offense_id: '3' }]);

    expect(String(error)).to.include('no column colour');
    expect(cells(await dataset.rows(), 'offense_id')).to.have.deep.members([['1'], ['3']]);
  });

  it('has a clock that goes on with real time', async () => {
    dataset = await openEditableDataset({ now: new Date('2026-01-01T00:00:00Z') });
    const start = dataset.now().getTime();

    while (dataset.now().getTime() === start);

    expect(dataset.now().toISOString()).to.match(/^2026-01-01T00:00:0/);
  });
});

function openFrozen(options: EditableOptions): Promise<EditableDataset> {
  return openEditableDataset({ ...options, isClockFrozen: true });
}

function cells(
  rows: readonly RowText[],
  ...names: readonly string[]
): readonly (readonly (string | null | undefined)[])[] {
  return rows.map((row) => names.map((name) => row[name]));
}
