import { expect } from 'chai';
import { parseType } from '../../../../local/bigquery/googlesql/index.ts';
import {
  DATE,
  FLOAT64,
  INT64,
  JSON_TYPE,
  STRING,
  arrayOf,
  duckFieldName,
  duckType,
  isComparable,
  isGroupable,
  isOrderable,
  printType,
  sameType,
  scalarTypeNamed,
  structOf,
} from '../../../../local/bigquery/googlesql/types.ts';

const nested = arrayOf(structOf(['a', INT64], ['', arrayOf(STRING)]));

describe('printType(type)', () => {
  it('prints as BigQuery does', () => {
    expect(printType(nested)).to.equal('ARRAY<STRUCT<a INT64, ARRAY<STRING>>>');
  });

  it('prints what the parser reads', () => {
    expect(parseType(printType(nested)).kind).to.equal('array_type');
  });
});

describe('scalarTypeNamed(name)', () => {
  it('knows aliases in any case', () => {
    expect(scalarTypeNamed('bigint')).to.deep.equal(INT64);
  });

  it('knows no other names', () => {
    expect(scalarTypeNamed('VARCHAR')).to.equal(undefined);
  });
});

describe('sameType(a, b)', () => {
  it('takes field names in any case', () => {
    expect(sameType(structOf(['a', INT64]), structOf(['A', INT64]))).to.equal(true);
  });

  it('tells field types apart', () => {
    expect(sameType(structOf(['a', INT64]), structOf(['a', FLOAT64]))).to.equal(false);
  });
});

describe('duckType(type)', () => {
  it('names anonymous and repeated fields by their place', () => {
    const type = structOf(['a', INT64], ['', STRING], ['A', DATE]);
    expect(duckType(type)).to.equal('STRUCT("a" BIGINT, "_field_2" VARCHAR, "_field_3" DATE)');
    expect(duckFieldName(type, 1)).to.equal('_field_2');
  });
});

describe('isGroupable, isComparable, isOrderable', () => {
  it('group arrays, but compare none', () => {
    expect([isGroupable(arrayOf(INT64)), isComparable(arrayOf(INT64))]).to.deep.equal([true, false]);
  });

  it('compare structs field by field, but put none in order', () => {
    const type = structOf(['a', INT64]);
    expect([isComparable(type), isOrderable(type)]).to.deep.equal([true, false]);
  });

  it('take no JSON, however deep', () => {
    const type = structOf(['a', JSON_TYPE]);
    expect([isGroupable(type), isComparable(type), isOrderable(JSON_TYPE)]).to.deep.equal([false, false, false]);
  });
});
