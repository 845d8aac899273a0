import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { withEngine } from '../../../ingest/clients/duckdb.ts';
import { FEED_SHAPES } from '../../../ingest/core/feed-shapes.ts';
import { type ConvertedPages, convertPages } from '../../../ingest/portal/convert-pages.ts';
import { planPortal } from '../../../ingest/portal/portal-plan.ts';
import { rawTable } from '../../../ingest/raw-tables.ts';
import { parquetRows, withFolder } from '../feed-fixture.ts';

const load = {
  loadId: 'full_x',
  loadMode: 'full',
  loadDate: '2026-01-02',
  isSimulated: true,
  snapshotAt: new Date('2026-01-02T03:04:05Z'),
} as const;

const keyed = (index: number, rest: string): string =>
  `{":id":"row-${index}",":created_at":"2026-01-01T00:00:00.000Z",":updated_at":"2026-01-01T00:00:0${index}.000Z"${rest}}`;

/** Types of columns that are no text. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ longitude: 'number', latitude: 'number', offense_code: 'number', place: 'point' },
};

/** Converts pages, each given as the text of its rows, of a dataset in the legacy shape with two more columns. */
async function converted(
  pages: readonly (readonly string[])[],
  work: (result: ConvertedPages) => Promise<void>,
  types: Readonly<Record<string, string>> = TYPES,
): Promise<void> {
  const columns = [...FEED_SHAPES.legacy.required, 'moon', 'place'].map((fieldName) => ({
    ...{ fieldName, name: fieldName, type: types[fieldName] ?? 'text' },
  }));
  const plan = planPortal(columns);
  if ('explanation' in plan) throw new Error(plan.explanation);
  await withFolder(async (folder) => {
    const spooled = await Promise.all(
      pages.map(async (rows, index) => {
        const path = join(folder, `page[${index}].json`);
        await writeFile(path, `[${rows.join('\n,')}]\n`);
        const last = { updatedAt: '', id: '' };
        return { path, rows: rows.length, bytes: 0, last, request: `GET http://portal/${index}` };
      }),
    );
    await withEngine(192, folder, async (engine) => {
      await work(await convertPages(engine, spooled, plan, load, folder));
    });
  });
}

describe('convertPages(engine, pages, plan, load, folder)', () => {
  it('keeps every cell as it was printed', async () => {
    const cells =
      ',"offense_id":"123","longitude":-122.33640000,"latitude": 47.610 ,"offense_code":1e5,' +
      '"report_datetime":"2024-03-01T10:20:00.000","mcpp":"CAPITOL \\"HILL\\", :5","offense":"{\\"a\\":1.50}","sector":null,"beat":""';
    await converted([[keyed(1, cells)]], async ({ part, keys, quarantine }) => {
      const [row = {}] = await parquetRows(part?.path ?? '');
      expect(Object.keys(row)).to.deep.equal(rawTable('spd_offenses').columns.map(({ name }) => name));
      expect(row).to.include({
        ...{ load_id: 'full_x', load_mode: 'full', load_date: '2026-01-02', feed_shape: 'legacy', is_simulated: true },
        ...{ socrata_id: 'row-1', socrata_created_at: '2026-01-01T00:00:00.000Z' },
        ...{ socrata_updated_at: '2026-01-01T00:00:01.000Z', offense_id: '123', longitude: '-122.33640000' },
        ...{ latitude: '47.610', offense_code: '1e5', report_datetime: '2024-03-01T10:20:00.000' },
        ...{ mcpp: 'CAPITOL "HILL", :5', offense: '{"a":1.50}', sector: '', beat: '', precinct: '' },
        ...{ neighborhood: null, nibrs_offense_code: null, _extra: '{"moon":"","place":""}' },
      });
      expect([part?.rows, keys.rows, quarantine]).to.deep.equal([1, 1, undefined]);
    });
  });

  it('keeps columns that nobody knows, nested ones as JSON', async () => {
    const cells = ',"offense_id":"1","moon":"new","place":{"type":"Point","coordinates":[1,2]}';
    await converted([[keyed(1, cells)]], async ({ part }) => {
      const [row] = await parquetRows(part?.path ?? '', '_extra');
      const extra = JSON.parse(String(row?.['_extra'])) as Record<string, string>;
      expect([extra['moon'], JSON.parse(extra['place'] ?? '')]).to.deep.equal([
        'new',
        { type: 'Point', coordinates: [1, 2] },
      ]);
    });
  });

  it('reads a dataset of texts alone to the same cells', async () => {
    const cells =
      ',"offense_id":"123","longitude":"-122.33640000","latitude":"REDACTED","moon":"\\u263e\\n","report_datetime":"2024-03-01T10:20:00.000",' +
      '"mcpp":"CAPITOL \\"HILL\\", :5","offense":"{\\"a\\":1.50}","sector":null,"beat":""';
    const page = [keyed(1, cells), keyed(2, ',"offense_id":"x","beat":"B1"')];
    const read = async (types: Readonly<Record<string, string>>) => {
      const found: Awaited<ReturnType<typeof parquetRows>>[] = [];
      const look = async ({ part, keys, quarantine }: ConvertedPages): Promise<void> => {
        for (const file of [part, keys, quarantine]) found.push(await parquetRows(file?.path ?? ''));
      };
      await converted([page], look, types);
      return found;
    };
    const found = await read({});
    expect(found).to.deep.equal(await read(TYPES));
    expect(found[0]?.[0]).to.include({ longitude: '-122.33640000', latitude: 'REDACTED', offense: '{"a":1.50}' });
  });

  it('sets rows without a valid key aside, keeping their keys', async () => {
    const pages = [
      [keyed(1, ',"offense_id":"1"'), keyed(2, ',"offense_id":"x1","beat":"B1"')],
      [keyed(3, ''), keyed(4, ',"offense_id":"4"')],
    ];
    await converted(pages, async ({ part, keys, quarantine }) => {
      expect([part?.rows, keys.rows, quarantine?.rows]).to.deep.equal([2, 4, 2]);
      const aside = await parquetRows(quarantine?.path ?? '');
      expect(aside.map((row) => row['source_name'])).to.have.members(['GET http://portal/0', 'GET http://portal/1']);
      const first = aside.find((row) => row['source_name'] === 'GET http://portal/0');
      expect(first).to.include({ load_id: 'full_x', column_name: 'offense_id', is_simulated: true, line_number: null });
      expect(JSON.parse(String(first?.['record_text']))).to.include({ ':id': 'row-2', beat: 'B1' });
      expect(Object.keys(aside[0] ?? {})).to.deep.equal(rawTable('spd_quarantine').columns.map(({ name }) => name));
      const ids = await parquetRows(keys.path, 'socrata_id, offense_id');
      expect(ids.map((row) => `${String(row['socrata_id'])} ${String(row['offense_id'])}`)).to.have.members([
        ...['row-1 1', 'row-2 x1', 'row-3 ', 'row-4 4'],
      ]);
    });
  });

  it('makes no part of rows that are all set aside', async () => {
    await converted([[keyed(1, '')]], ({ part, keys, quarantine }) => {
      expect([part, keys.rows, quarantine?.rows]).to.deep.equal([undefined, 1, 1]);
      return Promise.resolve();
    });
  });
});
