import { expect } from 'chai';
import type { BuiltWarehouse } from './built-warehouse.ts';
import type { Feed } from './recount/feed.ts';
import { recounts } from './recount/index.ts';
import { findingFaults } from './recount/marts/findings.ts';
import { categoryOf, codes } from './recount/reference.ts';
import { differences } from './recount/table.ts';

/** What a run has built, beside the feed that it was built from. */
export interface Recounted {
  readonly feed: Feed;
  readonly warehouse: BuiltWarehouse;
}

/** Every table holds, row by row and column by column, what its description makes of the feed. */
export function agreesWithRecount(recounted: () => Recounted): void {
  const read = (name: string) =>
    recounted().warehouse.query(`select * from ${name.startsWith('mart_') ? 'mart' : 'fact'}.${name}`);

  for (const [name, recount] of Object.entries(recounts)) {
    it(`holds in ${name} what the feed says`, async () => {
      expect(differences(await read(name), recount(recounted().feed)), name).to.deep.equal([]);
    });
  }

  it('tells in each finding the number that it is about', async () => {
    expect(findingFaults(await read('mart_findings'))).to.deep.equal([]);
  });

  it('derives from a code the category that the city gives the offense', () => {
    const known = recounted().feed.offenses.filter(({ code, present }) => present?.category && code !== 'Unknown');
    expect(known).not.to.have.length(0);
    for (const { code, present } of known) {
      expect(categoryOf(codes.get(code)?.subCategory ?? null), code).to.equal(present?.category);
    }
  });
}
