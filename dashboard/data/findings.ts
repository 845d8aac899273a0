import { martLoader } from './mart-loader.ts';

/** The findings in words, in their order. */
export const findingsLoader = martLoader(
  'findings.json',
  [
    'finding',
    'sentence',
    'subject',
    'value',
    'unit',
    'numerator',
    'denominator',
    'comparison',
    'lower_80',
    'upper_80',
    'lower_95',
    'upper_95',
    'period_start',
    'period_end',
    'caveat',
  ],
  'from mart.mart_findings order by position',
);
