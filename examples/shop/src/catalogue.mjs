// What the shop sells. Prices are whole yen with consumption tax inside; food takes the reduced
// rate (8 %), everything else the standard one (10 %).

/**
 * @typedef {object} Product
 * @property {string} id stable, in addresses and cookies
 * @property {string} name as it stands on the receipt
 * @property {string} note one line for the shelf
 * @property {number} price whole yen, tax inside
 * @property {'reduced' | 'standard'} taxRate
 * @property {'bag' | 'dripper' | 'filter' | 'pot' | 'sweet'} picture
 */

/** @type {readonly Product[]} */
export const PRODUCTS = Object.freeze([
  {
    id: 'dark-blend',
    name: '深煎りブレンド 豆 200g',
    note: 'チョコレートのような余韻。牛乳にも合います',
    price: 1480,
    taxRate: 'reduced',
    picture: 'bag',
  },
  {
    id: 'light-ethiopia',
    name: '浅煎り エチオピア 豆 200g',
    note: '白い花と柑橘の香り。冷めてもおいしい',
    price: 1780,
    taxRate: 'reduced',
    picture: 'bag',
  },
  {
    id: 'decaf',
    name: 'カフェインレス 豆 200g',
    note: '眠る前の一杯に。やわらかな甘み',
    price: 1620,
    taxRate: 'reduced',
    picture: 'bag',
  },
  {
    id: 'dripper',
    name: '円すいドリッパー',
    note: '有田焼、1〜2杯用',
    price: 2420,
    taxRate: 'standard',
    picture: 'dripper',
  },
  {
    id: 'filter',
    name: 'ペーパーフィルター 100枚',
    note: '円すい用、無漂白',
    price: 440,
    taxRate: 'standard',
    picture: 'filter',
  },
  {
    id: 'yokan',
    name: '珈琲羊羹 2本入り',
    note: '深煎りの苦みと小豆。贈り物にも',
    price: 1296,
    taxRate: 'reduced',
    picture: 'sweet',
  },
]);

/** Shipping, anywhere in Japan; free from `FREE_FROM`. */
export const SHIPPING = Object.freeze({ name: '送料', price: 500, taxRate: 'standard' });

/** Goods of this many yen and more are sent free of charge. */
export const FREE_FROM = 8000;

/** @param {string} id @returns {Product | undefined} */
export function productById(id) {
  return PRODUCTS.find((product) => product.id === id);
}
