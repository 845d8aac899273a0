import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { placeName, readable } from '../format.ts';
import { describeFilters } from '../state/describe-filters.ts';
import { type Basis, filterLabels, type FilterKey, offensesOf, setFilters } from '../state/filters.ts';
import { useFilters, usePage } from '../state/page-context.ts';

/** The filters of all charts. On narrow screens they open from a button. */
export function FilterBar() {
  const { store, choices } = usePage();
  const filters = useFilters();
  const [isOpen, setOpen] = useState(false);
  const set = setFilters(filters);
  const years = range(choices.years);
  const yearOptions = years.map((year) => ({ value: String(year), text: String(year) }));
  const yearOf = (text: string) => (text === '' ? null : Number(text));
  const textOf = (text: string) => (text === '' ? null : text);
  return (
    <section class="filters" aria-label="Filters">
      <button
        type="button"
        class="filters-opener"
        aria-expanded={isOpen}
        aria-controls="filters"
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        Filters{set.length === 0 ? '' : ` (${set.length} set)`}
      </button>
      <div id="filters" class={isOpen ? 'filters-fields is-open' : 'filters-fields'}>
        <Choice
          name="from"
          value={filters.from}
          all="First"
          onChange={(text) => {
            store.set('from', yearOf(text));
          }}
        >
          <Options options={yearOptions} />
        </Choice>
        <Choice
          name="to"
          value={filters.to}
          all="Last"
          onChange={(text) => {
            store.set('to', yearOf(text));
          }}
        >
          <Options options={yearOptions} />
        </Choice>
        <Choice
          name="category"
          value={filters.category}
          all="All"
          onChange={(text) => {
            store.set('category', textOf(text));
          }}
        >
          <Options options={choices.categories.map((value) => ({ value, text: readable(value) }))} />
        </Choice>
        <Choice
          name="offense"
          value={filters.offense}
          all="All"
          onChange={(text) => {
            store.set('offense', textOf(text));
          }}
        >
          <Options
            options={offensesOf(choices, filters.category).map(({ offense_sub_category: value }) => ({
              value,
              text: readable(value),
            }))}
          />
        </Choice>
        <Choice
          name="precinct"
          value={filters.precinct}
          all="All"
          onChange={(text) => {
            store.set('precinct', textOf(text));
          }}
        >
          <Options options={choices.precincts.map((value) => ({ value, text: value }))} />
        </Choice>
        <Choice
          name="neighborhood"
          value={filters.neighborhood}
          all="All"
          onChange={(text) => {
            store.set('neighborhood', textOf(text));
          }}
        >
          <Options
            options={choices.neighborhoods.map(({ neighborhood: value }) => ({ value, text: placeName(value) }))}
          />
        </Choice>
        <Choice
          name="basis"
          value={filters.basis}
          onChange={(text) => {
            store.set('basis', text as Basis);
          }}
        >
          <Options
            options={[
              { value: 'reported', text: 'Reported' },
              { value: 'started', text: 'Started' },
            ]}
          />
        </Choice>
        <button
          type="button"
          class="filters-reset"
          disabled={set.length === 0}
          onClick={() => {
            store.reset();
          }}
        >
          Reset
        </button>
      </div>
      <p class="filters-said" role="status">
        {describeFilters(filters)}
        {store.ignored.length === 0 ? null : (
          <span class="filters-ignored"> Not in this data, so not applied: {store.ignored.join(', ')}.</span>
        )}
      </p>
    </section>
  );
}

interface ChoiceProps {
  readonly name: FilterKey;
  readonly value: string | number | null;
  /** Text of the choice that narrows nothing; none where there is always one. */
  readonly all?: string;
  readonly onChange: (text: string) => void;
  readonly children: ComponentChildren;
}

function Choice({ name, value, all, onChange, children }: ChoiceProps) {
  const isSet = all === undefined ? value !== 'reported' : value !== null;
  return (
    <label class={isSet ? 'choice is-set' : 'choice'}>
      <span>{filterLabels[name]}</span>
      <select
        name={name}
        value={value === null ? '' : String(value)}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      >
        {all === undefined ? null : <option value="">{all}</option>}
        {children}
      </select>
    </label>
  );
}

function Options({ options }: { readonly options: readonly { readonly value: string; readonly text: string }[] }) {
  return options.map(({ value, text }) => (
    <option key={value} value={value}>
      {text}
    </option>
  ));
}

function range([first, last]: readonly [number, number]): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
