import { join } from 'node:path';
import { expect } from 'chai';
import { withEngine } from '../../../ingest/clients/duckdb.ts';
import type { Lake } from '../../../ingest/clients/lake.ts';
import { changeLedger } from '../../../ingest/clients/ledger.ts';
import type { Workshop } from '../../../ingest/clients/open-load.ts';
import { withFolder } from '../feed-fixture.ts';
import { failureOf } from '../portal-fixture.ts';

/** Keys of four months, one each. */
const KEYS = `select n::varchar as socrata_id, n::varchar as offense_id, '2026-01-01' as socrata_created_at,
  '2026-01-01' as socrata_updated_at, '2026-0' || n || '-15T10:00:00' as reported_at from range(1, 5) as t(n)`;

describe('changeLedger(workshop, loadId, change)', () => {
  it('fails where a part cannot be written, once no other is being written any more', () =>
    withFolder((folder) =>
      withEngine(128, folder, async (engine) => {
        const coming = join(folder, 'coming.parquet');
        await engine.rows(`copy (${KEYS}) to '${coming}' (format parquet)`);
        let begun = 0;
        let underWay = 0;
        const put = async (): Promise<never> => {
          begun += 1;
          const isFirst = begun === 1;
          underWay += 1;
          await new Promise((later) => setTimeout(later, isFirst ? 0 : 50));
          underWay -= 1;
          throw new Error(isFirst ? 'the first is refused' : 'another is refused');
        };
        const lake = { put, addressOf: (name: string) => name } as unknown as Lake;
        const workshop: Workshop = { lake, engine, plan: {} as Workshop['plan'], scratch: folder, ledgerKeys: 1 };
        const change = { ledger: [], touched: new Set<number>(), gone: [], coming: [coming] };
        const { message } = await failureOf(changeLedger(workshop, 'load', change));
        expect(message).to.equal('the first is refused');
        expect({ begun, underWay }).to.deep.equal({ begun: 4, underWay: 0 });
      }),
    ));
});
