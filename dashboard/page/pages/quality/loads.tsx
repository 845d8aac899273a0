import { DataTable } from '../../components/data-table.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { counted } from '../../format.ts';
import { useRows } from '../../state/use-rows.ts';
import { momentText } from '../models/amounts.ts';

const columns: readonly TableColumn[] = [
  { key: 'read_at', label: 'Read', text: momentText },
  { key: 'load_mode', label: 'Mode' },
  { key: 'raw_rows', label: 'Rows' },
  { key: 'new_offenses', label: 'New offenses' },
  { key: 'removed_rows', label: 'Removed' },
  { key: 'quarantined_rows', label: 'In quarantine' },
  { key: 'newest_reported_date', label: 'Newest report' },
  { key: 'newest_report_age_days', label: 'Its age then, in days' },
  { key: 'columns_renamed', label: 'Columns renamed' },
  { key: 'columns_appeared', label: 'Columns that appeared' },
  { key: 'columns_gone', label: 'Columns gone' },
  { key: 'extra_columns', label: 'Columns not known' },
];

/** Every load: when the source was read, what it brought, and whether its columns changed. */
export function Loads() {
  const loads = useRows('loads');
  if (loads.status === 'loading') return <Loading height={260} />;
  if (loads.status === 'error') return <Failed height={260} message={loads.message} retry={loads.retry} />;
  const { value } = loads;
  const changed = value.filter(
    (row) => (row['columns_renamed'] ?? row['columns_appeared'] ?? row['columns_gone'] ?? null) !== null,
  );
  return (
    <section class="quality-section" aria-labelledby="loads">
      <h2 id="loads">What was loaded</h2>
      <p>
        {counted(value.length, 'load')}, the newest first. In {changed.length === 0 ? 'none' : changed.length} of them
        columns of the feed appeared, went or changed their names.
      </p>
      <DataTable caption="Loads" table={{ columns, rows: value }} />
    </section>
  );
}
