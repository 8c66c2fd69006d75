import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderLines, orderTotal, parseBasket, printBasket, taxByRate, withQuantity } from '../src/basket.mjs';

test('the basket of the pictures costs 5,880 yen with shipping', () => {
  const lines = orderLines(parseBasket('dark-blend:2.dripper:1'));
  assert.deepEqual(
    lines.map((line) => line.total),
    [2960, 2420, 500],
  );
  assert.equal(orderTotal(lines), 5880);
});

test('tax is rounded down once a rate', () => {
  const lines = orderLines(parseBasket('dark-blend:2.dripper:1'));
  assert.deepEqual(taxByRate(lines), [
    { taxRate: 'reduced', percent: 8, total: 2960, tax: 219 },
    { taxRate: 'standard', percent: 10, total: 2920, tax: 265 },
  ]);
});

test('8,000 yen of goods are sent free of charge, 7,999 would not be', () => {
  assert.equal(orderLines(parseBasket('dark-blend:5')).at(-1).name, '送料');
  const many = orderLines(parseBasket('dark-blend:6'));
  assert.equal(many.length, 1);
  assert.equal(orderTotal(many), 8880);
});

test('an empty basket costs nothing, not even shipping', () => {
  assert.deepEqual(orderLines(parseBasket('')), []);
  assert.equal(orderTotal([]), 0);
});

test('what the browser made up is dropped', () => {
  const basket = parseBasket('dark-blend:-3.nonsense:1.dripper:99.filter:1e3.yokan:2');
  assert.equal(printBasket(basket), 'dripper:20.yokan:2');
});

test('quantities change without touching the basket that was given', () => {
  const before = parseBasket('dripper:1');
  assert.equal(printBasket(withQuantity(before, 'dripper', 0)), '');
  assert.equal(printBasket(withQuantity(before, 'nonsense', 1)), 'dripper:1');
  assert.equal(printBasket(before), 'dripper:1');
});
