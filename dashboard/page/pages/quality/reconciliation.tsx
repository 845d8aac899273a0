import { DataTable } from '../../components/data-table.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import type { TableColumn } from '../../components/table-data.ts';
import { counted } from '../../format.ts';
import { useRows } from '../../state/use-rows.ts';

const columns: readonly TableColumn[] = [
  { key: 'step', label: 'Step' },
  { key: 'rows_in_what', label: 'What goes in' },
  { key: 'rows_in', label: 'In' },
  { key: 'rows_out_what', label: 'What comes out' },
  { key: 'rows_out', label: 'Out' },
  { key: 'explained', label: 'Left out with reason' },
  { key: 'unexplained', label: 'Not explained' },
  { key: 'explanation', label: 'Reason' },
];

/** Whether every row of the source is accounted for, step by step. */
export function Reconciliation() {
  const steps = useRows('reconciliation');
  if (steps.status === 'loading') return <Loading height={420} />;
  if (steps.status === 'error') return <Failed height={420} message={steps.message} retry={steps.retry} />;
  const { value } = steps;
  const open = value.filter((row) => row['unexplained'] !== 0).length;
  return (
    <section class="quality-section" aria-labelledby="reconciliation">
      <h2 id="reconciliation">Where each row went</h2>
      <p>
        {open === 0
          ? `All ${counted(value.length, 'step')} from the source to the marts add up.`
          : `${counted(open, 'step')} of ${value.length} from the source to the marts do not add up.`}
      </p>
      <DataTable caption="Steps from the source to the marts" table={{ columns, rows: value }} />
    </section>
  );
}
