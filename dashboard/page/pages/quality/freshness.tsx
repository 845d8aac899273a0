import { counted, formatCount, formatDate } from '../../format.ts';
import { usePage } from '../../state/page-context.ts';
import { momentText } from '../models/amounts.ts';

/** How old the data is, and what the run that made it found. */
export function Freshness() {
  const { run } = usePage();
  const { last_run: last } = run;
  const facts: readonly (readonly [name: string, value: string, more: string])[] = [
    ['Today, for these numbers', formatDate(run.as_of), 'the last day that was over when the source was read'],
    ['Newest report', formatDate(run.last_reported_date), `of ${counted(run.offenses, 'offense')}`],
    ['Source read', momentText(run.newest_snapshot_at), run.source_name],
    ['Page made', momentText(run.made_at), 'from the marts of that reading'],
    last === null
      ? ['Last run', 'not recorded', 'the models were built without `crime run`']
      : [
          'Last run',
          last.status,
          `${counted(last.models_built, 'model')} built, ${formatCount(last.assertions_passed)} of ${counted(last.assertions_passed + last.assertions_failed + last.assertions_skipped, 'assertion')} passed`,
        ],
  ];
  return (
    <section aria-labelledby="freshness">
      <h2 id="freshness">How fresh it is</h2>
      <dl class="tiles">
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <span>{more}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
