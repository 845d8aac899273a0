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

interface FeedCounts {
  readonly by_offense_category: Readonly<Record<string, number>>;
  readonly by_sub_category: Readonly<Record<string, { readonly rows_excl_minus1: number }>>;
  readonly by_crime_against: Readonly<Record<string, number>>;
}

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

  it('adds up to the city’s own count of each category and each crime against, over every offense of the feed', function () {
    const file = realDataFile('facts/current_feed_2026-02-10.json');
    if (file === undefined) return this.skip();
    const feed = JSON.parse(readFileSync(file, 'utf8')) as FeedCounts;
    const counts = Object.entries(feed.by_sub_category).map(([name, { rows_excl_minus1 }]) => ({ name, rows: rows_excl_minus1 }));
    const sum = (isCounted: (name: string) => boolean) =>
      counts.filter(({ name }) => isCounted(name)).reduce((total, { rows }) => total + rows, 0);

    const categoryOf = (name: string) =>
      Object.entries(categories).find(([, members]) => members.includes(name))?.[0] ?? 'ALL OTHER';
    for (const [category, rows] of Object.entries(feed.by_offense_category)) {
      expect(sum((name) => categoryOf(name) === category.replace('_', ' ')), category).to.equal(rows);
    }
    const against = new Map(
      counts.map(({ name }) => [name, new Set(codes.filter((code) => code[3] === name).map((code) => code[4] ?? 'DASH'))]),
    );
    for (const [name, kinds] of against) expect(kinds, name).not.to.have.property('size', 0);
    for (const kind of ['PROPERTY', 'ANY', 'NOT_A_CRIME', 'DASH']) {
      expect(sum((name) => against.get(name)?.has(kind) ?? false), kind).to.equal(feed.by_crime_against[kind]);
    }
    // Sex offenses are against persons but for peeping, which is against society.
    const [persons = 0, society = 0] = ['PERSON', 'SOCIETY'].map((kind) => feed.by_crime_against[kind]);
    expect(sum((name) => ['PERSON', 'SOCIETY'].some((kind) => against.get(name)?.has(kind)))).to.equal(persons + society);
    expect([...against].filter(([, kinds]) => kinds.size > 1).map(([name]) => name)).to.deep.equal(['SEX OFFENSES']);
  });

  it('gives the category that the city gives its own records', function () {
    const file = realDataFile('current_rows.csv');
    if (file === undefined) return this.skip();
    const [header = [], ...rows] = readRows(file, 0);
    const column = (name: string) => header.findIndex((title) => title.toLowerCase().replaceAll(' ', '_') === name);
    const [code, category] = [column('nibrs_offense_code'), column('offense_category')];
    expect(Math.min(code, category)).to.be.at.least(0);
    const told = rows.filter((row) => row[code] && row[category]);
    expect(told).not.to.have.length(0);
    for (const row of told) {
      const subCategory = codes.find((listed) => listed[0] === row[code])?.[3];
      const derived = Object.entries(categories).find(([, members]) => members.includes(subCategory ?? ''))?.[0];
      expect(derived ?? 'ALL OTHER', row[code]).to.equal(row[category]?.toUpperCase().replace('_', ' '));
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

/** Rows of a CSV file after `skipped` lines, the header; fields may be quoted, without quotes inside. */
function readRows(path: string, skipped = 1): readonly (readonly string[])[] {
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/u).slice(skipped);
  return lines.map((line) =>
    [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/gu)].map((field) => field[1] ?? field[2] ?? ''),
  );
}
