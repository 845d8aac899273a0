import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type PortalProcess, startPortalProcess } from '../../../local/portal-process.ts';
import { controlHeader } from '../../../local/portal/control.ts';
import { rawRequest } from './test-portal.ts';

describe('startPortalProcess(options)', function () {
  this.timeout(60_000);
  let directory: string;
  let portal: PortalProcess;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'portal-process-test-'));
    portal = await startPortalProcess({
      directory,
      simulation: { rows: 1000, seed: 1 },
      day: -600,
      token: 'secret',
      log: () => undefined,
    });
  });
  after(async () => {
    await portal.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const view = () => `${portal.url}/api/views/tazs-3rd5.json`;
  const fields = async () => {
    const { columns } = (await (await fetch(view())).json()) as { columns: readonly { fieldName: string }[] };
    return columns.map(({ fieldName }) => fieldName);
  };

  it('serves the older shape before the renaming, and the newer one once it is moved to another day', async () => {
    expect(await fields())
      .to.include('offense_start_datetime')
      .and.not.to.include('offense_date');
    await portal.setDay(0);
    expect(await fields())
      .to.include('offense_date')
      .and.not.to.include('offense_start_datetime');
  });

  it('says why a day cannot be', async () => {
    const error = await portal.setDay(1_000_000).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property('message').that.contains('not 1000000');
  });

  it('knows its token, and takes other faults while it runs', async () => {
    const headers = { 'X-App-Token': 'secret' };
    expect((await fetch(view(), { headers })).status).to.equal(200);
    await portal.setFaults({ script: [{ route: 'metadata', request: 1, fault: { kind: 'status', status: 503 } }] });
    expect((await fetch(view(), { headers })).status).to.equal(503);
    expect((await fetch(view(), { headers })).status).to.equal(200);
  });

  it('tells what it answered, with the bytes of each answer', async () => {
    const before = await portal.requests();
    const { headers } = await fetch(view(), { headers: { 'Accept-Encoding': 'identity' } });
    const [last, ...more] = (await portal.requests()).slice(before.length);
    expect(more).to.deep.equal([]);
    expect(last).to.deep.include({ route: 'metadata', status: 200, bytes: Number(headers.get('content-length')) });
  });

  it('is steered only with the key of who started it', async () => {
    const steer = (headers: Record<string, string>) =>
      rawRequest(`${portal.url}/_portal/day`, { method: 'PUT', body: '{"day": 1}', headers });
    expect(await steer({})).to.have.property('status', 403);
    expect(await steer({ [controlHeader]: 'guess' })).to.have.property('status', 403);
  });
});
