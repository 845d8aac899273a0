import type { ComponentChildren } from 'preact';
import { formatDate } from '../format.ts';
import { type PageEntry, pages } from '../site.ts';
import { useFilters, usePage } from '../state/page-context.ts';
import { FilterBar } from './filter-bar.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** What surrounds each page: the way to the others, where the data is from, the filters, what the counts mean. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { page } = usePage();
  return (
    <>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <Header />
      <main id="content" tabIndex={-1}>
        <div class="lead">
          <h1>{page.title}</h1>
          <p>{page.lead}</p>
        </div>
        {page.hasFilters === false ? null : <FilterBar />}
        <noscript>
          <p class="notice">
            The charts are drawn by JavaScript, which is switched off here. The files under data/ hold their numbers.
          </p>
        </noscript>
        {children}
      </main>
      <Footer />
    </>
  );
}

function SimulatedBanner() {
  const { run } = usePage();
  if (!run.is_simulated) return null;
  return (
    <p class="simulated" role="note">
      <strong>SIMULATED</strong> These rows are made up, not Seattle’s.
    </p>
  );
}

function Header() {
  const { run, store, page } = usePage();
  useFilters();
  return (
    <header>
      <SimulatedBanner />
      <div class="site-header">
        <div class="site-name">
          <a href={store.linkTo('index.html')}>Seattle crime</a>
          <p>
            Reported to the police, as of <time dateTime={run.as_of}>{formatDate(run.as_of)}</time>
          </p>
        </div>
        <nav aria-label="Pages">
          <ul>
            {pages.map(({ id, file, label }) => (
              <li key={id}>
                <a href={store.linkTo(file)} aria-current={isCurrent(id, page) ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeToggle />
      </div>
    </header>
  );
}

function isCurrent(id: string, page: PageEntry): boolean {
  return id === page.id;
}

function Footer() {
  const { run } = usePage();
  return (
    <footer class="site-footer">
      <section aria-labelledby="about-counts">
        <h2 id="about-counts">What these counts are</h2>
        <p>
          They count offenses that the police recorded, most of them because somebody reported one. What nobody reports
          is not in them, and how much that is differs by offense, place and time. They are counts, not rates: more
          people, more visitors or more reporting make a count larger. They do not say whether a place is safe.
        </p>
      </section>
      <section aria-labelledby="about-data">
        <h2 id="about-data">Where they come from</h2>
        <p>
          {run.source_url === null ? run.source_name : <a href={run.source_url}>{run.source_name}</a>}
          {run.source_licence === null ? null : ` (${run.source_licence})`}; reported from{' '}
          <time dateTime={run.first_reported_date}>{formatDate(run.first_reported_date)}</time> to{' '}
          <time dateTime={run.last_reported_date}>{formatDate(run.last_reported_date)}</time>. The department still adds
          and reclassifies offenses, above all those of the last weeks.
        </p>
      </section>
    </footer>
  );
}
