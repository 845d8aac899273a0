import { expect } from 'chai';
import { DataFiles } from '../../../../dashboard/page/data/data-files.ts';

describe('DataFiles', () => {
  it('knows what is given, and what has come, and fetches each file once', async () => {
    const asked: string[] = [];
    const files = new DataFiles(new Map([['findings', 'given']]), (address) => {
      asked.push(address);
      return Promise.resolve(Response.json('fetched'));
    });
    expect([files.known('findings'), files.known('recent')]).to.deep.equal(['given', undefined]);
    const both = await Promise.all([files.read('recent'), files.read('recent')]);
    expect(both).to.deep.equal(['fetched', 'fetched']);
    expect([files.known('recent'), asked]).to.deep.equal(['fetched', ['data/recent.json']]);
  });

  it('knows nothing of what failed, and tries again', async () => {
    const answers = [new Response('', { status: 503 }), Response.json('fetched')];
    const files = new DataFiles(new Map(), () => Promise.resolve(answers.shift() ?? Response.error()));
    const failure = await files.read('recent').catch((error: unknown) => String(error));
    expect(failure).to.include('answered 503');
    expect(files.known('recent')).to.equal(undefined);
    expect(await files.read('recent')).to.equal('fetched');
  });
});
