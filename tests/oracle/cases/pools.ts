/**
 * Values that templates draw from, as GoogleSQL writes them, by the name in the braces. Each pool mixes the ordinary
 * with what goes wrong: nulls, empties, extremes, ties, leap days, hours that a change of clocks skips or doubles, text
 * beyond ASCII and beyond 16 bits, and what is not valid at all.
 */
const int64 = `0 1 -1 2 3 7 10 -7 100 1000003 9223372036854775807 -9223372036854775808 4294967296 cast(null as int64)`;
const float64 = `0.0 -0.0 1.0 -1.0 0.5 1.5 2.5 -2.5 2.675 1e-7 123456.789 1e15 1e16 1e300 -1e300 5e-324 1.7976931348623157e308
  cast('inf' as float64) cast('-inf' as float64) cast('nan' as float64) cast(null as float64)`;
const words = (text: string): readonly string[] => [...text.matchAll(/cast\(.*?\)|\S+/gu)].map(([word]) => word);
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const prefixed = (prefix: string, values: readonly string[]): readonly string[] =>
  values.map((value) => (value.startsWith('cast(') ? value : `${prefix} ${value}`));
const quoted = (text: string): readonly string[] => lines(text).map((line) => `'${line}'`);

const dates =
  words(`'2024-02-29' '2023-02-28' '2023-12-31' '2024-01-01' '2021-01-03' '2020-12-31' '1970-01-01' '1969-12-31'
  '0001-01-01' '9999-12-31' '2024-03-31' '1900-02-28' '2026-11-01' cast(null as date)`);
const times = words(
  `'00:00:00' '23:59:59.999999' '12:00:00' '00:00:00.000001' '05:06:07.89' '13:30:00' cast(null as time)`,
);
const datetimes = [
  ...lines(`'2024-02-29 12:34:56.789012'
  '2023-12-31 23:59:59.999999'
  '2024-03-10 02:30:00'
  '2024-11-03 01:30:00'
  '0001-01-01 00:00:00'
  '9999-12-31 23:59:59.999999'
  '1969-12-31 23:59:59.5'
  '2021-01-03 00:00:00'
  '2024-01-31T10:00:00'`),
  'cast(null as datetime)',
];
const timestamps = [
  ...lines(`'2024-02-29 12:34:56.789012+00'
  '2023-12-31 23:59:59.999999+00'
  '2024-03-10 10:00:00+00'
  '2024-11-03 08:59:59+00'
  '2024-11-03 09:00:00+00'
  '2024-03-31 01:00:00+00'
  '0001-01-01 00:00:00+00'
  '9999-12-31 23:59:59.999999+00'
  '1969-12-31 23:59:59.999999+00'
  '1883-11-18 20:00:00+00'
  '2024-06-30 12:00:00 America/Los_Angeles'
  '2021-01-03 00:00:00+05:30'`),
  'cast(null as timestamp)',
];
const intervals = [
  ...lines(`interval 0 day
  interval 1 day
  interval -1 month
  interval 10000 year
  interval 25 hour
  interval '1-2 3 4:5:6.789' year to second
  interval '-1-2 -3 -4:5:6.789' year to second
  interval '0-0 30 24:0:0' year to second
  interval '0-0 0 0:0:0.000001' year to second`),
  'cast(null as interval)',
];
const numerics =
  words(`'0' '1' '-1' '0.5' '-0.5' '1.5' '2.5' '3.333333333' '0.000000001' '-0.000000001' '12345.678' '1000000'
  '99999999999999999999999999999.999999999' '-99999999999999999999999999999.999999999' cast(null as numeric)`);
const bignumerics =
  words(`'0' '1' '-1' '0.5' '1.5' '-2.5' '3.333333333333' '0.000000000000000001' '123456789.123456789' '1e18'
  '99999999999999999999.999999999999999999' cast(null as bignumeric)`);
const strings = [
  ...quoted(String.raw`
  a
  abc
  Abc dEF
  hello world
  \t tab and\nline
  a,b,,c
  aaa
  123
  -4.5
  true
  ñandú
  Straße
  日本語
  e\u0301
  😀 and 👩‍👩‍👧
  ΣΊΣΥΦΟΣ
  i̇ İ ı
  "quoted" \'single\' \\
  x`),
  `''`,
  `' '`,
  `'  two  '`,
  `cast(null as string)`,
];
const bytes = words(
  String.raw`b'' b'a' b'abc' b'aaa' b'\x00' b'\xff\xfe' b'\xc3\xa9' b'\xf0\x9f\x98\x80' b'a\xc3' b'\n\t' cast(null as bytes)`,
);
const jsons = [
  ...lines(String.raw`json '{"a": 1, "b": [1, 2.5, "x", null, true], "c": {"d": "e", "": 0}}'
  json '[]'
  json '{}'
  json 'null'
  json '"text"'
  json '1'
  json '-0.5'
  json '1e20'
  json '18446744073709551615'
  json 'true'
  json '[1, [2, [3]], {"a": null}]'
  json '{"ключ": "значение", "quote": "\\"", "nl": "\\n", "é": "\\u00e9"}'`),
  'cast(null as json)',
];

/** Arrays that make one of `values`, with and without null and nothing. */
const arrays = (type: string, values: readonly string[]): readonly string[] => [
  `array<${type}>[]`,
  `cast(null as array<${type}>)`,
  `array<${type}>[null]`,
  ...[0, 3, 5].map((start) => `[${values.slice(start, start + 4).join(', ')}]`),
  `[${[values[1], values[1], `cast(null as ${type})`, values[2]].join(', ')}]`,
];

const scalars: Readonly<Record<string, readonly string[]>> = {
  int64: words(int64),
  float64: words(float64),
  numeric: prefixed('numeric', numerics),
  bignumeric: prefixed('bignumeric', bignumerics),
  bool: ['true', 'false', 'cast(null as bool)'],
  string: strings,
  bytes,
  date: prefixed('date', dates),
  time: prefixed('time', times),
  datetime: prefixed('datetime', datetimes),
  timestamp: prefixed('timestamp', timestamps),
  interval: intervals,
  json: jsons,
};

const arrayPools = Object.fromEntries(
  Object.entries(scalars).map(([type, values]) => [`${type} array`, arrays(type, values)]),
);

/** The types of one value, in the order of BigQuery's documentation of types. */
export const SCALAR_TYPES = Object.keys(scalars);

export const POOLS: Readonly<Record<string, readonly string[]>> = {
  ...scalars,
  ...arrayPools,
  'small int64': words(`0 1 -1 2 3 5 10 -3 cast(null as int64)`),
  count: words(`0 1 2 3 7 20 cast(null as int64)`),
  digits: words(`0 1 2 3 9 10 -1 -2 -5 20`),
  'safe float64': words(
    `0.0 -0.0 1.0 -1.0 0.5 0.25 2.0 -3.0 10.0 0.1 cast('inf' as float64) cast('-inf' as float64) cast('nan' as float64) cast(null as float64)`,
  ),
  'code point': words(`0 65 97 233 8364 128512 55296 1114111 1114112 -1 cast(null as int64)`),
  needle: [
    ...quoted(`a
  b
  o w
  ,
  日
  😀
  A
  aa
  bc
  x`),
    `''`,
    'cast(null as string)',
  ],
  'byte needle': words(String.raw`b'a' b'' b'bc' b'\xff' b'\x00' b'aa' cast(null as bytes)`),
  'date part': words('year isoyear quarter month week week(monday) week(sunday) week(saturday) isoweek day'),
  'time part': words('hour minute second millisecond microsecond'),
  'step part': words('year quarter month week day'),
  'extract date part': words(
    'year isoyear quarter month week week(monday) week(thursday) isoweek day dayofweek dayofyear',
  ),
  zone: quoted(`UTC
  America/Los_Angeles
  Europe/London
  Asia/Kolkata
  Australia/Lord_Howe
  Pacific/Apia
  America/Sao_Paulo
  +05:30
  -08:00
  +14
  Nowhere/Land`),
  'date format': quoted(`%Y-%m-%d
  %d/%m/%y
  %A, %d %B %Y
  %a %b %e
  %j %U %u %V %G %g %W %w
  %Q %C %D %F %h
  %x
  %%Y%n%t
  %E4Y`),
  'time format': quoted(`%H:%M:%S
  %I:%M %p
  %l %P
  %k:%R %T
  %E3S
  %E*S
  %E0S %r
  %X`),
  'moment format': quoted(`%Y-%m-%d %H:%M:%S
  %c
  %FT%T
  %F %E6S
  %s
  %D %r
  %Y%m%d%H%M%E3S
  %b %d %Y %I:%M:%S %p`),
  'zone format': quoted(`%Z
  %z
  %Ez
  %F %T %Z
  %F %T%Ez
  %s`),
  'date text': quoted(`2024-02-29
  2023-02-29
  31/12/23
  Thursday, 29 February 2024
  2024-2-9
  20240229
  Feb 29 2024
  366 2024
  0001-01-01`),
  'time text': quoted(`12:34:56
  00:00:00
  23:59:60
  1:02 PM
  12:00 am
  24:00:00
  05:06:07.123456`),
  'moment text': quoted(`2024-02-29 12:34:56
  2024-02-29T12:34:56
  2024-02-29 12:34:56.789
  2024-03-10 02:30:00
  2024-11-03 01:30:00
  1709210096
  2024-02-29 12:34:56+01:00
  2024-02-29 12:34:56Z
  2024-02-29
  29.02.2024`),
  regexp: [
    ...lines(String.raw`r'a'
  r'[a-c]+'
  r'(\w)(\w*)'
  r'^\s*'
  r'(?i)ABC'
  r'\d+'
  r''
  r'.'
  r'(a)|(b)'
  r'b?'
  r'\p{L}+'
  r'('
  r'(?P<first>a)b'`),
    'cast(null as string)',
  ],
  'one group': lines(String.raw`r'(\w+)'
  r'a(.)'
  r'\w'
  r'(b)?c'
  r'l+'
  r'$'
  r'[^a]'
  r'(?:a)(b)'`),
  replacement: lines(String.raw`r'<\0>'
  r'\2\1'
  r'\\'
  '-'
  ''
  r'[\1]'
  r'\9'`),
  'json text': [
    ...lines(String.raw`'{"a": 1, "b": [1, 2.50, "x", null, true], "c": {"d": "e"}}'
  '{"a": {"b": "c"}, "a": 2}'
  '[]'
  '{}'
  'null'
  '"text"'
  ' 1 '
  '{"a": null}'
  'not json'
  ''
  '{"a": "\\u00e9\\n", "b": 1e400}'
  '[1, [2, [3]], {"a": "b"}]'
  '{"a.b": 1, "a": {"b": 2}}'`),
    'cast(null as string)',
  ],
  'json path': lines(String.raw`'$'
  '$.a'
  '$.b'
  '$.b[0]'
  '$.b[3]'
  '$.b[9]'
  '$.c.d'
  '$[1]'
  '$[1][1][0]'
  '$[2].a'
  '$."a.b"'
  '$.missing'
  '$.'
  'a'`),
  'number mode': [`'exact'`, `'round'`],
  'bool text': quoted(`true
  FALSE
  t
  1
  yes`),
  'int64 text': [
    ...quoted(`1
  -1
  +5
  9223372036854775808
  0x1F
  1.0
  1e3
  abc`),
    `' 7 '`,
    `''`,
  ],
  'float64 text': [
    ...quoted(`1.5
  -1e10
  inf
  -Infinity
  NaN
  1e400
  .5
  5.
  0x10
  1_000`),
    `' 2.5 '`,
  ],
  'numeric text': quoted(`1.5
  -0.0000000005
  1e10
  99999999999999999999999999999.999999999
  100000000000000000000000000000
  1.23456789012
  x`),
  'bytes text': quoted(String.raw`abc
  é
  \\x41`),
  'interval text': quoted(`1-2 3 4:5:6.789
  0-0 0 0:0:0
  -1-2 3 -4:5:6
  P1Y2M3DT4H5M6S
  1-13 0 0:0:0
  10000-0 3660000 87840000:0:0
  1`),
  'date cast text': quoted(`2024-02-29
  2024-2-9
  2024-02-30
  2024-02-29 12:00:00
  2024/02/29
  0000-01-01
  99999-01-01`),
  'moment cast text': quoted(`2024-02-29
  2024-02-29 12:34:56.789012
  2024-02-29T12:34:56Z
  2024-02-29 12:34:56+05:30
  2024-02-29 12:34:56 America/Los_Angeles
  2024-02-29 12:34:56.7890123
  2024-2-9 1:2:3
  2024-02-29 24:00:00
  2024-02-29 12:34`),
  'format number': quoted(`9999
  0000.00
  $999,999.99
  S999
  999PR
  9.99EEEE
  XXXX
  B99
  FM999.0
  99V9
  TM9`),
  'format moment': quoted(`YYYY-MM-DD
  DD/MM/YY
  Day, DD Month YYYY
  DY MON DD
  HH24:MI:SS
  HH12:MI AM
  YYYY-MM-DD"T"HH24:MI:SS.FF3
  DDD Q WW
  D J
  SSSSS`),
  'format string': lines(String.raw`'%d'
  '%5d|%-5d|%05d'
  '%x %X %o'
  '%s'
  '%t'
  '%T'
  '%f %.2f %10.1f'
  '%e %g %G'
  '%i'
  "%'d"
  '%+d % d'
  '%p'
  '%P'
  '%%'
  '%10s|%-10s|%.2s'
  '%q'`),
  hash: words('md5 sha1 sha256 sha512 farm_fingerprint'),
  'normal form': words('NFC NFD NFKC NFKD'),
  'rounding mode': [`'ROUND_HALF_EVEN'`, `'ROUND_HALF_AWAY_FROM_ZERO'`],
  sort: ['', 'desc', 'asc nulls last', 'desc nulls first', 'nulls first'],
  frame: lines(`rows between unbounded preceding and current row
  rows between 1 preceding and 1 following
  rows between 1 following and 2 following
  range between unbounded preceding and current row
  range between 2 preceding and 2 following
  rows between unbounded preceding and unbounded following`),
  'range frame': lines(`range between unbounded preceding and current row
  range between 2 preceding and 2 following
  range between current row and unbounded following
  range between 1 following and 3 following`),
  events:
    lines(`(select * from unnest([struct(1 as id, 'M' as place, datetime '2024-03-10 02:30:00' as seen, 12.5 as score, ['a', 'b'] as tags), (2, 'n', datetime '2024-02-29 23:59:59.999999', null, ['b']), (3, 'M', datetime '2023-12-31 00:00:00', -1.0, []), (4, null, null, 0.0, ['c', 'a', 'b']), (5, 'sw', datetime '2024-03-10 14:05:06', 12.5, [])]))
  (select 10 as id, 'E' as place, datetime '2021-01-03 08:00:00' as seen, 3.5 as score, ['x'] as tags union all select 11, 'E', datetime '2021-01-04 08:00:00', null, [] union all select 12, 'W', datetime '2020-12-31 23:00:00', 7.25, ['x', 'y'])`),
  aggregate: words(
    'sum(score) avg(score) min(score) max(score) count(score) countif(score>1) count(distinct(place)) max(seen) min(place) any_value(1) logical_or(score>5)',
  ),
  'date key': lines(`date(seen)
  date_trunc(date(seen), month)
  datetime_trunc(seen, week(monday))
  extract(isoweek from seen)
  extract(dayofweek from seen)
  format_datetime('%Y-%m', seen)
  extract(hour from seen)
  date_diff(date '2024-03-31', date(seen), week)
  place
  upper(place)
  coalesce(place, 'none')
  if(score > 1, 'high', 'low')
  case when score is null then 'none' when score > 5 then 'high' else 'low' end
  cast(score as int64)
  array_length(tags)
  safe_divide(score, id - 3)`),
  condition: lines(`score > 1
  place in ('M', 'E')
  place like '%w'
  seen >= '2024-01-01'
  seen between datetime '2020-01-01' and datetime '2021-12-31'
  not (score > 1)
  place is not null and score is not null
  'a' in unnest(tags)
  exists(select 1 from unnest(tags) as tag where tag > 'a')
  regexp_contains(place, r'(?i)^[mn]')
  mod(id, 2) = 1
  score = (select max(score) from unnest([12.5, 7.25]) as score)
  id not in (select 3)
  true`),
  join: ['join', 'left join', 'right join', 'full join'],
  'set operator': ['union all', 'union distinct', 'intersect distinct', 'except distinct'],
  table:
    lines(`(select 1 as k, 'a' as s, 1.5 as f union all select 2, 'b', null union all select null, 'c', 2.5 union all select 2, null, -1.0)
  (select * from unnest([struct(1 as k, 'x' as s, 0.5 as f), (3, 'y', 0.25), (1, 'w', 4.0), (null, null, null)]))
  (select 7 as k, 'none' as s, 1.0 as f from unnest([1]) where false)`),
};
