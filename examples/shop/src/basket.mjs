// A basket is a list of product ids and quantities in a cookie; what it costs is worked out from
// the catalogue each time, never taken from the browser. Whole yen in safe integers: no fractions.
import { FREE_FROM, productById, SHIPPING } from './catalogue.mjs';

/** How many of one product may be ordered at once. */
export const MOST = 20;

const PERCENT = { reduced: 8, standard: 10 };

/**
 * Reads the cookie's value, such as `dark-blend:2.dripper:1`; what is unknown or out of range is dropped.
 * @param {string} text
 * @returns {Map<string, number>} quantity by product id
 */
export function parseBasket(text) {
  const basket = new Map();
  for (const part of text.split('.')) {
    const [id, count] = part.split(':');
    const quantity = /^\d{1,2}$/.test(count ?? '') ? Number(count) : 0;
    if (productById(id) && quantity > 0) basket.set(id, Math.min(quantity, MOST));
  }
  return basket;
}

/** @param {Map<string, number>} basket @returns {string} for the cookie */
export function printBasket(basket) {
  return [...basket].map(([id, quantity]) => `${id}:${quantity}`).join('.');
}

/**
 * @param {Map<string, number>} basket left as it is
 * @param {string} id
 * @param {number} quantity 0 takes it out
 */
export function withQuantity(basket, id, quantity) {
  const changed = new Map(basket);
  changed.delete(id);
  if (productById(id) && quantity > 0) changed.set(id, Math.min(quantity, MOST));
  return changed;
}

/**
 * The lines of the order with shipping, as the wallet's receipt will show them.
 * @param {Map<string, number>} basket
 */
export function orderLines(basket) {
  const lines = [...basket].map(([id, quantity]) => {
    const { name, price, taxRate } = productById(id);
    return { id, name, quantity, price, taxRate, total: price * quantity };
  });
  const goods = sum(lines.map((line) => line.total));
  if (lines.length === 0 || goods >= FREE_FROM) return lines;
  return [...lines, { id: null, quantity: 1, ...SHIPPING, total: SHIPPING.price }];
}

/** @param {{total: number}[]} lines @returns {number} whole yen */
export function orderTotal(lines) {
  return sum(lines.map((line) => line.total));
}

/**
 * The tax inside, rounded down once a rate as a qualified invoice has to (消費税法施行令 第70条の10).
 * @param {{total: number, taxRate: 'reduced' | 'standard'}[]} lines
 */
export function taxByRate(lines) {
  return ['reduced', 'standard']
    .map((taxRate) => {
      const percent = PERCENT[taxRate];
      const total = orderTotal(lines.filter((line) => line.taxRate === taxRate));
      const share = total * percent;
      return { taxRate, percent, total, tax: (share - (share % (100 + percent))) / (100 + percent) };
    })
    .filter(({ total }) => total > 0);
}

const sum = (numbers) => numbers.reduce((left, right) => left + right, 0);
