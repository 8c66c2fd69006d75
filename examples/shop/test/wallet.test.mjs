import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureKeys } from '../keys.mjs';
import { orderLines, parseBasket } from '../src/basket.mjs';
import { Orders } from '../src/orders.mjs';
import { checkoutRequest, newOrder, WalletError } from '../src/wallet.mjs';

const order = newOrder(orderLines(parseBasket('dark-blend:2.dripper:1')), new Date('2026-11-23T01:00:00Z'));

test('the items that travel add up to the amount that is asked for', () => {
  const urls = { result: 'http://localhost:3000/result', cancel: 'http://localhost:3000/cancel' };
  const request = checkoutRequest(order, 'store-1', urls);
  const { lineItems } = JSON.parse(request.supplementaryData);
  const sum = lineItems.reduce((left, item) => left + Number(item.unitPrice) * item.quantity, 0);
  assert.deepEqual(request.paymentDetails.chargeAmount, { amount: String(sum), currencyCode: 'JPY' });
  assert.deepEqual(lineItems[0], {
    name: '深煎りブレンド 豆 200g',
    quantity: 2,
    unitPrice: '1480',
    taxRate: 'reduced',
  });
});

test('an idempotency key fits into 32 characters and is no other order’s', () => {
  assert.match(order.key, /^[0-9a-f]{32}$/);
  assert.notEqual(order.key, order.refundKey);
  assert.notEqual(order.key, newOrder([], new Date(0)).key);
});

test('an order made at half past midnight in Japan has that day in its number', () => {
  assert.match(newOrder([], new Date('2026-11-22T15:30:00Z')).number, /^YN-20261123-[0-9A-F]{6}$/);
});

test('keys are made once and the private one is for the owner alone', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'shop-keys-')), 'keys');
  const first = ensureKeys(directory);
  const pem = readFileSync(first.privateKey, 'utf8');
  assert.equal(first.made, true);
  assert.equal(ensureKeys(directory).made, false);
  assert.equal(readFileSync(first.privateKey, 'utf8'), pem);
  assert.equal(statSync(first.privateKey).mode & 0o077, 0);
});

/** A session as the wallet would answer for it. */
const session = (state, chargeId = null) => ({
  checkoutSessionId: 'S',
  chargeId,
  statusDetails: { state },
  paymentDetails: { chargeAmount: { amount: '5880', currencyCode: 'JPY' } },
  merchantMetadata: { merchantReferenceId: order.number },
});

test('a second load of the result page completes nothing and reads the same', async () => {
  let completed = 0;
  let now = session('Open');
  const wallet = {
    readCheckout: async () => now,
    completeCheckout: async (_id, amount) => {
      completed += 1;
      assert.deepEqual(amount, { amount: '5880', currencyCode: 'JPY' });
      now = session('Completed', 'S03-1-C1');
      return now;
    },
  };
  const orders = new Orders(wallet);
  orders.add('S', order);
  const [first, second] = [await orders.finish('S'), await orders.finish('S')];
  assert.equal(completed, 1);
  assert.equal(first.state, 'paid');
  assert.deepEqual(second, first);
  assert.equal(orders.placed().length, 1);
});

test('two loads at once: the one that is refused reads what the other did', async () => {
  const answers = [session('Open'), session('Completed', 'S03-1-C1')];
  const wallet = {
    readCheckout: async () => answers.shift(),
    completeCheckout: async () => {
      throw new WalletError(422, 'InvalidCheckoutSessionStatus', 'completed already');
    },
  };
  assert.equal((await new Orders(wallet).finish('S')).state, 'paid');
});

test('a wallet that cannot be reached is not mistaken for a refusal', async () => {
  const wallet = {
    readCheckout: async () => session('Open'),
    completeCheckout: async () => {
      throw new WalletError(502, 'Unreachable', 'connection refused');
    },
  };
  await assert.rejects(new Orders(wallet).finish('S'), { reasonCode: 'Unreachable' });
});

test('a subscription asks for a month at a time, and anything else for once', () => {
  const urls = { result: 'http://localhost:3000/result', cancel: 'http://localhost:3000/cancel' };
  assert.equal(checkoutRequest(order, 'store-1', urls).chargePermissionType, undefined);
  const monthly = checkoutRequest(newOrder(order.lines, new Date(0), true), 'store-1', urls);
  assert.equal(monthly.chargePermissionType, 'Recurring');
  assert.deepEqual(monthly.recurringMetadata, {
    frequency: { unit: 'Month', value: '1' },
    amount: monthly.paymentDetails.chargeAmount,
  });
});

test('the next month is charged once, and asked for again with the same key until there is an answer', async () => {
  const keys = [];
  let fails = new WalletError(502, 'Unreachable', 'cut off');
  const wallet = {
    readCheckout: async () => ({ ...session('Completed', 'S03-1-C1'), chargePermissionId: 'C03-1' }),
    chargeAgain: async (id, total, number, key) => {
      keys.push(key);
      if (fails) throw fails;
      return { chargeId: 'S03-2-C1' };
    },
  };
  const orders = new Orders(wallet);
  orders.add('S', newOrder(order.lines, new Date(0), true));
  await orders.finish('S');
  await assert.rejects(orders.chargeAgain('S'));
  fails = null;
  assert.equal((await orders.chargeAgain('S')).order.deliveries, 2);
  assert.equal(keys[0], keys[1]);
  fails = new WalletError(422, 'InvalidChargePermissionStatus', 'paused');
  assert.equal((await orders.chargeAgain('S')).refused, 'InvalidChargePermissionStatus');
  assert.notEqual(keys[2], keys[1]);
});
