// One function an address. Each takes the request and answers `{status, page}` or `{status, to}`.
import { orderLines, parseBasket, printBasket, withQuantity } from './basket.mjs';
import * as pages from './pages.mjs';
import { newOrder } from './wallet.mjs';

/**
 * @param {{wallet: object, orders: object, publicUrl: () => string}} shop
 * @returns {Record<string, (visit: object) => Promise<object> | object>} by method and path
 */
export function routes(shop) {
  return {
    'GET /': (visit) => page(pages.shelfPage(visit.pieces)),
    'GET /basket': (visit) => page(pages.basketPage(orderLines(visit.basket), visit.pieces)),
    'POST /basket': changeBasket,
    'POST /checkout': (visit) => checkout(shop, visit),
    'GET /result': (visit) => result(shop, visit),
    'GET /cancel': (visit) => page(pages.cancelPage(visit.pieces)),
    'GET /orders': (visit) => page(pages.ordersPage(shop.orders.placed(), visit.pieces)),
    'POST /refund': (visit) => refund(shop, visit),
    'POST /charge': (visit) => charge(shop, visit),
  };
}

/** What every route gets to see of a request. */
export function visitOf(address, cookie, form) {
  const basket = parseBasket(cookie);
  const pieces = [...basket.values()].reduce((left, right) => left + right, 0);
  return { query: address.searchParams, form, basket, pieces };
}

const page = (text, status = 200, basket) => ({ status, page: text, basket });
const redirect = (to, basket) => ({ status: 303, to, basket });

function changeBasket({ form, basket }) {
  const id = form.get('id') ?? '';
  const step = form.get('add') === '-1' ? -1 : 1;
  const changed = withQuantity(basket, id, (basket.get(id) ?? 0) + step);
  return redirect('/basket', printBasket(changed));
}

async function checkout(shop, { basket, form }) {
  const lines = orderLines(basket);
  if (lines.length === 0) return redirect('/basket');
  const order = newOrder(lines, new Date(), form.get('every') === 'month');
  const shopUrl = shop.publicUrl();
  const session = await shop.wallet.openCheckout(order, {
    result: `${shopUrl}/result`,
    cancel: `${shopUrl}/cancel`,
  });
  shop.orders.add(session.id, order);
  return redirect(session.address);
}

async function result(shop, { query, basket, pieces }) {
  const id = query.get('amazonCheckoutSessionId') ?? '';
  if (!/^[0-9a-f-]{36}$/i.test(id)) return page(pages.lostPage(pieces), 404);
  const order = await shop.orders.finish(id);
  const paid = order.state === 'paid' || order.state === 'pending';
  return page(pages.resultPage(order, paid ? 0 : pieces), 200, paid ? '' : printBasket(basket));
}

async function charge(shop, { form, pieces }) {
  const answer = await shop.orders.chargeAgain(form.get('session') ?? '');
  return answer.refused ? page(pages.refusedPage(answer.refused, pieces), 422) : redirect('/orders');
}

async function refund(shop, { form }) {
  await shop.orders.refund(form.get('session') ?? '');
  return redirect('/orders');
}
