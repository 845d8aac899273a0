import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { realDataFile } from '../real-data.ts';
import { loadInclude } from './load-include.ts';

type Code = readonly [
  code: string,
  offense: string,
  parentGroup: string | null,
  subCategory: string | null,
  crimeAgainst: string | null,
  group: string | null,
];

const { codes, categories, inferred, notReportable } = loadInclude('offense_codes') as {
  codes: readonly Code[];
  categories: Readonly<Record<string, readonly string[]>>;
  inferred: readonly string[];
  notReportable: readonly string[];
};

describe('codes', () => {
  it('lists each code once', () => {
    expect(new Set(codes.map(([code]) => code)).size).to.equal(codes.length);
  });

  it('ranks homicide first and what is no crime last', () => {
    expect(codes[0]?.[0]).to.equal('09A');
    const seriousness = new Map(codes.map(([code], index) => [code, index]));
    const rank = (code: string): number => seriousness.get(code) ?? -1;
    expect(rank('11A')).to.be.below(rank('120'));
    expect(rank('120')).to.be.below(rank('23F'));
    expect(rank('999')).to.be.above(rank('90Z'));
  });

  it('knows every sub-category that makes a category, and every inferred and unreportable code', () => {
    const subCategories = codes.map(([, , , subCategory]) => subCategory);
    expect(subCategories).to.include.members(Object.values(categories).flat());
    expect(codes.map(([code]) => code)).to.include.members([...inferred, ...notReportable]);
  });

  it('agrees with the map of codes that people made of the city data', function () {
    const file = realDataFile('facts/code_map_legacy_to_current.csv');
    if (file === undefined) return this.skip();
    const listed = new Map(codes.map((code) => [code[0], code]));

    for (const [code = '', , parentGroup, subCategory = ''] of readRows(file)) {
      const [, , ours, oursNow] = listed.get(code) ?? [];
      expect(ours ?? '(not in legacy)', code).to.equal(parentGroup);
      expect(oursNow, code).to.equal(subCategory.replace('?', ''));
      expect(inferred.includes(code), code).to.equal(subCategory.endsWith('?'));
    }
  });

  it('gives the crime against that a quarter of real offenses has', function () {
    const file = realDataFile('facts/offense_mix_2024q1.csv');
    if (file === undefined) return this.skip();
    const listed = new Map(codes.map((code) => [code[0], code]));

    for (const [code = '', offense, parentGroup, crimeAgainst] of readRows(file)) {
      const [, name, group, , against] = listed.get(code) ?? [];
      expect([name, group, against], code).to.deep.equal([offense, parentGroup, crimeAgainst]);
    }
  });
});

/** Rows of a CSV file after its header; fields may be quoted, without quotes inside. */
function readRows(path: string): readonly (readonly string[])[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/u).slice(1);
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu)].map((field) => field[1] ?? field[2] ?? ''),
  );
}
