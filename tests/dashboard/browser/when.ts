import { expect } from 'chai';
import { filterField } from '../site/filter-field.ts';
import type { TestSite } from '../site/test-site.ts';

/** Hours and weekdays against the marts. */
export function whenSpecs(site: () => TestSite): void {
  const hoursOf = (condition: string) => `
    select weekday, hour, sum(offenses) as offenses from mart.mart_offenses_by_precinct_hour_weekday
    where ${condition} and hour is not null and weekday is not null
    group by weekday, hour order by hour, weekday`;

  describe('when.html, against the marts', () => {
    it('counts each hour of each weekday, by either basis, filtered', async () => {
      const shownTo = async (path: string, condition: string) => {
        const told = await site().query(hoursOf(condition));
        const expected = new Array<number>(7 * 24).fill(0);
        for (const { weekday, hour, offenses } of told) {
          expected[Number(hour) * 7 + Number(weekday) - 1] = Number(offenses);
        }
        await site().visit(path, async (page) => {
          await page.getByRole('button', { name: 'Table: Hour by weekday' }).click();
          const cells = await page.locator('#week-hours tbody td:nth-child(n + 2)').allTextContents();
          expect(cells.map((text) => Number(text.replaceAll(',', '')))).to.deep.equal(expected);
        });
      };
      await shownTo('when.html', "time_basis = 'reported'");
      await shownTo(
        'when.html?basis=started&precinct=West&category=PROPERTY+CRIME&from=2024&to=2025',
        "time_basis = 'started' and precinct = 'West' and offense_category = 'PROPERTY CRIME' and year between 2024 and 2025",
      );
    });

    it('says in words how many offenses have no known hour', async () => {
      const [told] = await site().query(`
        select sum(offenses) as offenses from mart.mart_offenses_by_precinct_hour_weekday
        where time_basis = 'started' and (hour is null or weekday is null)`);
      await site().visit('when.html', async (page) => {
        const summary = page.locator('#week-hours-summary');
        expect(await summary.textContent()).to.include('The hour is known of all.');
        await filterField(page, 'Time').selectOption('started');
        await page.getByText('A start at exactly midnight counts as not known.').waitFor();
        expect(await summary.textContent()).to.include(
          `Not shown: ${Number(told?.['offenses']).toLocaleString('en-US')} more`,
        );
      });
    });

    it('names the busiest hour of each of three ways to place an offense', async () => {
      const told = await site().query(`
        select time_basis, array_agg(hour order by offenses desc, hour limit 1)[offset(0)] as hour
        from (select time_basis, hour, sum(offenses) as offenses from mart.mart_peak_hours
          where hour is not null group by time_basis, hour)
        group by time_basis`);
      const peak = new Map(told.map(({ time_basis: basis, hour }) => [basis, `${String(hour).padStart(2, '0')}:00`]));
      await site().visit('when.html', async (page) => {
        const summary = await page.locator('#peak-hours-summary').textContent();
        expect(summary).to.include(`By report: most at ${peak.get('reported') ?? ''}`);
        expect(summary).to.include(`By start: most at ${peak.get('started') ?? ''}`);
        expect(summary).to.include(`Spread: most at ${peak.get('aoristic') ?? ''}`);
      });
    });
  });
}
