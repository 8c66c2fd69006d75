// node:http around the routes: cookies, forms, files, headers.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { lostPage, troublePage } from './pages.mjs';
import { routes, visitOf } from './routes.mjs';
import { WalletError } from './wallet.mjs';

const MOST_BYTES = 4096;

const FILES = {
  '/shop.css': ['text/css; charset=utf-8', readFileSync(new URL('../public/shop.css', import.meta.url))],
  '/mark.svg': ['image/svg+xml', readFileSync(new URL('../public/mark.svg', import.meta.url))],
};

// `form-action` has no list: the button leads to the wallet's page by way of a redirect.
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** @param {object} shop what `routes` takes */
export function createShopServer(shop) {
  const table = routes(shop);
  return createServer(async (request, response) => {
    try {
      await answer(table, request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('お店の都合で表示できません。お金は動いていません。');
    }
  });
}

async function answer(table, request, response) {
  const address = new URL(request.url, 'http://shop');
  const file = FILES[address.pathname];
  if (file) return response.writeHead(200, { ...HEADERS, 'content-type': file[0] }).end(file[1]);

  const form = request.method === 'POST' ? await readForm(request) : new URLSearchParams();
  const visit = visitOf(address, readCookie(request, 'basket'), form);
  const outcome = await run(table[`${request.method} ${address.pathname}`], visit);
  const headers = { ...HEADERS, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  if (outcome.basket !== undefined) {
    headers['set-cookie'] = `basket=${outcome.basket}; Path=/; HttpOnly; SameSite=Lax; Max-Age=604800`;
  }
  if (outcome.to) headers.location = outcome.to;
  response.writeHead(outcome.status, headers).end(outcome.page ?? '');
}

async function run(route, visit) {
  if (!route) return { status: 404, page: lostPage(visit.pieces) };
  try {
    return await route(visit);
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
    console.error(`wallet: ${error.status} ${error.reasonCode}: ${error.message}`);
    return { status: 502, page: troublePage(error, visit.pieces) };
  }
}

function readCookie(request, name) {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}

async function readForm(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MOST_BYTES) throw new Error('form too long');
  }
  return new URLSearchParams(text);
}
