// The sample shop. When it is ready it prints one line of JSON: {"ready":true,"http":"http://localhost:3000"}.
import { createShopServer } from './src/http.mjs';
import { Orders } from './src/orders.mjs';
import { readSettings } from './src/settings.mjs';
import { createWallet } from './src/wallet.mjs';

let settings;
try {
  settings = readSettings(process.argv.slice(2), process.env);
} catch (error) {
  console.error(error.message);
  process.exit(2);
}

const wallet = createWallet(settings.wallet);
let publicUrl = settings.publicUrl;
const server = createShopServer({ wallet, orders: new Orders(wallet), publicUrl: () => publicUrl });

server.listen(settings.port, settings.host, () => {
  publicUrl ||= `http://localhost:${server.address().port}`;
  console.log(JSON.stringify({ ready: true, http: publicUrl }));
});

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
