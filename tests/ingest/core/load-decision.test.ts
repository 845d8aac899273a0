import { expect } from 'chai';
import { type DecisionInput, decideLoad } from '../../../ingest/core/load-decision.ts';
import { type Manifest, NO_PORTAL } from '../../../ingest/core/manifest.ts';

const newest: Manifest = {
  ...NO_PORTAL,
  ...{ manifest_version: 2, load_id: 'full_1', load_date: '2026-07-01', mode: 'full', feed_shape: 'current' },
  ...{ snapshot_at: '2026-07-01T12:00:00.000Z', schema_fingerprint: 'f', source_columns: [], row_count: 100 },
  ...{ rejected_count: 0, parts: [], keys: [], quarantine: [], source_name: 's', source_sha256: null },
  ...{ is_simulated: false, watermark: { updated_at: '2026-07-01T10:00:00.000Z', id: 'row-1' }, tool: 't' },
  portal: {
    ...{ url: 'u', dataset: 'd', name: 'n', rows_updated_at: '2026-07-01T10:00:00.000Z', requests: 1 },
    ...{ read_at: '2026-07-01T12:00:00.000Z', counts: { before: 100, after: 100 } },
  },
  portal_rows: 100,
  settled: { created_until: '2026-07-01T09:50:00.000Z', rows: 99, unsettled: null, ledger: null },
};
const input: DecisionInput = {
  ...{ requested: 'auto', newest, interrupted: undefined, dataset: 'd', fingerprint: 'f', isSimulated: false },
  rowsUpdatedAt: new Date('2026-07-01T10:00:00Z'),
  ...{ oldestDay: undefined, since: undefined, until: undefined, counts: { all: 100, beyondWatermark: 0 } },
};
const later = new Date('2026-07-02T10:00:00Z');
const chosen = (more: Partial<DecisionInput>): string => {
  const decision = decideLoad({ ...input, ...more });
  return decision.action === 'load' ? decision.mode : decision.action;
};

describe('decideLoad(input)', () => {
  it('does nothing where neither the last change nor the count moved', () => {
    expect(chosen({})).to.equal('nothing');
    expect(chosen({ counts: { all: 101, beyondWatermark: 0 } })).to.equal('incremental');
    expect(chosen({ counts: { all: 100, beyondWatermark: 1 } })).to.equal('incremental');
  });

  it('does not trust a last change of the very second in which it was read', () => {
    const portal = newest.portal && { ...newest.portal, read_at: '2026-07-01T10:00:00.000Z' };
    expect(chosen({ newest: { ...newest, portal } })).to.equal('incremental');
  });

  it('asks for the counts before it decides by them', () => {
    expect(chosen({ counts: undefined, rowsUpdatedAt: later })).to.equal('count');
  });

  it('takes the changes, or all rows where there is no base, other columns or a republish', () => {
    expect(chosen({ rowsUpdatedAt: later })).to.equal('incremental');
    expect(chosen({ newest: undefined })).to.equal('full');
    expect(chosen({ fingerprint: 'g' })).to.equal('full');
    expect(chosen({ rowsUpdatedAt: later, counts: { all: 100, beyondWatermark: 51 } })).to.equal('full');
  });

  it('looks back behind the watermark by ten minutes', () => {
    const decision = decideLoad({ ...input, rowsUpdatedAt: later });
    expect(decision).to.have.nested.property('request.changed_after', '2026-07-01T09:50:00.000Z');
    expect(decision).to.have.nested.property('request.after_load', 'full_1');
  });

  it('refuses changes and sweeps of nothing', () => {
    expect(chosen({ requested: 'incremental', newest: undefined })).to.equal('refuse');
    expect(chosen({ requested: 'incremental', fingerprint: 'g' })).to.equal('refuse');
    expect(chosen({ requested: 'sweep', newest: undefined })).to.equal('refuse');
  });

  describe('after an interruption', () => {
    const request = { after_load: 'full_1', changed_after: null, since: null, until: null };
    const interrupted = { manifest: { ...newest, load_id: 'sweep_2', mode: 'sweep' as const, request }, last: null };

    it('goes on with what fits, whatever the mode', () => {
      expect(decideLoad({ ...input, interrupted })).to.include({ mode: 'sweep', resumed: interrupted });
    });

    it('drops what does not, and says why', () => {
      const decision = decideLoad({ ...input, interrupted, requested: 'full' });
      expect(decision).to.include({ mode: 'full', resumed: undefined, dropped: 'it is of another mode (sweep)' });
      expect(decideLoad({ ...input, interrupted, fingerprint: 'g' })).to.include({ mode: 'full', resumed: undefined });
      const simulated = decideLoad({ ...input, interrupted, isSimulated: true, requested: 'sweep' });
      expect(simulated).to.deep.include({ resumed: undefined }).and.to.have.property('dropped').that.includes('kind');
    });

    it('begins anew where raw would drop the rows of the day it began', () => {
      const late = { ...input, interrupted, requested: 'sweep' as const };
      expect(decideLoad({ ...late, oldestDay: '2026-07-01' })).to.include({ resumed: interrupted });
      const decision = decideLoad({ ...late, oldestDay: '2026-07-02' });
      expect(decision).to.deep.include({ mode: 'sweep', resumed: undefined });
      expect(decision).to.have.property('dropped').that.includes('(2026-07-01)');
    });
  });
});
