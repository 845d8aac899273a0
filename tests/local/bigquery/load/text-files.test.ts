import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import { expect } from 'chai';
import { type LakeWarehouse, startLakeWarehouse } from '../lake-warehouse.ts';
import { failureOf, projectId } from '../test-warehouse.ts';

interface JobMetadata {
  readonly statistics: { readonly load: Record<string, string> };
  readonly status: { readonly errors?: readonly { readonly message: string }[] };
}

// https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv and …-json
describe('loads of text files', () => {
  let warehouse: LakeWarehouse;
  before(async () => {
    warehouse = await startLakeWarehouse();
    await warehouse.client.createDataset('raw');
  });
  after(() => warehouse.close());

  let count = 0;
  /** Loads a text into a new table; gives the job, and the rows by text. */
  const loadText = async (body: string | Buffer, options: Record<string, unknown>, into?: string) => {
    count += 1;
    const name = into ?? `t${count}`;
    await warehouse.bucket.file(`f${count}`).save(body, { resumable: false });
    const [job] = await warehouse.client.createJob({
      configuration: {
        load: {
          sourceUris: [`gs://lake/f${count}`],
          destinationTable: { projectId, datasetId: 'raw', tableId: name },
          ...options,
        },
      },
    });
    const metadata = await new Promise<JobMetadata>((settle, reject) => {
      job.on('complete', settle).on('error', reject);
    });
    const rows = await warehouse.query(`select to_json_string(t) as json from raw.${name} as t`);
    return { metadata, name, rows: rows.map(({ json }) => JSON.parse(String(json)) as Record<string, unknown>) };
  };
  const fields = (...given: readonly string[]) => ({
    schema: {
      fields: given.map((text) => {
        const [name, type, mode] = text.split(' ');
        return { name, type, ...(mode && { mode }) };
      }),
    },
  });
  const messagesOf = async (promise: Promise<unknown>) => {
    const { message, errors = [] } = (await failureOf(promise)) as { message: string; errors?: { message?: string }[] };
    return [message, ...errors.map((each) => each.message ?? '')].join('\n');
  };

  const values: readonly (readonly [string, string, unknown])[] = [
    ['INT64', '-7', -7],
    ['FLOAT64', '1e3', 1000],
    ['NUMERIC', '1.50', '1.5'],
    ['BOOL', 'Y', true],
    ['BOOL', '0', false],
    ['BYTES', 'AP8=', 'AP8='],
    ['DATE', '2024-02-29', '2024-02-29'],
    ['DATETIME', '2024-02-29 01:02:03.5', '2024-02-29T01:02:03.500'],
    ['TIME', '01:02:03', '01:02:03'],
    ['TIMESTAMP', '2018-08-19 12:11', '2018-08-19T12:11:00Z'],
    ['TIMESTAMP', '2018/08/19 12:11:35.22', '2018-08-19T12:11:35.220Z'],
    ['TIMESTAMP', '2018-08-19 07:11:35.220 -05:00', '2018-08-19T12:11:35.220Z'],
    ['TIMESTAMP', '2018-07-05 12:54:00 UTC', '2018-07-05T12:54:00Z'],
    ['TIMESTAMP', '2018-08-19T12:11:35.220Z', '2018-08-19T12:11:35.220Z'],
    ['TIMESTAMP', '1534680695', '2018-08-19T12:11:35Z'],
  ];
  for (const [type, text, value] of values) {
    it(`reads ${text} as ${type} in CSV and in JSON`, async () => {
      const csv = await loadText(`${text}\n`, { sourceFormat: 'CSV', ...fields(`x ${type}`) });
      expect(csv.rows).to.deep.equal([{ x: value }]);
      const json = { sourceFormat: 'NEWLINE_DELIMITED_JSON', ...fields(`x ${type}`) };
      expect((await loadText(JSON.stringify({ x: text }), json)).rows).to.deep.equal([{ x: value }]);
    });
  }

  it('never rounds or guesses: what is no such value fails the load', async () => {
    for (const [type, text] of [
      ['INT64', '1.5'],
      ['INT64', '9223372036854775808'],
      ['DATE', '2024-02-30'],
      ['BOOL', 'perhaps'],
      ['TIMESTAMP', '1534680695000'],
    ] as const) {
      const options = { sourceFormat: 'CSV', ...fields(`x ${type}`) };
      expect(await messagesOf(loadText(`${text}\n`, options))).to.include(
        `Could not parse '${text}' as ${type} for field x (position 0) starting at location 0`,
      );
    }
  });

  const two = fields('a INT64', 'b STRING');

  it('tells of each bad row by file and position', async () => {
    const text = 'a,b\n1,x\ny,z\n3\n4,"open\n5,e,f\n';
    const said = await messagesOf(loadText(text, { sourceFormat: 'CSV', skipLeadingRows: 1, ...two }));
    expect(said).to.include('CSV processing encountered too many errors, giving up. Rows: 5; errors: 4; max bad: 0');
    expect(said).to.include(`Could not parse 'y' as INT64 for field a (position 0) starting at location 8`);
    expect(said).to.include('CSV table references column position 1, but line starting at position:12 contains only 1');
    expect(said).to.include('row starting at position: 14. Error: Missing close quote character (").');
    expect(said).to.include('Too many values in row starting at position: 22. Found 3 column(s) while expected 2.');
    expect(said).to.include(`File: gs://lake/f${count}`);
  });

  it('leaves out bad rows up to maxBadRecords and tells of them in the job that succeeds', async () => {
    const { metadata, rows } = await loadText('1,x\ny,z\n', { sourceFormat: 'CSV', maxBadRecords: 1, ...two });
    expect(rows).to.deep.equal([{ a: 1, b: 'x' }]);
    expect(metadata.statistics.load).to.include({ badRecords: '1', outputRows: '1' });
    expect(metadata.status.errors?.[0]?.message).to.include(`Could not parse 'y'`);
  });

  it('does with CSV as its options say', async () => {
    const read = async (text: string | Buffer, options: object) =>
      (await loadText(text, { sourceFormat: 'CSV', ...two, ...options })).rows;
    expect(await read('1\n', { allowJaggedRows: true })).to.deep.equal([{ a: 1, b: null }]);
    expect(await read('1,x,more\n', { ignoreUnknownValues: true })).to.deep.equal([{ a: 1, b: 'x' }]);
    expect(await read("1;'x;\"'\r\n", { fieldDelimiter: ';', quote: "'" })).to.deep.equal([{ a: 1, b: 'x;"' }]);
    expect(await read('1\t"x"\n', { fieldDelimiter: '\\t', quote: '' })).to.deep.equal([{ a: 1, b: '"x"' }]);
    expect(await read('\\N,\\N\n2,\n', { nullMarker: '\\N' })).to.deep.equal([
      { a: null, b: null },
      { a: 2, b: '' },
    ]);
    expect(await read('1,"x\ny"\n', { allowQuotedNewlines: true })).to.deep.equal([{ a: 1, b: 'x\ny' }]);
    expect(await read(Buffer.from('1,\xe9\n', 'latin1'), { encoding: 'ISO-8859-1' })).to.deep.equal([{ a: 1, b: 'é' }]);
    expect(await read('\ufeff1,x\n\n2,y', {})).to.have.length(2);
  });

  it('reads nested JSON, with numbers and texts standing for one another', async () => {
    const schema = {
      fields: [
        { name: 'n', type: 'INT64' },
        { name: 's', type: 'STRING' },
        { name: 'list', type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'd', type: 'DATE' }] },
        { name: 'j', type: 'JSON' },
      ],
    };
    const text = '{"n": "5", "s": 7, "list": [{"d": "2024-01-02"}, {}], "j": {"b": 1}}\n{"s": null, "list": null}\n';
    const { rows } = await loadText(text, { sourceFormat: 'NEWLINE_DELIMITED_JSON', schema });
    expect(rows).to.deep.equal([
      { n: 5, s: '7', list: [{ d: '2024-01-02' }, { d: null }], j: { b: 1 } },
      { n: null, s: null, list: [], j: null },
    ]);
  });

  it('tells what is wrong with a line of JSON', async () => {
    const schema = {
      fields: [
        { name: 'n', type: 'INT64', mode: 'REQUIRED' },
        { name: 'r', type: 'RECORD', fields: [{ name: 'x', type: 'INT64' }] },
        { name: 'l', type: 'INT64', mode: 'REPEATED' },
      ],
    };
    const faults: readonly (readonly [string, string])[] = [
      ['{"n": 1', 'Parser terminated before end of string'],
      ['{"r": {}}', 'Missing required field: n.'],
      ['{"n": [1]}', 'Array specified for non-repeated field: n.'],
      ['{"n": 1, "r": 5}', 'This field: r is not a record.'],
      ['{"n": 1, "r": {"y": 5}}', 'No such field: r.y.'],
      ['{"n": 1, "l": [null]}', 'Only optional fields can be set to NULL. Field: l'],
      ['{"n": 1, "N": 2}', 'differs from the field only in case'],
      ['{"n": 1.5}', 'bad value): 1.5'],
    ];
    for (const [line, fault] of faults) {
      expect(await messagesOf(loadText(line, { sourceFormat: 'NEWLINE_DELIMITED_JSON', schema }))).to.include(fault);
    }
  });

  it('finds names and types in CSV and in JSON', async () => {
    const csv = await loadText('id,when,on,x y\n1,2024-01-02,true,a\n2,,false,b\n', {
      sourceFormat: 'CSV',
      autodetect: true,
    });
    expect(csv.rows[0]).to.deep.equal({ id: 1, when: '2024-01-02', on: true, x_y: 'a' });
    const bare = await loadText('1,a\n2.5,b\n', { sourceFormat: 'CSV', autodetect: true });
    expect(bare.rows).to.deep.equal([
      { double_field_0: 1, string_field_1: 'a' },
      { double_field_0: 2.5, string_field_1: 'b' },
    ]);
    const json = await loadText('{"a": 1, "b": [{"c": "x"}]}\n{"a": 1.5}\n', {
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      autodetect: true,
    });
    expect(json.rows[0]).to.deep.equal({ a: 1, b: [{ c: 'x' }] });
  });

  it('adds or relaxes columns only where schemaUpdateOptions say so', async () => {
    const options = { sourceFormat: 'CSV', ...fields('a INT64 REQUIRED') };
    const { name } = await loadText('1\n', options);
    const wider = { sourceFormat: 'CSV', ...fields('a INT64 REQUIRED', 'c STRING') };
    expect(await messagesOf(loadText('2,x\n', wider, name))).to.include('Cannot add fields (field: c)');
    await loadText('2,x\n', { ...wider, schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] }, name);
    const relaxed = { sourceFormat: 'CSV', ...fields('a INT64', 'c STRING') };
    expect(await messagesOf(loadText(',y\n', relaxed, name))).to.include('changed mode from REQUIRED to NULLABLE');
    const { rows } = await loadText(',y\n', { ...relaxed, schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'] }, name);
    expect(rows).to.have.length(3);
    const other = { sourceFormat: 'CSV', ...fields('a STRING') };
    expect(await messagesOf(loadText('x\n', other, name))).to.include('changed type from INTEGER to STRING');
  });

  it('takes a file with the request, at once and as a stream', async () => {
    // Without an account the client's own upload fails for want of headers, so this one seems to have one.
    const apiEndpoint = new URL(warehouse.url).origin;
    const options: BigQueryOptions = { projectId, apiEndpoint };
    const client = new BigQuery({ ...options, useAuthWithCustomEndpoint: true } as BigQueryOptions);
    client.authClient.authorizeRequest = (request) => Promise.resolve({ ...request, headers: {} });
    const sent = client.dataset('raw').table('sent');
    const file = join(warehouse.directory, 'sent.csv');
    await writeFile(file, '1,x\n2,y\n');
    await sent.load(file, two as object);
    const stream = sent.createWriteStream({ sourceFormat: 'NEWLINE_DELIMITED_JSON' });
    stream.end('{"a": 3}\n');
    await once(stream, 'complete');
    expect(await warehouse.query('select a, b from raw.sent order by a')).to.deep.equal([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
      { a: 3, b: null },
    ]);
  });

  it('takes a file in parts', async () => {
    const url = `${warehouse.url.replace('/bigquery/v2', '/upload/bigquery/v2')}/projects/${projectId}/jobs?uploadType=resumable`;
    const load = { destinationTable: { projectId, datasetId: 'raw', tableId: 'parts' }, ...two };
    const opened = await fetch(url, { method: 'POST', body: JSON.stringify({ configuration: { load } }) });
    const session = opened.headers.get('location') ?? '';
    const part = (body: string, range: string) =>
      fetch(session, { method: 'PUT', body, headers: { 'content-range': `bytes ${range}` } });
    expect((await part('1,x\n', '0-3/8')).status).to.equal(308);
    const done = (await (await part('2,y\n', '4-7/8')).json()) as { jobReference: { jobId: string } };
    await once(warehouse.client.job(done.jobReference.jobId), 'complete');
    expect(await warehouse.query('select a, b from raw.parts order by a')).to.deep.equal([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });
});
