import { appendFile, mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { checkUnchanged, surveySource, openSource } from '../../../ingest/clients/source-file.ts';
import { SourceError } from '../../../ingest/errors.ts';
import { realDataFile } from '../../real-data.ts';
import { LEGACY_HEADER, legacyLine, withFolder, writeSource } from '../feed-fixture.ts';

const FEED = `${LEGACY_HEADER}\n${legacyLine('1')}\n`;

/** Fault and message of a source of this content. */
const faultOf = (content: string | Buffer): Promise<SourceError> =>
  withFolder(async (folder) => {
    const path = await writeSource(folder, content);
    const work = openSource(path).then(surveySource);
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SourceError);
    return error as SourceError;
  });

describe('openSource(path)', () => {
  for (const [title, content] of [
    ['plain', FEED],
    ['with a byte-order mark', `\ufeff${FEED}`],
    ['with Windows line ends', FEED.replaceAll('\n', '\r\n')],
    ['gzip', gzipSync(FEED)],
    ['gzip in two members', Buffer.concat([gzipSync(FEED.slice(0, 99)), gzipSync(FEED.slice(99))])],
  ] as const) {
    it(`takes a feed that is ${title}`, async () => {
      await withFolder(async (folder) => {
        // The name says nothing: what counts is how the file begins.
        const source = await openSource(await writeSource(folder, content, 'export.txt'));
        expect(source.plan.shape).to.equal('legacy');
      });
    });
  }

  for (const [title, content, fault, words] of [
    ['an empty file', '', 'empty', 'it is empty'],
    ['an empty gzip', gzipSync(''), 'empty', 'it is empty'],
    ['another table', 'name,price\nx,1\n', 'wrong-header', 'none of the feed'],
    ['a spreadsheet', Buffer.from('PK\x03\x04xxxx'), 'binary', 'spreadsheet'],
    ['a binary', Buffer.from([1, 2, 0, 4]), 'binary', 'binary'],
    ['gzip within gzip', gzipSync(gzipSync(FEED)), 'binary', 'unpack it once'],
    ['UTF-16', Buffer.from(`\ufeff${FEED}`, 'utf16le'), 'not-utf8', 'UTF-16'],
    ['a Latin-1 header', Buffer.from(FEED.replace('Beat', 'Réal'), 'latin1'), 'not-utf8', 'not UTF-8'],
    ['semicolons', FEED.replaceAll(',', ';'), 'wrong-header', 'semicolons'],
    ['a header without an end', LEGACY_HEADER, 'no-rows', 'no rows'],
    ['a missing column', FEED.replace('Offense ID', 'Offense'), 'wrong-header', 'offense_id'],
    ['a gzip that was cut off', gzipSync(FEED.repeat(1000)).subarray(0, 400), 'truncated-gzip', 'too early'],
    ['a damaged gzip', damaged(gzipSync(FEED.repeat(1000))), 'malformed', 'damaged'],
  ] as const) {
    it(`refuses ${title}`, async () => {
      const error = await faultOf(content);
      expect(error.fault).to.equal(fault);
      expect(error.message).to.contain(words);
    });
  }

  it('refuses what is missing and what is no file', async () => {
    await withFolder(async (folder) => {
      await mkdir(join(folder, 'directory'));
      for (const [name, fault] of [
        ['nothing.csv', 'missing'],
        ['directory', 'not-a-file'],
      ] as const) {
        const error: unknown = await openSource(join(folder, name)).catch((reason: unknown) => reason);
        expect((error as SourceError).fault).to.equal(fault);
      }
    });
  });

  it('takes the real exports', async function () {
    const [legacy, current] = [realDataFile('legacy_robbery_2008_2021.csv'), realDataFile('current_rows.csv')];
    if (legacy === undefined || current === undefined) return this.skip();
    expect([(await openSource(legacy)).plan.shape, (await openSource(current)).plan.shape]).to.deep.equal([
      'legacy',
      'current',
    ]);
  });
});

describe('surveySource(source)', () => {
  it('is the same for the same content, packed or not', async () => {
    await withFolder(async (folder) => {
      const plain = await surveySource(await openSource(await writeSource(folder, FEED, 'a')));
      const packed = await surveySource(await openSource(await writeSource(folder, gzipSync(FEED), 'b')));
      expect(packed).to.deep.equal(plain);
    });
  });
});

describe('checkUnchanged(source)', () => {
  it('notices a file that grew or shrank', async () => {
    await withFolder(async (folder) => {
      const source = await openSource(await writeSource(folder, FEED));
      await checkUnchanged(source);
      for (const change of [appendFile(source.path, 'x'), truncate(source.path, 5)]) {
        await change;
        const error: unknown = await checkUnchanged(source).catch((reason: unknown) => reason);
        expect((error as SourceError).fault).to.equal('changed');
      }
    });
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, copy.length - 8, copy.length - 4);
  return copy;
}
