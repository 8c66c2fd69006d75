import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createShopServer } from '../src/http.mjs';
import { Orders } from '../src/orders.mjs';
import { WalletError } from '../src/wallet.mjs';

const SESSION = '3f0e8d5c-7f0a-4f6b-9d58-0c5c3b1d2e4f';
const amount = { amount: '1980', currencyCode: 'JPY' };

/** A wallet whose shopper approves at once. */
const wallet = {
  asked: null,
  refused: false,
  async openCheckout(order, returnUrls) {
    if (this.refused) throw new WalletError(503, 'ServiceUnavailable', 'come back later');
    this.asked = { order, returnUrls };
    return { id: SESSION, address: 'http://wallet.example/checkout' };
  },
  readCheckout: async () => ({
    statusDetails: { state: 'Completed' },
    chargeId: 'S03-1-C1',
    paymentDetails: { chargeAmount: amount },
    merchantMetadata: { merchantReferenceId: '<b>' },
  }),
  refund: async () => ({ statusDetails: { state: 'RefundInitiated' } }),
};

const server = createShopServer({
  wallet,
  orders: new Orders(wallet),
  publicUrl: () => 'http://shop.example',
});
let shop;

before(() =>
  new Promise((ready) => server.listen(0, '127.0.0.1', ready)).then(() => {
    shop = `http://127.0.0.1:${server.address().port}`;
  }),
);
after(() => server.close());

const visit = (path, { form, basket = '' } = {}) =>
  fetch(shop + path, {
    method: form ? 'POST' : 'GET',
    body: form && new URLSearchParams(form),
    headers: { cookie: `basket=${basket}` },
    redirect: 'manual',
  });

test('what is put into the basket is there', async () => {
  const answer = await visit('/basket', { form: { id: 'dark-blend', add: '1' } });
  assert.equal(answer.status, 303);
  assert.match(answer.headers.get('set-cookie'), /^basket=dark-blend:1; Path=\/; HttpOnly; SameSite=Lax/);
});

test('the shelf loads nothing from elsewhere', async () => {
  const answer = await visit('/');
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'/);
  assert.doesNotMatch(await answer.text(), /(src|href)="(https?:)?\/\//);
});

test('the price comes from the catalogue, the way leads to the wallet and back', async () => {
  const answer = await visit('/checkout', { form: { total: '1' }, basket: 'dark-blend:1' });
  assert.equal(answer.headers.get('location'), 'http://wallet.example/checkout');
  assert.equal(wallet.asked.order.total, 1980);
  assert.deepEqual(wallet.asked.returnUrls, {
    result: 'http://shop.example/result',
    cancel: 'http://shop.example/cancel',
  });
});

test('a paid order empties the basket, can be read again, and can be given back', async () => {
  await visit('/checkout', { form: {}, basket: 'dark-blend:1' });
  for (const time of ['first', 'second']) {
    const answer = await visit(`/result?amazonCheckoutSessionId=${SESSION}`, { basket: 'dark-blend:1' });
    assert.match(answer.headers.get('set-cookie'), /^basket=;/, time);
    assert.match(await answer.text(), /data-state="paid"/, time);
  }
  assert.match(await (await visit('/orders')).text(), /全額を返金する/);
  await visit('/refund', { form: { session: SESSION } });
  assert.match(await (await visit('/orders')).text(), /返金済み/);
});

test('what comes from the wallet is text, never HTML', async () => {
  const other = SESSION.replace('3f0e', '4f0e');
  const page = await (await visit(`/result?amazonCheckoutSessionId=${other}`)).text();
  assert.match(page, /&lt;b&gt;/);
});

test('a wallet that is away is told with what happened to the money', async () => {
  wallet.refused = true;
  const answer = await visit('/checkout', { form: {}, basket: 'dark-blend:1' });
  wallet.refused = false;
  assert.equal(answer.status, 502);
  assert.match(await answer.text(), /お金は動いていません/);
});

test('addresses that are none answer with a page', async () => {
  assert.equal((await visit('/nowhere')).status, 404);
  assert.equal((await visit('/result?amazonCheckoutSessionId=../../etc')).status, 404);
});
