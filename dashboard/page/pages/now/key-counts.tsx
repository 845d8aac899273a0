import { useMemo } from 'preact/hooks';
import { NotFiltered } from '../../components/not-filtered.tsx';
import { Failed } from '../../components/states.tsx';
import { addDays, formatChange, formatCount, formatDate, formatPercentChange, formatShare } from '../../format.ts';
import type { PeriodCounts } from '../../data/period-counts.ts';
import { mapLoaded, useFilters, usePage, useTable } from '../../state/page-context.ts';
import { dayFilters, lastDays, recentDays } from './recent-days.ts';

const spans = [7, 28] as const;
const unknown = 'The data has no such day.';

/** The counts of the last 7 and 28 days, as numbers. */
export function KeyCounts() {
  const recent = useTable('recent');
  const filters = useFilters();
  const { run } = usePage();
  const days = useMemo(() => mapLoaded(recent, (table) => recentDays(table, filters)), [recent, filters]);
  if (days.status === 'error') return <Failed height={150} message={days.message} retry={days.retry} />;
  return (
    <section class="key-counts" aria-label="The last days as numbers">
      <NotFiltered applies={dayFilters} />
      {spans.map((span) => (
        <KeyCount
          key={span}
          span={span}
          asOf={run.as_of}
          counts={days.status === 'ready' ? lastDays(days.value, span) : undefined}
        />
      ))}
    </section>
  );
}

interface KeyCountProps {
  readonly span: number;
  readonly asOf: string;
  /** Undefined while they are under way, null where they are not known. */
  readonly counts: PeriodCounts | null | undefined;
}

function KeyCount({ span, asOf, counts }: KeyCountProps) {
  const first = formatDate(addDays(asOf, 1 - span));
  return (
    <div class="key-count" id={`last-${span}-days`}>
      <h2>Last {span} days</h2>
      <p class="key-span">
        {first} to {formatDate(asOf)}
      </p>
      {counts === null ? (
        <p class="key-number is-unknown">not known</p>
      ) : (
        <p class="key-number">{counts === undefined ? '\u00a0' : formatCount(counts.offenses)}</p>
      )}
      <p class="key-change">{counts === undefined ? '\u00a0' : counts === null ? unknown : changeText(counts)}</p>
      <p class="key-sure">{counts == null ? '\u00a0' : sureText(counts)}</p>
    </div>
  );
}

/** Against the same weekdays a year before. */
export function changeText({ offenses, yearChange, yearBefore }: PeriodCounts): string {
  if (yearBefore === null) return 'A year before is not known.';
  if (yearChange === null)
    return `${formatCount(yearBefore)} on the same days a year before, of which all reports are in`;
  const before = offenses - yearChange;
  const percent = before === 0 ? '' : ` (${formatPercentChange((100 * yearChange) / before)})`;
  return `${formatChange(yearChange)}${percent} against the same days a year before, at the same age`;
}

/** How complete the count is, and what to expect in the end. */
export function sureText({ completeness, isProvisional, nowcast }: PeriodCounts): string {
  if (!isProvisional) return 'Hardly any report is still to come.';
  if (completeness === null) return 'Reports of the newest days may still come in; how many cannot be told yet.';
  const known = `About ${formatShare(completeness)} of what will be known`;
  if (nowcast === null) return `${known}; the newest days are too fresh to say where it may end.`;
  return `${known}; in the end about ${formatCount(nowcast.offenses)}, ${formatCount(nowcast.low)} to ${formatCount(nowcast.high)} at the widest.`;
}
