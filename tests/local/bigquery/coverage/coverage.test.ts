import { expect } from 'chai';
import { coverageDocument } from './document.ts';

describe('docs/local-warehouse.md', () => {
  it('holds the coverage of now', async function () {
    this.timeout(120_000);
    const { present, fresh } = await coverageDocument();
    expect(present === fresh, 'docs/local-warehouse.md is stale: `npm run coverage` writes it').to.equal(true);
  });
});
