import { expect } from 'chai';
import {
  bucketNameFault,
  decodeObjectName,
  encodeComponent,
  encodeObjectName,
  objectNameFault,
} from '../../../local/storage/names.ts';

const NASTY = [
  ...[
    '.',
    '..',
    '...',
    'a/../b',
    '../../etc/passwd',
    '/',
    '//',
    'a//b',
    '/a',
    'a/',
    'a',
    'A',
    'a/A',
    'a/a',
    'a.',
    'a..',
  ],
  ...['CON', 'con', 'con.txt', 'Con.parquet', 'NUL', 'com1', 'lpt9.csv', 'aux/aux', 'console'],
  ...[
    '%',
    '%%',
    '%2e',
    '%2E',
    '%-',
    '%long',
    '%long/a',
    'a%2fb',
    'a@1',
    'a@.json',
    'a@',
    '@.json',
    '~',
    '*',
    '?',
    '"',
    '<>|:',
    'a\\b',
    'a b',
    ' a',
    'a ',
  ],
  ...[
    'é',
    'e\u0301',
    'ß',
    'ss',
    'ı',
    'İ',
    'K',
    'k',
    '😀',
    '😀/😀',
    '日本語'.repeat(100),
    '\u0000',
    '\u0000a',
    '\t',
    '\u2028',
  ],
  ...[
    'x'.repeat(1024),
    'X'.repeat(1024),
    `${'x'.repeat(1023)}y`,
    'y/'.repeat(512),
    '😀'.repeat(256),
    `${'a'.repeat(180)}/b`,
    'a'.repeat(181),
    'a'.repeat(180),
  ],
  ...['spd_offenses/load_id=abc/part-00000.parquet', 'spd_offenses/load_id=ABC/part-00000.parquet'],
];

/** Deterministic random names out of characters that file systems quarrel about. */
function* randomNames(count: number): Generator<string> {
  const alphabet = ['a', 'A', '.', '/', '%', '2', 'e', '@', '-', ' ', 'é', '😀', '\\', 'con', 'nul', '..', '~'];
  let state = 42;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let index = 0; index < count; index += 1) {
    yield Array.from({ length: 1 + next(12) }, () => alphabet[next(alphabet.length)] ?? '').join('');
  }
}

const placeOf = (name: string): string => {
  const { folders, stem } = encodeObjectName(name);
  return [...folders, `${stem}@`].join('/');
};

describe('encodeObjectName(name)', () => {
  const names = [...new Set([...NASTY, ...randomNames(20_000)])];

  it('gives distinct names places that stay distinct where case is ignored', () => {
    const places = new Map<string, string>();
    for (const name of names) {
      const place = placeOf(name).toLowerCase().normalize('NFC');
      expect(places.get(place), `${JSON.stringify(name)} and another at ${place}`).to.equal(undefined);
      places.set(place, name);
    }
  });

  it('uses only components that every file system takes, none above 255 bytes with what is added to them', () => {
    for (const name of names) {
      const { folders, stem } = encodeObjectName(name);
      for (const component of [...folders, stem]) {
        expect(component, JSON.stringify(name)).to.match(/^(?!\.)(?:[a-z0-9_.-]|%[0-9a-f]{2}|%-|%long)+(?<!\.)$/);
        expect(component).not.to.match(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/);
        expect(component.length).to.be.at.most(255 - '@18446744073709551615.parquet.gz'.length);
      }
      expect([...folders, stem].join('/').length).to.be.at.most(600);
    }
  });

  it('is undone by decodeObjectName, but for the names too long to spell', () => {
    for (const name of names) {
      const decoded = decodeObjectName(encodeObjectName(name));
      if (decoded === undefined) expect(Buffer.byteLength(name)).to.be.above(60);
      else expect(decoded).to.equal(name);
    }
  });

  it('keeps an ordinary name readable', () => {
    expect(placeOf('spd_offenses/part-00000.parquet')).to.equal('spd_offenses/part-00000.parquet@');
    expect(encodeComponent('Load=1')).to.equal('%4coad%3d1');
  });
});

describe('objectNameFault(name)', () => {
  it('refuses what Cloud Storage refuses', () => {
    for (const name of ['', '.', '..', 'a\nb', 'a\rb', 'x'.repeat(1025), '\ud800', '.well-known/acme-challenge/x']) {
      expect(objectNameFault(name), JSON.stringify(name)).to.be.a('string');
    }
  });

  it('takes every other name', () => {
    for (const name of ['a/../b', 'CON', 'a.', '😀'.repeat(256), '%2e%2e'])
      expect(objectNameFault(name)).to.equal(undefined);
  });
});

describe('bucketNameFault(name)', () => {
  it('tells a bucket name from what is none', () => {
    expect(['seattle-crime-lake', 'a.b-c_1', 'con'].map(bucketNameFault)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
    for (const name of ['ab', '-ab', 'Abc', 'a..b', '../x', 'googly', 'x'.repeat(64)]) {
      expect(bucketNameFault(name), name).to.be.a('string');
    }
  });
});
