import type { Feed } from '../feed.ts';
import { categoryOf, codes, isReportable } from '../reference.ts';
import { groupBy, type Row, type Table } from '../table.ts';

/** The listed codes, and those that only the feed has. */
export function offenseTypes({ everTold }: Feed): Table {
  const listed = [...codes.values()].map((code): Row => ({
    ...{ offense_code: code.code, offense: code.name, nibrs_group: code.group, crime_against: code.crimeAgainst },
    ...{
      offense_parent_group: code.parentGroup,
      offense_sub_category: code.subCategory,
      offense_category: code.category,
    },
    ...judged(code.code, code.crimeAgainst),
    ...{ seriousness: code.seriousness, is_listed: true, is_sub_category_inferred: code.isInferred },
  }));
  const others = groupBy(
    everTold.filter(({ code }) => !codes.has(code)),
    ({ code }) => code,
  );
  const unlisted = [...others].map(([code, offenses]): Row => {
    const first = (text: (offense: (typeof offenses)[number]) => string | null) =>
      offenses.flatMap((offense) => text(offense) ?? []).sort()[0] ?? null;
    const [crimeAgainst, subCategory] = [first((told) => told.crimeAgainst), first((told) => told.subCategory)];
    return {
      ...{ offense_code: code, offense: first(({ title }) => title), nibrs_group: first(({ group }) => group) },
      ...{ crime_against: crimeAgainst, offense_parent_group: null, offense_sub_category: subCategory },
      ...{ offense_category: categoryOf(subCategory), ...judged(code, crimeAgainst) },
      ...{ seriousness: codes.size + 1, is_listed: false, is_sub_category_inferred: false },
    };
  });
  return { key: ['offense_code'], rows: [...listed, ...unlisted] };
}

function judged(code: string, crimeAgainst: string | null): Row {
  const reasons: Readonly<Record<string, string>> = { '999': 'not_reportable_to_nibrs', '-': 'not_told' };
  const reason = reasons[code] ?? (crimeAgainst === 'NOT_A_CRIME' ? 'not_a_crime' : null);
  return { is_reportable: isReportable(code, crimeAgainst), not_reportable_reason: reason };
}
