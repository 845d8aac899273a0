import { expect } from 'chai';
import { classLabel, classOf, colorClasses } from '../../../../dashboard/page/charts/color-classes.ts';

describe('colorClasses(counts)', () => {
  it('covers every count from 1 on, without a gap, the upper classes for few', () => {
    const counts = Array.from({ length: 500 }, (_, index) => Math.round(Math.exp(index / 80)));
    const classes = colorClasses(counts);
    expect(classes.length).to.be.within(4, 6);
    expect(classes[0]?.from).to.equal(1);
    classes.slice(1).forEach(({ from }, index) => {
      expect(from).to.equal((classes[index]?.to ?? 0) + 1);
    });
    expect(classes.at(-1)?.to).to.equal(null);
    const inClass = (index: number) => counts.filter((count) => classOf(classes, count) === classes[index]).length;
    expect(inClass(classes.length - 1)).to.be.lessThan(inClass(0));
  });

  it('gives each class another colour, in order', () => {
    const colors = colorClasses([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144]).map(({ color }) => color);
    expect([...colors].sort()).to.deep.equal(colors);
    expect(new Set(colors).size).to.equal(colors.length);
  });

  it('has one class where all counts are alike, and for none', () => {
    expect(colorClasses([1, 1, 1]).map(classLabel)).to.deep.equal(['1 or more']);
    expect(colorClasses([]).map(classLabel)).to.deep.equal(['1 or more']);
  });
});

describe('classLabel(colorClass)', () => {
  it('says the counts of a class', () => {
    const color = 'var(--heat-1)';
    expect(classLabel({ from: 2, to: 2, color })).to.equal('2');
    expect(classLabel({ from: 5, to: 1999, color })).to.equal('5–1,999');
  });
});
