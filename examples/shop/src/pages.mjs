// The shop's pages. Values in, HTML out.
import { orderTotal, taxByRate } from './basket.mjs';
import { FREE_FROM, PRODUCTS } from './catalogue.mjs';
import { html, yen } from './html.mjs';
import { picture, WALLET_SIGN } from './pictures.mjs';

/** @param {{title: string, pieces: number, body: object}} page */
function frame({ title, pieces, body }) {
  return String(html`<!doctype html>
<html lang="ja">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}｜山ねこ珈琲</title>
    <link rel="stylesheet" href="/shop.css" />
    <link rel="icon" href="/mark.svg" type="image/svg+xml" />
  </head>
  <body>
    <header class="top">
      <a class="brand" href="/"><img src="/mark.svg" alt="" width="40" height="40" /><span>山ねこ珈琲</span></a>
      <nav aria-label="お店">
        <a href="/orders">ご注文の履歴</a>
        <a class="basket-link" href="/basket">かご<b data-testid="basket-count">${pieces}</b></a>
      </nav>
    </header>
    <main>${body}</main>
    <footer>
      <p>山ねこ珈琲 — 山あいの小さな焙煎所から</p>
      <p>見本のお店です。実際のお金は動かず、商品は届きません。</p>
    </footer>
  </body>
</html>`);
}

/** The shelf. */
export function shelfPage(pieces) {
  return frame({
    title: '豆と道具',
    pieces,
    body: html`<section class="hello">
        <h1>今朝、焙煎しました。</h1>
        <p>注文を受けてから焼き、翌日に発送します。${yen(FREE_FROM)}から送料無料。</p>
      </section>
      <ul class="shelf">${PRODUCTS.map(productCard)}</ul>`,
  });
}

function productCard(product) {
  return html`<li class="product">
    <div class="plate ${product.picture}">${picture(product.picture)}</div>
    <h2>${product.name}</h2>
    <p class="note">${product.note}</p>
    <form method="post" action="/basket">
      <input type="hidden" name="id" value="${product.id}" />
      <p class="price">${yen(product.price)}<span>税込</span></p>
      <button name="add" value="1" data-testid="add-${product.id}" aria-label="${product.name}をかごに入れる">かごに入れる</button>
    </form>
  </li>`;
}

/** The basket with its sums and the wallet's button. */
export function basketPage(lines, pieces) {
  if (lines.length === 0) {
    return frame({
      title: 'かご',
      pieces,
      body: message('かごは空です', '気になる豆や道具を入れると、ここに並びます。', {
        href: '/',
        text: '商品を見る',
      }),
    });
  }
  return frame({
    title: 'かご',
    pieces,
    body: html`<h1>かご</h1>
      <div class="columns">
        <ul class="lines">${lines.map(basketLine)}</ul>
        <section class="sum" aria-label="お支払い">
          ${sums(lines)}
          <form method="post" action="/checkout">
            <button class="saifu" data-testid="pay">${WALLET_SIGN}<span><b>Saifu</b> で支払う</span></button>
            <button class="again" name="every" value="month" data-testid="subscribe">毎月届ける（定期便）</button>
          </form>
          <p class="note">お店にカード番号は伝わりません。次の画面で、アプリを開いて承認します。</p>
        </section>
      </div>`,
  });
}

function basketLine(line) {
  if (!line.id) return html`<li><span class="what">${line.name}</span>${yen(line.total)}</li>`;
  return html`<li>
    <span class="what">${line.name}<small>${yen(line.price)} × ${line.quantity}</small></span>
    <form method="post" action="/basket" class="steps">
      <input type="hidden" name="id" value="${line.id}" />
      <button name="add" value="-1" aria-label="${line.name}を1つ減らす">−</button>
      <span>${line.quantity}</span>
      <button name="add" value="1" aria-label="${line.name}を1つ増やす">＋</button>
    </form>
    ${yen(line.total)}
  </li>`;
}

function sums(lines) {
  return html`<dl>
    <div class="total"><dt>合計（税込）</dt><dd data-testid="basket-total">${yen(orderTotal(lines))}</dd></div>
    ${taxByRate(lines).map(
      ({ percent, total, tax }) =>
        html`<div><dt>${percent}%対象 ${yen(total)}</dt><dd>うち消費税 ${yen(tax)}</dd></div>`,
    )}
  </dl>`;
}

const OUTCOMES = {
  paid: ['ご注文ありがとうございます', 'お支払いが済みました。焙煎した翌日に発送します。', 'お支払い済み'],
  pending: [
    'ご注文を受け付けました',
    'お支払いを確認しています。もう一度払わないでください。',
    '確認しています',
  ],
  canceled: ['お支払いはありませんでした', 'ご注文は取り消されました。お金は動いていません。', '取り消し'],
  waiting: ['承認がまだです', 'Saifu で承認すると、ご注文が確定します。お金は動いていません。', '承認待ち'],
  refunded: ['返金しました', '全額をお返ししました。', '返金済み'],
};

/** What became of an order. */
export function resultPage(order, pieces) {
  const [title, words, state] = OUTCOMES[order.state];
  return frame({
    title,
    pieces,
    body: html`<section class="result ${order.state}" data-testid="result" data-state="${order.state}">
      <h1>${title}</h1>
      <p>${words}</p>
      <dl>
        <div><dt>ご注文番号</dt><dd data-testid="order-number">${order.number}</dd></div>
        <div class="total"><dt>お支払い金額</dt><dd data-testid="order-amount">${yen(order.total)}</dd></div>
        <div><dt>状態</dt><dd>${state}</dd></div>
      </dl>
      <a class="button" href="/">お店に戻る</a>
    </section>`,
  });
}

/** The shopper said no. */
export function cancelPage(pieces) {
  const words = 'お金は動いていません。かごの中身はそのまま残っています。';
  return frame({
    title: 'お支払いをやめました',
    pieces,
    body: message('お支払いをやめました', words, { href: '/basket', text: 'かごに戻る' }),
  });
}

/** Orders of this run, each with a way to give the money back. */
export function ordersPage(orders, pieces) {
  const body =
    orders.length === 0
      ? message('ご注文はまだありません', 'お支払いが済むと、ここに並びます。', {
          href: '/',
          text: '商品を見る',
        })
      : html`<h1>ご注文の履歴</h1><ul class="lines">${orders.map(orderRow)}</ul>`;
  return frame({ title: 'ご注文の履歴', pieces, body });
}

function orderRow(order) {
  const [, , state] = OUTCOMES[order.state];
  return html`<li>
    <span class="what">${order.number}<small>${order.repeats ? `${state}・定期便 ${order.deliveries}回目` : state}</small></span>
    ${
      order.repeats &&
      html`<form method="post" action="/charge">
      <input type="hidden" name="session" value="${order.sessionId}" />
      <button data-testid="charge-again">次の分を引き落とす</button>
    </form>`
    }
    ${
      order.state === 'paid' &&
      html`<form method="post" action="/refund">
      <input type="hidden" name="session" value="${order.sessionId}" />
      <button data-testid="refund">全額を返金する</button>
    </form>`
    }
    ${yen(order.total)}
  </li>`;
}

const REFUSED = {
  InvalidChargePermissionStatus: 'お客さまが定期便を止めているか、終えています。',
  PeriodicAmountExceeded: '今月の分は、もういただいています。',
  TransactionAmountExceeded: 'お客さまが決めた上限を超えています。',
  SoftDeclined: 'お客さまの残高が足りません。日をおいてからお試しください。',
};

/** The wallet did not let the shop charge. */
export function refusedPage(reasonCode, pieces) {
  const words = REFUSED[reasonCode] ?? 'お客さまに連絡して、別のお支払い方法をお願いしてください。';
  return frame({
    title: '引き落とせませんでした',
    pieces,
    body: html`${message('引き落とせませんでした', words, {
      href: '/orders',
      text: 'ご注文の履歴へ',
    })}<p class="code" data-testid="refused">${reasonCode}</p>`,
  });
}

/** Something went wrong on the way to the wallet: what, what happened to the money, what to do. */
export function troublePage(error, pieces) {
  return frame({
    title: 'お支払いに進めませんでした',
    pieces,
    body: html`${message(
      'お支払いに進めませんでした',
      'お金は動いていません。しばらくしてから、かごでもう一度お試しください。',
      { href: '/basket', text: 'かごに戻る' },
    )}<p class="code">${error.reasonCode}</p>`,
  });
}

/** No page of that name. */
export function lostPage(pieces) {
  const body = message('ページが見つかりません', 'お探しの商品は、はじめのページから探せます。', {
    href: '/',
    text: 'はじめのページへ',
  });
  return frame({ title: 'ページが見つかりません', pieces, body });
}

function message(title, words, way) {
  return html`<section class="result">
    <h1>${title}</h1>
    <p>${words}</p>
    <a class="button" href="${way.href}">${way.text}</a>
  </section>`;
}
